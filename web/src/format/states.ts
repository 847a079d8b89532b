// States of a task: one word, one letter, one colour, the same on every page.
import type { State, States } from '../api/tasks';

export type AnyState = State | 'none';

export interface StateFace {
  key: AnyState;
  word: string;
  letter: string;
  meaning: string;
}

/** In the order in which they are stacked and listed. */
export const states: StateFace[] = [
  { key: 'done', word: 'done', letter: 'D', meaning: 'computed and recorded' },
  { key: 'submitted', word: 'running', letter: 'R', meaning: 'given to an executor' },
  { key: 'todo', word: 'queued', letter: 'Q', meaning: 'data are there, waits for a slot' },
  { key: 'waiting', word: 'waiting', letter: 'W', meaning: 'waits for its data' },
  { key: 'tocheck', word: 'to check', letter: 'C', meaning: 'somebody has to look' },
  { key: 'failed', word: 'failed', letter: 'F', meaning: 'ended badly' },
  { key: 'none', word: 'not wanted', letter: '·', meaning: 'no rule asks for it' },
];

const byKey = new Map(states.map((s) => [s.key as string, s]));

export function face(state: string): StateFace {
  return byKey.get(state) ?? { key: 'none', word: state, letter: '?', meaning: '' };
}

/** A sentence of the engine, with the states in the words of the pages. */
export function sentence(text: string): string {
  return text.replace(/ is (tocheck|todo|submitted)\b/, (_, state: string) => ` is ${face(state).word}`);
}

/** The state somebody must see first among several. */
export function worst(cell: States): AnyState {
  const order: AnyState[] = ['failed', 'tocheck', 'waiting', 'todo', 'submitted', 'done', 'none'];
  return order.find((s) => (cell[s] ?? 0) > 0) ?? 'none';
}

/** "28 done, 2 failed". */
export function inWords(cell: States): string {
  const parts = states.filter((s) => (cell[s.key] ?? 0) > 0).map((s) => `${cell[s.key]} ${s.word}`);
  return parts.join(', ') || 'nothing';
}

export function wanted(cell: States): number {
  return states.reduce((sum, s) => sum + (s.key === 'none' ? 0 : (cell[s.key] ?? 0)), 0);
}
