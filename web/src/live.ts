// Server-sent events: one connection for all pages. The browser resumes by itself with Last-Event-ID.
import { useEffect, useState } from 'preact/hooks';

export interface Live {
  connected: boolean;
  asOfNs: number | null; // of the newest thing the server told
  changes: number; // counts what arrived: whoever shows data loads anew when it grows
  runs: number[]; // of the last change
  engine: boolean | null; // whether one runs; null: nobody has said yet
}

let state: Live = { connected: false, asOfNs: null, changes: 0, runs: [], engine: null };

/** The server says every ten seconds that it is there. Silent for longer, it hangs, or the way to it is cut. */
const silence = 25_000;
/** What is late becomes late by the clock alone: what is shown is asked for again now and then, also if nothing changed. */
const stale = 60_000;
const listeners = new Set<(live: Live) => void>();

function tell(change: Partial<Live>): void {
  state = { ...state, ...change };
  for (const listener of [...listeners]) listener(state);
}

interface Change {
  as_of_ns?: number;
  runs?: number[];
  engine?: boolean;
}

/** What a message `alive` or `hello` changes. The engine having started or stopped is news for every page. */
export function heard(live: Live, { as_of_ns: asOf, engine = null }: { as_of_ns?: number; engine?: boolean | null }): Live {
  const news = engine !== null && live.engine !== null && engine !== live.engine;
  return { ...live, connected: true, asOfNs: later(live.asOfNs, asOf), engine: engine ?? live.engine, changes: live.changes + (news ? 1 : 0) };
}

let source: EventSource | null = null;
let wanted = false;
let watchdog = 0;
let changedAt = 0;

/** Something was heard: the next has to come before long. */
function alive(): void {
  clearTimeout(watchdog);
  watchdog = window.setTimeout(() => {
    tell({ connected: false });
    source?.close();
    source = null;
    open();
  }, silence);
}

/** What is told may come late, but time only goes on. */
export function later(a: number | null, b: number | null | undefined): number | null {
  return a === null || b === null || b === undefined ? (a ?? b ?? null) : Math.max(a, b);
}

/** Nobody is allowed to look any more. */
export function disconnect(): void {
  wanted = false;
  clearTimeout(watchdog);
  source?.close();
  source = null;
  tell({ connected: false, asOfNs: null, engine: null });
}

export function connect(): void {
  wanted = true;
  open();
}

function open(): void {
  if (source || !wanted) return;
  source = new EventSource('/api/v1/events');
  const parse = (event: Event): Change => JSON.parse((event as MessageEvent<string>).data) as Change;
  source.addEventListener('hello', (event) => {
    const again = state.changes > 0 || state.asOfNs !== null;
    const now = heard(state, parse(event));
    alive();
    changedAt = Date.now();
    tell({ ...now, changes: now.changes + (again ? 1 : 0) });
  });
  source.addEventListener('alive', (event) => {
    const now = heard(state, parse(event));
    alive();
    const old = Date.now() - changedAt > stale;
    if (old) changedAt = Date.now();
    tell({ ...now, changes: now.changes + (old ? 1 : 0) });
  });
  source.addEventListener('change', (event) => {
    const { as_of_ns: asOf, runs } = parse(event);
    alive();
    changedAt = Date.now();
    tell({ connected: true, asOfNs: later(state.asOfNs, asOf), changes: state.changes + 1, runs: runs ?? [] });
  });
  source.onerror = () => {
    tell({ connected: false });
    // Closed for good (a 401 or 503 is final to the browser): begin again, not too soon.
    if (source?.readyState !== EventSource.CLOSED) return;
    source = null;
    setTimeout(open, 5000);
  };
}

export function useLive(): Live {
  const [live, setLive] = useState(state);
  useEffect(() => {
    listeners.add(setLive);
    setLive(state);
    return () => void listeners.delete(setLive);
  }, []);
  return live;
}
