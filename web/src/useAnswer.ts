// An answer of the server as the state of a component: loading, failed, or data, and loaded anew on changes.
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { ApiError, type Answer } from './api/http';
import { useLive } from './live';

export interface Loaded<T> {
  data: T | null;
  warnings: string[];
  error: ApiError | null;
  /** Neither data nor an error of this key are there yet; data, if any, are those of the key before. */
  loading: boolean;
  reload: () => void;
}

interface Kept<T> {
  key: string | null;
  answer: Answer<T> | null;
  error: ApiError | null;
}

/**
 * Loads whenever `key` changes (null: nothing to load) and, if `live`, after changes of the store, at most three times a second.
 * While something is loaded the old data stay.
 */
export function useAnswer<T>(key: string | null, load: (signal: AbortSignal) => Promise<Answer<T>>, live = false): Loaded<T> {
  const [kept, setKept] = useState<Kept<T>>({ key: null, answer: null, error: null });
  const [turn, setTurn] = useState(0);
  const { changes } = useLive();
  const loader = useRef(load);
  loader.current = load;
  const reload = useCallback(() => setTurn((t) => t + 1), []);

  // Asked before the first paint, not after it: the server works while the browser draws.
  useLayoutEffect(() => {
    if (key === null) return;
    const aborter = new AbortController();
    loader.current(aborter.signal).then(
      (answer) => {
        // The same answer again changes nothing: plots are not drawn anew.
        setKept((before) => (before.key === key && before.answer?.text === answer.text && !before.error ? before : { key, answer, error: null }));
      },
      (error: Error) => {
        if (aborter.signal.aborted) return;
        const known = error instanceof ApiError ? error : new ApiError(0, 'failed', String(error));
        setKept((before) => ({ key, answer: before.key === key ? before.answer : null, error: known }));
      },
    );
    return () => aborter.abort();
  }, [key, turn]);

  // Many changes in a row are one reload: the first starts the clock, the others wait for it.
  const seen = useRef(changes);
  const timer = useRef(0);
  useEffect(() => {
    if (!live || changes === seen.current) return;
    seen.current = changes;
    if (timer.current) return;
    timer.current = window.setTimeout(() => {
      timer.current = 0;
      if (!document.hidden) reload();
    }, 300);
  }, [live, changes, reload]);
  useEffect(() => () => clearTimeout(timer.current), []);

  useEffect(() => {
    if (!live) return;
    const shown = (): void => void (document.hidden || reload());
    document.addEventListener('visibilitychange', shown);
    return () => document.removeEventListener('visibilitychange', shown);
  }, [live, reload]);

  const fits = kept.key === key;
  return {
    data: kept.answer?.data ?? null,
    warnings: kept.answer?.warnings ?? [],
    error: fits ? kept.error : null,
    loading: key !== null && !fits,
    reload,
  };
}
