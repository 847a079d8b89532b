// What an action would do to tasks, before it is asked for. Pure.
import type { State, States, Verb } from '../api/tasks';
import type { May } from '../api/views';

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

/** "53001..53004,53009": as the interface reads lists of runs. */
export function ranges(numbers: number[]): string {
  const sorted = [...new Set(numbers)].sort((a, b) => a - b);
  const parts: string[] = [];
  for (let i = 0; i < sorted.length; ) {
    let j = i;
    while (sorted[j + 1] === sorted[j]! + 1) ++j;
    parts.push(j > i ? `${sorted[i]}..${sorted[j]}` : `${sorted[i]}`);
    i = j + 1;
  }
  return parts.join(',');
}
