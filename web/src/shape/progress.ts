// What an action asked for has come to, in words. Pure.
import type { Counts, State } from '../api/tasks';
import { count } from '../format/number';
import { duration } from '../format/time';

const tasks = (n: number): string => `${count(n)} ${n === 1 ? 'task' : 'tasks'}`;

/** Of the analyses picked: tasks that wait for a slot or run, those that wait for data, and those somebody has to look at. */
export function tally(counts: Counts[], picked: string[]): { pending: number; waiting: number; bad: number } {
  const of = counts.filter((c) => picked.includes(c.analysis)).map((c) => c.states);
  const sum = (states: State[]): number => of.reduce((all, s) => all + states.reduce((n, key) => n + (s[key] ?? 0), 0), 0);
  return { pending: sum(['todo', 'submitted']), waiting: sum(['waiting']), bad: sum(['failed', 'tocheck']) };
}

/** "Computing: 12 of 29 tasks, ready in about 40 s". Of other people's tasks among them nothing is known: never less than none. */
export function progress(asked: number, pending: number, seconds: number): string {
  const ended = Math.max(0, asked - pending);
  if (ended === 0) return `Queued: ${tasks(asked)}.`;
  const left = (seconds / ended) * Math.min(pending, asked);
  return `Computing: ${count(ended)} of ${tasks(asked)}${seconds >= 2 ? `, ready in about ${duration(Math.max(1, Math.round(left)))}` : ''}.`;
}

export function ended(asked: number, waiting: number, bad: number): string {
  const rest = [
    ...(bad ? [`${count(bad)} ${bad === 1 ? 'has' : 'have'} failed or must be checked`] : []),
    ...(waiting ? [`${count(waiting)} ${waiting === 1 ? 'waits' : 'wait'} for data`] : []),
  ];
  return rest.length === 0 ? `Computed: ${tasks(asked)}.` : `Through with ${tasks(asked)}; of these runs ${rest.join(', ')}.`;
}
