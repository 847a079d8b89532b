// The faces of an answer: loading, failed, empty, and what the server warns of.
import type { ComponentChildren } from 'preact';
import type { ApiError } from '../api/http';
import type { Loaded } from '../useAnswer';
import { Guard } from './Guard';

export function Loading({ lines = 4 }: { lines?: number }) {
  return (
    <div class="loading" role="status" aria-label="loading">
      {Array.from({ length: lines }, (_, i) => <div class="shimmer" key={i} style={{ width: `${88 - 13 * (i % 4)}%` }} />)}
    </div>
  );
}

const headings: Record<number, string> = {
  0: 'The server does not answer',
  401: 'You are not logged in',
  403: 'You may not see this',
  404: 'Not found',
  409: 'That cannot be done now',
  429: 'Too many requests',
  503: 'The store does not answer',
};

/** Asking again can help where the server did not get to it; what it refused it refuses again. */
const mayHelp = (error: ApiError): boolean => error.status === 0 || error.status === 409 || error.status === 429 || error.status >= 500;

export function Failed({ error, retry }: { error: ApiError; retry?: () => void }) {
  return (
    <div class="notice bad" role="alert">
      <div>
        <b>{headings[error.status] ?? 'That did not work'}</b>
        <pre>{error.message}</pre>
        {error.request && <div class="muted">request {error.request}</div>}
      </div>
      <span class="fill" />
      {retry && mayHelp(error) && <button onClick={retry}>Try again</button>}
    </div>
  );
}

const steps: [string, string][] = [
  ['xom up', 'the engine and these pages in one: computes what comes, and shows it'],
  ['xom pass', 'one look at the data, then it ends'],
  ['xom check', 'what of the configuration works, and what does not'],
];

/** Instead of a page while the server cannot say who asks: there is no store yet, or it does not answer. */
export function Unavailable({ error }: { error: ApiError }) {
  const first = error.status === 503 && /no store yet/.test(error.message);
  return (
    <div class="card unavailable">
      <header><h1>{first ? 'There is no store yet' : (headings[error.status] ?? 'That did not work')}</h1></header>
      <div class="body stack">
        {first
          ? <p>Nothing was computed yet, so there is nothing to show. The first pass of the engine makes the store. Where <code>xom.toml</code> lies:</p>
          : <pre>{error.message}</pre>}
        {first && <dl class="proof">{steps.map(([command, what]) => [<dt key={command}><code>{command}</code></dt>, <dd key={what}>{what}</dd>])}</dl>}
        <p class="muted" role="status">This page looks again every 3 s.</p>
      </div>
    </div>
  );
}

export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <b>{title}</b>
      {children}
    </div>
  );
}

export function Warnings({ list }: { list: string[] }) {
  if (list.length === 0) return null;
  return (
    <div class="notice warn" role="status">
      <div>{list.map((words) => <div key={words}>{words}</div>)}</div>
    </div>
  );
}

function Shown<T>({ data, children }: { data: T; children: (data: T) => ComponentChildren }) {
  return <>{children(data)}</>;
}

/** One of the faces; data that are there stay while newer ones cannot be loaded. */
export function Face<T>({ of, lines, children }: { of: Loaded<T>; lines?: number; children: (data: T) => ComponentChildren }) {
  if (of.data === null) return of.error ? <Failed error={of.error} retry={of.reload} /> : <Loading lines={lines ?? 4} />;
  return (
    <>
      {of.error && <Failed error={of.error} retry={of.reload} />}
      <Warnings list={of.warnings} />
      <Guard what="This part" of={of.data}><Shown data={of.data}>{children}</Shown></Guard>
    </>
  );
}
