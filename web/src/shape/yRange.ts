// How far the y axis of a trend reaches. Pure.
import type { ModeBand } from '../api/trend';
import type { Limit } from './panels';
import { usual } from './pairs';

export type YScale = 'all' | 'robust' | 'log';

/** Values within six spreads of the median, if that leaves some out: a few runs far away do not flatten the others. */
export function robust(values: number[]): number[] {
  const band = usual(values);
  if (!band || !(band.spread > 0)) return values;
  return values.filter((v) => Math.abs(v - band.median) <= 6 * band.spread);
}

/** From below the least value above zero to above the greatest; null: no value is above zero, and there is no logarithm to draw. */
export function logRange(values: number[]): [number, number] | null {
  const own = ends(values.filter((v) => v > 0));
  return own && [own[0] / 1.4, own[1] * 1.4];
}

/** Values take at least this part of the height, however far an expected range lies from them. */
const least = 1 / 3;

/** Lowest and highest of a set of numbers, or null of none. */
function ends(values: Iterable<number>): [number, number] | null {
  let [low, high] = [Infinity, -Infinity];
  for (const v of values) {
    if (v < low) low = v;
    if (v > high) high = v;
  }
  return low <= high ? [low, high] : null;
}

/**
 * What has to be seen: the values, the usual bands, and each end of the expected range that leaves the values room. An end further
 * away is told by an arrow at the edge. Without any value: where values are expected.
 */
export function seen(values: number[], bands: ModeBand[], limits: Limit[]): number[] {
  const own = ends([...bands.flatMap((b) => [b.median - b.spread, b.median + b.spread])].concat(values));
  if (!own) return limits.map((l) => l.value);
  let [low, high] = own;
  const most = high > low ? (high - low) / least : Infinity;
  const distance = (l: Limit): number => Math.max(low - l.value, l.value - high, 0);
  for (const { value } of [...limits].sort((a, b) => distance(a) - distance(b))) {
    const [from, to] = [Math.min(low, value), Math.max(high, value)];
    if (to - from <= most) [low, high] = [from, to];
  }
  return [low, high];
}
