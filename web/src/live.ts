// Server-sent events: one connection for all pages. The browser resumes by itself with Last-Event-ID.
import { useEffect, useState } from 'preact/hooks';

export interface Live {
  connected: boolean;
  asOfNs: number | null; // of the newest thing the server told
  changes: number; // counts what arrived: whoever shows data loads anew when it grows
  runs: number[]; // of the last change
}

let state: Live = { connected: false, asOfNs: null, changes: 0, runs: [] };
const listeners = new Set<(live: Live) => void>();

function tell(change: Partial<Live>): void {
  state = { ...state, ...change };
  for (const listener of [...listeners]) listener(state);
}

interface Change {
  as_of_ns?: number;
  runs?: number[];
}

let source: EventSource | null = null;
let wanted = false;

/** What is told may come late, but time only goes on. */
export function later(a: number | null, b: number | null | undefined): number | null {
  return a === null || b === null || b === undefined ? (a ?? b ?? null) : Math.max(a, b);
}

/** Nobody is allowed to look any more. */
export function disconnect(): void {
  wanted = false;
  source?.close();
  source = null;
  tell({ connected: false, asOfNs: null });
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
    tell({ connected: true, asOfNs: later(state.asOfNs, parse(event).as_of_ns), changes: state.changes + (again ? 1 : 0) });
  });
  source.addEventListener('change', (event) => {
    const { as_of_ns: asOf, runs } = parse(event);
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
