import type { PageProps } from '.';
export function Operations({ path }: PageProps) { return <h1>{path}</h1>; }
