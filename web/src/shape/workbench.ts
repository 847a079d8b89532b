// The workbench: where in a recipe a mistake is, and how a value compares with the stored one. Pure.
import { plain, pull } from '../format/number';

/** The line (from 1) a message speaks of; null if it names none. */
export function mistakeLine(toml: string, message: string): number | null {
  const [, named] = /\brecipe:(\d+)/.exec(message) ?? [];
  if (named) return Number(named);
  const lines = toml.split('\n');
  const [, name] = /\b(?:variable|histogram) '([^']+)'/.exec(message) ?? [];
  const from = name ? lines.findIndex((line) => new RegExp(`^\\s*name\\s*=\\s*["']${name.replace(/\W/g, '\\$&')}["']`).test(line)) : 0;
  if (from < 0) return null;
  // The expression stands above the caret.
  const words = message.split('\n');
  const caret = words.findIndex((line) => /^\s*\^[\^~]*\s*$/.test(line));
  const expression = caret > 0 ? words[caret - 1]!.trim() : '';
  const at = expression ? lines.findIndex((line, i) => i >= from && line.includes(expression)) : -1;
  if (at >= 0) return at + 1;
  return name ? from + 1 : null;
}

interface Measured {
  value: number | null;
  error: number | null;
}

/** "the same", "+0.012, +0.4 σ"; '' where there is nothing to compare. */
export function against(now: Measured, stored: Measured | undefined): string {
  if (!stored || now.value === null || stored.value === null) return '';
  const difference = now.value - stored.value;
  if (Math.abs(difference) <= 1e-12 * Math.abs(stored.value)) return 'the same';
  const text = `${difference > 0 ? '+' : ''}${plain(difference, 2)}`;
  return stored.error ? `${text}, ${pull(difference / stored.error)}` : text;
}
