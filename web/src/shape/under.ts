// Which run the pointer means. Pure.
import type { Series } from '../api/trend';
import { nearest, type RunAxis } from './runAxis';
import type { Aligned } from './panels';

export interface Pointer {
  /** Where it is in the plot [px], and what a place or a value is there. */
  left: number;
  top: number;
  height: number;
  placeAt: (px: number) => number;
  pxOf: (place: number) => number;
  pyOf: (value: number) => number;
}

/** Height of the strip of gaps at the foot of a plot, and of what counts as pointing at it [px]. */
export const gapStrip = 9;
const strip = gapStrip + 3;
const gapReach = 5;
const pointReach = 4;
/** Runs this near each other [px] cannot be told apart by the pointer. */
const crowded = 3;
const reducedReach = 12;

/**
 * In the strip of gaps: the run of the gap there. Elsewhere: the point the pointer is on, else the nearest run that was wanted,
 * whether it has a value or not: of a quantity of calibrations, the runs between are of no interest. Among points that stand for
 * others, which is all the page knows, the nearest of those.
 */
export function runUnder(p: Pointer, axis: RunAxis, series: Series[], aligned: Aligned): number | null {
  if (p.left < 0 || axis.number.length === 0) return null;
  const run = axis.runAt(p.placeAt(p.left));
  if (p.top > p.height - strip) {
    const missing = missingAt(p, axis, series, run);
    if (missing !== null) return missing;
  }
  const point = pointAt(p, aligned);
  if (point !== null && Math.abs(p.pxOf(point) - p.pxOf(axis.placeOf(run))) < crowded) return axis.runAt(point);
  if (series.some((s) => s.reduced) && aligned.x.length > 0) {
    const x = aligned.x[nearest(aligned.x, p.placeAt(p.left))]!;
    if (Math.abs(p.pxOf(x) - p.left) < reducedReach) return axis.runAt(x);
  }
  return wantedNear(p, axis, series, aligned, run);
}

/** The run if one of the series wanted it, else the nearest that has a point or a gap that is missed. */
function wantedNear(p: Pointer, axis: RunAxis, series: Series[], aligned: Aligned, run: number): number {
  const place = axis.placeOf(run);
  const missed = series.flatMap((s) => s.gaps ?? []).filter((gap) => gap.state !== 'none');
  if (missed.some((gap) => gap.from <= run && run <= gap.to)) return run;
  let best = run;
  let least = Infinity;
  const consider = (there: number): void => {
    const away = Math.abs(p.pxOf(there) - p.left);
    if (away < least) [least, best] = [away, axis.runAt(there)];
  };
  if (aligned.x.length > 0) consider(aligned.x[nearest(aligned.x, place)]!);
  for (const gap of missed) consider(axis.placeOf(run < gap.from ? gap.from : gap.to));
  return best;
}

/** The run under the pointer if it is one of a gap, else the nearest that is. */
function missingAt(p: Pointer, axis: RunAxis, series: Series[], run: number): number | null {
  let best: number | null = null;
  let least = gapReach;
  for (const gap of series.flatMap((s) => s.gaps ?? [])) {
    if (gap.from <= run && run <= gap.to) return run;
    const end = run < gap.from ? gap.from : gap.to;
    const away = Math.abs(p.pxOf(axis.placeOf(end)) - p.left);
    if (away < least) [least, best] = [away, end];
  }
  return best;
}

/** Place of the nearest drawn point that the pointer touches. */
function pointAt(p: Pointer, { x, columns }: Aligned): number | null {
  const middle = nearest(x, p.placeAt(p.left));
  let best: number | null = null;
  let least = pointReach ** 2;
  const look = (i: number): boolean => {
    const dx = p.pxOf(x[i]!) - p.left;
    if (Math.abs(dx) >= pointReach) return false;
    for (const column of columns) {
      const value = column[i];
      if (value === null || value === undefined) continue;
      const away = dx ** 2 + (p.pyOf(value) - p.top) ** 2;
      if (away < least) [least, best] = [away, x[i]!];
    }
    return true;
  };
  for (let i = middle; i < x.length && look(i); ++i);
  for (let i = middle - 1; i >= 0 && look(i); --i);
  return best;
}
