// Where a run lies on the x axis: equal steps, livetime, or time. Pure.
import type { Axis } from '../api/trend';

export type AxisMode = 'steps' | 'livetime' | 'time';

export interface RunAxis {
  mode: AxisMode;
  /** Ascending run numbers, and their places: steps [1], livetime [h], time [s since 1970]. */
  number: number[];
  place: number[];
  placeOf: (run: number) => number;
  /** The run whose place is nearest. */
  runAt: (place: number) => number;
}

export function runAxis(axis: Axis, mode: AxisMode): RunAxis {
  const place: number[] = [];
  let livetime = 0;
  let last = 0;
  axis.number.forEach((_, i) => {
    if (mode === 'steps') place.push(i);
    else if (mode === 'livetime') {
      const own = (axis.livetime_s[i] ?? 0) / 3600;
      place.push(livetime + own / 2);
      livetime += own;
    } else {
      // A run without a start keeps its order: just after the one before.
      last = axis.start_s[i] ?? last + 1;
      place.push(last);
    }
  });
  return {
    mode, number: axis.number, place,
    placeOf: (run) => interpolate(axis.number, place, run),
    runAt: (x) => axis.number[nearest(place, x)] ?? 0,
  };
}

/** The run that an arrow key, Page up and down, Home or End leads to from another (null: none yet, the newest is first); null: another key. */
export function stepped(number: number[], from: number | null, key: string): number | null {
  const last = number.length - 1;
  const at = from === null ? last + 1 : nearest(number, from);
  const steps: Record<string, number> = { ArrowLeft: at - 1, ArrowRight: at + 1, PageUp: at + 10, PageDown: at - 10, Home: 0, End: last };
  const to = steps[key];
  return to === undefined || last < 0 ? null : number[Math.min(last, Math.max(0, to))]!;
}

/** First index whose value is not below x. */
export function lowerBound(sorted: number[], x: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < x) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function nearest(sorted: number[], x: number): number {
  const i = lowerBound(sorted, x);
  if (i === 0) return 0;
  if (i === sorted.length) return i - 1;
  return x - sorted[i - 1]! <= sorted[i]! - x ? i - 1 : i;
}

/** A run that the axis does not know lies between its neighbours. */
function interpolate(number: number[], place: number[], run: number): number {
  const i = lowerBound(number, run);
  if (number[i] === run) return place[i]!;
  if (i === 0) return place[0] ?? 0;
  return i === number.length ? place[i - 1]! : (place[i - 1]! + place[i]!) / 2;
}
