import type { PageProps } from '.';
export function AnalysisPage({ path }: PageProps) { return <h1>{path}</h1>; }
