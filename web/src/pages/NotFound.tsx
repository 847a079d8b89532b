import { shortcuts } from '../keyboard';
import type { PageProps } from '.';

export function NotFound({ path }: PageProps) {
  return (
    <div class="card empty">
      <h1>There is no page {path}</h1>
      <a href="/">Now</a> · <a href="/runs">Runs</a> · <a href="/trends">Trends</a> · <a href="/coverage">Coverage</a> ·{' '}
      <a href="/analyses">Analyses</a> · <a href="/operations">Operations</a>, or {shortcuts[0]!.keys[0]} to search.
    </div>
  );
}
