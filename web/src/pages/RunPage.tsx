import type { PageProps } from '.';
export function RunPage({ path }: PageProps) { return <h1>{path}</h1>; }
