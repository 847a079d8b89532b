// An answer of the server as the state of a component: loading, failed, or data, and loaded anew on changes.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { ApiError, type Answer } from './api/http';
import { useLive } from './live';

export interface Loaded<T> {
  data: T | null;
  warnings: string[];
  error: ApiError | null;
  loading: boolean;
  /** The data are those of the key before: the new ones are on their way. */
  stale: boolean;
  reload: () => void;
}

interface Kept<T> {
  key: string | null;
  answer: Answer<T> | null;
  error: ApiError | null;
}

/**
 * Loads whenever `key` changes (null: nothing to load) and, if `live`, after changes of the store, at most once a second.
 * While something is loaded the old data stay.
 */
export function useAnswer<T>(key: string | null, load: (signal: AbortSignal) => Promise<Answer<T>>, live = false): Loaded<T> {
  const [kept, setKept] = useState<Kept<T>>({ key: null, answer: null, error: null });
  const [loading, setLoading] = useState(key !== null);
  const [turn, setTurn] = useState(0);
  const { changes } = useLive();
  const loader = useRef(load);
  loader.current = load;
  const reload = useCallback(() => setTurn((t) => t + 1), []);

  useEffect(() => {
    if (key === null) return setLoading(false);
    const aborter = new AbortController();
    setLoading(true);
    loader.current(aborter.signal).then(
      (answer) => {
        setKept({ key, answer, error: null });
        setLoading(false);
      },
      (error: Error) => {
        if (aborter.signal.aborted) return;
        const known = error instanceof ApiError ? error : new ApiError(0, 'failed', String(error));
        setKept((before) => ({ key, answer: before.key === key ? before.answer : null, error: known }));
        setLoading(false);
      },
    );
    return () => aborter.abort();
  }, [key, turn]);

  const first = useRef(changes);
  useEffect(() => {
    if (!live || changes === first.current) return;
    const timer = setTimeout(() => {
      first.current = changes;
      if (!document.hidden) reload();
    }, 400);
    return () => clearTimeout(timer);
  }, [live, changes, reload]);

  useEffect(() => {
    if (!live) return;
    const seen = (): void => void (document.hidden || reload());
    document.addEventListener('visibilitychange', seen);
    return () => document.removeEventListener('visibilitychange', seen);
  }, [live, reload]);

  const fits = kept.key === key;
  return {
    data: kept.answer?.data ?? null,
    warnings: kept.answer?.warnings ?? [],
    error: fits ? kept.error : null,
    loading: loading || (key !== null && !fits),
    stale: key !== null && !fits,
    reload,
  };
}
