import type { PageProps } from '.';
export function Coverage({ path }: PageProps) { return <h1>{path}</h1>; }
