// Keys that work everywhere or on one page. No key acts while somebody types.
import { useEffect, useRef } from 'preact/hooks';

export const shortcuts: { keys: string[]; what: string }[] = [
  { keys: ['/'], what: 'search: runs, ranges, variables, analyses' },
  { keys: ['?'], what: 'this help' },
  { keys: ['j', 'k'], what: 'next and previous run, in lists the next and previous row' },
  { keys: ['J', 'K'], what: 'next and previous run of the same mode' },
  { keys: ['Enter'], what: 'open the row; in Coverage the cell' },
  { keys: ['←', '→'], what: 'in Trends and Coverage, with the plot in focus: the run or cell beside' },
  { keys: ['x'], what: 'select the row' },
  { keys: ['g', 'n'], what: 'Now' },
  { keys: ['g', 'r'], what: 'Runs' },
  { keys: ['g', 't'], what: 'Trends' },
  { keys: ['g', 'c'], what: 'Coverage' },
  { keys: ['g', 'a'], what: 'Analyses' },
  { keys: ['g', 'o'], what: 'Operations' },
  { keys: ['Esc'], what: 'close, or take the selection back' },
];

export function typing(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

/** Calls `on[key]` for keys pressed outside of fields, without ctrl, alt or meta. */
export function useKeys(on: Record<string, (event: KeyboardEvent) => void>): void {
  const latest = useRef(on);
  latest.current = on;
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (typing(event) || document.querySelector('dialog[open]')) return;
      const action = latest.current[event.key];
      if (!action) return;
      event.preventDefault();
      action(event);
    };
    document.addEventListener('keydown', listener);
    return () => document.removeEventListener('keydown', listener);
  }, []);
}
