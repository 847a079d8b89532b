// What an action would do to tasks, before it is asked for. Pure.
import type { State, States, Verb } from '../api/tasks';
import type { May } from '../api/views';
import { count } from '../format/number';

export interface VerbFace {
  verb: Verb;
  what: string;
  /** Tasks in these states are changed; null: it is not a matter of tasks that are wanted. */
  states: State[] | null;
  needs: May;
  /** From which role on, for who may not. */
  role: string;
}

export const verbs: VerbFace[] = [
  { verb: 'retry', what: 'try again what failed or has to be checked; look at once for what waits', states: ['failed', 'tocheck', 'waiting', 'todo'], needs: 'retry', role: 'shifter' },
  { verb: 'recompute', what: 'compute again, also what is done; old results are kept', states: ['done', 'failed', 'tocheck', 'waiting', 'todo'], needs: 'operate', role: 'operator' },
  { verb: 'exclude', what: 'take the runs out: they are not wanted any more', states: ['done', 'submitted', 'failed', 'tocheck', 'waiting', 'todo'], needs: 'operate', role: 'operator' },
  { verb: 'include', what: 'take an exclusion back', states: null, needs: 'operate', role: 'operator' },
  { verb: 'prioritise', what: 'compute these before others', states: ['waiting', 'todo'], needs: 'operate', role: 'operator' },
  { verb: 'cancel', what: 'stop what is running', states: ['submitted'], needs: 'operate', role: 'operator' },
];

export function verbFace(verb: Verb): VerbFace {
  return verbs.find((v) => v.verb === verb)!;
}

/** How many tasks a verb changes; null: only the engine can tell. */
export function touched(verb: Verb, tasks: States, only?: string[]): number | null {
  const { states } = verbFace(verb);
  if (!states) return null;
  return states.reduce((sum, state) => sum + (!only || only.includes(state) ? (tasks[state] ?? 0) : 0), 0);
}

/** Why a verb is not offered for these tasks; '': it is. */
export function idle(verb: Verb, tasks: States): string {
  if (verb === 'include') return tasks.none ? '' : 'Every run here is wanted';
  if (touched(verb, tasks)) return '';
  return { retry: 'Nothing here failed, has to be checked or waits', recompute: 'No task here can be computed again', exclude: 'No run here is wanted', prioritise: 'Nothing here waits', cancel: 'Nothing here is running' }[verb];
}

/** What the server takes: runs of one comment, runs of one action, and pieces without a gap of one action. */
export const most = { commented: 1000, acted: 1000, pieces: 100 };

/** First and last of each piece without a gap, ascending. */
export function pieces(numbers: number[]): [number, number][] {
  const list: [number, number][] = [];
  for (const n of [...new Set(numbers)].sort((a, b) => a - b)) {
    const open = list[list.length - 1];
    if (open && open[1] + 1 === n) open[1] = n;
    else list.push([n, n]);
  }
  return list;
}

/** "53001..53004,53009": as the interface reads lists of runs. */
export const ranges = (numbers: number[]): string => pieces(numbers).map(([from, to]) => (to > from ? `${from}..${to}` : `${from}`)).join(',');

/** The runs as the interface takes them: a list, or where they are too many for one, a range for each piece. */
export function places(runs: number[]): { runs?: number[]; min_run?: number; max_run?: number }[] {
  return runs.length <= most.acted ? [{ runs }] : pieces(runs).map(([min_run, max_run]) => ({ min_run, max_run }));
}

/** Why these runs cannot be acted on at once; '': they can. */
export function tooMany(runs: number[]): string {
  const n = pieces(runs).length;
  if (n <= most.pieces) return '';
  return `These ${count(runs.length)} runs lie in ${count(n)} pieces with others between them; at most ${most.pieces} pieces can be asked for at once. Choose fewer, or a range.`;
}
