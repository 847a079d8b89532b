// The faces of an answer: loading, failed, empty, and what the server warns of.
import type { ComponentChildren } from 'preact';
import type { ApiError } from '../api/http';
import type { Loaded } from '../useAnswer';

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

/** One of the faces; data that are there stay while newer ones cannot be loaded. */
export function Face<T>({ of, lines, children }: { of: Loaded<T>; lines?: number; children: (data: T) => ComponentChildren }) {
  if (of.data === null) return of.error ? <Failed error={of.error} retry={of.reload} /> : <Loading lines={lines ?? 4} />;
  return (
    <>
      {of.error && <Failed error={of.error} retry={of.reload} />}
      <Warnings list={of.warnings} />
      {children(of.data)}
    </>
  );
}
