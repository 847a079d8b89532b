// Light, dark, or as the system has it. Canvas plots take their colours from here.
import { useEffect, useState } from 'preact/hooks';

export type Theme = 'auto' | 'light' | 'dark';
const key = 'xom.theme';
const dark = window.matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();

export function theme(): Theme {
  const kept = localStorage.getItem(key);
  return kept === 'light' || kept === 'dark' ? kept : 'auto';
}

export function applyTheme(choice: Theme = theme()): void {
  if (choice === 'auto') localStorage.removeItem(key);
  else localStorage.setItem(key, choice);
  const shown = choice === 'auto' ? (dark.matches ? 'dark' : 'light') : choice;
  document.documentElement.dataset.theme = shown;
  for (const listener of [...listeners]) listener();
}
dark.addEventListener('change', () => applyTheme());

/** Changes whenever colours do: plots draw anew. */
export function useThemeTurn(): number {
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const listener = (): void => setTurn((t) => t + 1);
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, []);
  return turn;
}

/** The value of a design token, e.g. colour('--state-done'). */
export function colour(token: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(token).trim();
}
