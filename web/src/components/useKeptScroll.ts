// How far a table is scrolled belongs to the entry of the browser's history: Back leads to the same rows.
import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';

interface Kept {
  scroll?: number;
}

const here = (): Kept => (history.state as Kept | null) ?? {};

/**
 * Scrolls where the entry of the history was left, at the top if it is new, whenever `key` changes and as soon as the rows are
 * `ready`. The function it gives back is to be called while the table scrolls.
 */
export function useKeptScroll(box: RefObject<HTMLDivElement | null>, key: string, ready: boolean, then: () => void): () => void {
  const due = useRef<string | null>(null);
  const timer = useRef(0);
  const scrolled = useRef('');
  const save = (): void => {
    clearTimeout(timer.current);
    timer.current = 0;
    if (location.href !== scrolled.current) return; // that was another entry
    const scroll = box.current?.scrollTop ?? 0;
    if ((here().scroll ?? 0) !== scroll) history.replaceState({ ...here(), scroll }, '');
  };
  useLayoutEffect(() => void (due.current = key), [key]);
  useLayoutEffect(() => {
    if (!ready || due.current === null) return;
    due.current = null;
    box.current!.scrollTop = here().scroll ?? 0;
    then();
  }, [key, ready]);
  // A click that leads away, wherever, comes before a pause in scrolling is noticed.
  useEffect(() => {
    const flush = (): void => void (timer.current && save());
    document.addEventListener('pointerdown', flush, true);
    return () => {
      clearTimeout(timer.current);
      document.removeEventListener('pointerdown', flush, true);
    };
  }, []);
  return () => {
    if (due.current !== null) return;
    clearTimeout(timer.current);
    scrolled.current = location.href;
    timer.current = window.setTimeout(save, 120);
  };
}
