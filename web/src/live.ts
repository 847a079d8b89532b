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

export function connect(): void {
  const source = new EventSource('/api/v1/events');
  const parse = (event: Event): Change => JSON.parse((event as MessageEvent<string>).data) as Change;
  source.addEventListener('hello', (event) => {
    const again = state.changes > 0 || state.asOfNs !== null;
    tell({ connected: true, asOfNs: parse(event).as_of_ns ?? null, changes: state.changes + (again ? 1 : 0) });
  });
  source.addEventListener('change', (event) => {
    const { as_of_ns: asOf, runs } = parse(event);
    tell({ connected: true, asOfNs: asOf ?? state.asOfNs, changes: state.changes + 1, runs: runs ?? [] });
  });
  source.onerror = () => {
    tell({ connected: false });
    // Closed for good (a 401 or 503 is final to the browser): begin again, not too soon.
    if (source.readyState === EventSource.CLOSED) setTimeout(connect, 5000);
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
