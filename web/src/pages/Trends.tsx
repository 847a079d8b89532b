import type { PageProps } from '.';
export function Trends({ path }: PageProps) { return <h1>{path}</h1>; }
