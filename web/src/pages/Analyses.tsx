import type { PageProps } from '.';
export function Analyses({ path }: PageProps) { return <h1>{path}</h1>; }
