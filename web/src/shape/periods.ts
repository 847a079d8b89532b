// Periods of runs that have a mode, a source or a tag in common, to be shaded. Pure.
import type { Axis } from '../api/trend';
import { lowerBound } from './runAxis';

export interface Stretch {
  from: number;
  to: number;
  /** Index in `Periods.shaded`. */
  kind: number;
}

export interface Periods {
  /** What is shaded, most runs first; the index is the colour. */
  shaded: { name: string; runs: number }[];
  /** What is not, so that the rest can be told from it: "none", else what most runs have. */
  plain: { name: string; runs: number } | null;
  stretches: Stretch[];
  /** What a run has, in words; '' where it has nothing. */
  nameOf: (run: number) => string;
}

export const periodColours = 6;

/** `by`: "mode", "source" or "tag:NAME". */
export function periods(axis: Axis, by: string): Periods {
  const names = by === 'mode' ? axis.mode.map((i) => axis.modes[i] ?? '') : by === 'source' ? axis.source.map((i) => axis.sources[i] ?? '') : tagNames(axis, by);
  const counts = new Map<string, number>();
  for (const name of names) if (name) counts.set(name, (counts.get(name) ?? 0) + 1);
  const all = [...counts].map(([name, runs]) => ({ name, runs })).sort((a, b) => b.runs - a.runs);
  const plain = by.startsWith('tag:') ? null : (all.find((one) => one.name === 'none') ?? all[0] ?? null);
  const shaded = all.filter((one) => one !== plain);
  const kinds = new Map(shaded.map((one, i) => [one.name, i]));
  const list: Stretch[] = [];
  let open: Stretch | null = null;
  names.forEach((name, i) => {
    const run = axis.number[i]!;
    const kind = kinds.get(name);
    if (kind === undefined) open = null;
    else if (open?.kind === kind) open.to = run;
    else list.push((open = { from: run, to: run, kind }));
  });
  const nameOf = (run: number): string => {
    const i = lowerBound(axis.number, run);
    return axis.number[i] === run ? (names[i] ?? '') : '';
  };
  return { shaded, plain, stretches: list, nameOf };
}

function tagNames(axis: Axis, by: string): string[] {
  const tag = by.replace(/^tag:/, '');
  const runs = new Set(axis.tagged[axis.tags.indexOf(tag)] ?? []);
  return axis.number.map((run) => (runs.has(run) ? tag : ''));
}
