// Rows of a long table by index, asked for in pages around what is on screen. Rows of before stay until the new ones are there.
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { ApiError, type Query } from '../api/http';
import { runs, type RunRow } from '../api/runs';
import { useLive } from '../live';

const page = 100;

interface Rows {
  row: (index: number) => RunRow | undefined;
  /** The rows are those of the question before: the new ones are on their way. */
  stale: boolean;
  error: ApiError | null;
  reload: () => void;
}

export function useRows(asked: Query, first: number, count: number): Rows {
  const kept = useRef<{ key: string; pages: Map<number, RunRow[]>; pending: Set<number> }>({ key: '', pages: new Map(), pending: new Set() });
  const [, setTurn] = useState(0);
  const [error, setError] = useState<ApiError | null>(null);
  const { changes } = useLive();
  const key = JSON.stringify(asked);
  const old = useRef(new Map<number, RunRow[]>());

  const load = useCallback((fresh: boolean) => {
    if (kept.current.key !== key || fresh) {
      if (kept.current.pages.size > 0) old.current = kept.current.pages;
      kept.current = { key, pages: new Map(), pending: new Set() };
    }
    const mine = kept.current;
    for (let p = Math.floor(first / page); p <= Math.floor((first + count) / page); ++p) {
      if (mine.pages.has(p) || mine.pending.has(p)) continue;
      mine.pending.add(p);
      runs({ ...asked, offset: p * page, limit: page }).then(
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
  }, [key, first, count]);

  useLayoutEffect(() => load(false), [load]);
  const seen = useRef(changes);
  useEffect(() => {
    if (seen.current === changes) return;
    seen.current = changes;
    load(true);
  }, [changes, load]);

  const { pages } = kept.current;
  const row = (index: number): RunRow | undefined => {
    const p = Math.floor(index / page);
    return (pages.get(p) ?? old.current.get(p))?.[index % page];
  };
  return { row, stale: kept.current.key !== key || pages.size === 0, error, reload: () => load(true) };
}
