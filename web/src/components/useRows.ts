// Rows of a long table by index, asked for in pages around what is on screen. Rows of before stay until the new ones are there.
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { ApiError, type Query } from '../api/http';
import { runs, type RunRow } from '../api/runs';
import { useLive } from '../live';

export const pageSize = 100;

interface Rows {
  row: (index: number) => RunRow | undefined;
  error: ApiError | null;
  reload: () => void;
}

/** `head`: the first page, which came with the answer to the filter; null: that is on its way, and others wait for it. */
export function useRows(asked: Query, head: RunRow[] | null, first: number, count: number): Rows {
  const kept = useRef<{ key: string; pages: Map<number, RunRow[]>; pending: Set<number> }>({ key: '', pages: new Map(), pending: new Set() });
  const [, setTurn] = useState(0);
  const [error, setError] = useState<ApiError | null>(null);
  const { changes } = useLive();
  const key = JSON.stringify(asked);
  const old = useRef(new Map<number, RunRow[]>());
  const ready = head !== null;

  const load = useCallback((fresh: boolean) => {
    if (kept.current.key !== key || fresh) {
      if (kept.current.pages.size > 0) old.current = kept.current.pages;
      kept.current = { key, pages: new Map(), pending: new Set() };
    }
    const mine = kept.current;
    if (!ready) return;
    for (let p = Math.max(1, Math.floor(first / pageSize)); p <= Math.floor((first + count) / pageSize); ++p) {
      if (mine.pages.has(p) || mine.pending.has(p)) continue;
      mine.pending.add(p);
      runs({ ...asked, offset: p * pageSize, limit: pageSize }).then(
        ({ data }) => {
          mine.pages.set(p, data.runs);
          mine.pending.delete(p);
          setError(null);
          if (kept.current === mine) setTurn((t) => t + 1);
        },
        (failure: ApiError) => {
          mine.pending.delete(p);
          if (kept.current !== mine) return;
          old.current = new Map();
          setError(failure);
        },
      );
    }
  }, [key, ready, first, count]);

  useLayoutEffect(() => load(false), [load]);
  const seen = useRef(changes);
  useEffect(() => {
    if (seen.current === changes) return;
    seen.current = changes;
    load(true);
  }, [changes, load]);

  const { pages } = kept.current;
  const shown = useRef<RunRow[]>([]);
  if (head) shown.current = head;
  const row = (index: number): RunRow | undefined => {
    const p = Math.floor(index / pageSize);
    return (p === 0 ? shown.current : (pages.get(p) ?? old.current.get(p)))?.[index % pageSize];
  };
  return { row, error, reload: () => load(true) };
}
