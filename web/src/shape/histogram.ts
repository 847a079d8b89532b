// Histograms made ready to be drawn. Pure.
import type { Histogram } from '../api/runs';

export const sum = (values: number[]): number => values.reduce((a, b) => a + b, 0);

/** The reference scaled to the entries of the histogram, so that shapes are compared. */
export function scaled(reference: Histogram, to: Histogram): { counts: number[]; factor: number } {
  const own = sum(reference.counts);
  const factor = own > 0 ? sum(to.counts) / own : 1;
  return { counts: reference.counts.map((c) => c * factor), factor };
}

/** Sums of very large counts are beyond what a number can be: nothing is said of them. */
const finite = (x: number): number | null => (Number.isFinite(x) ? x : null);

export interface Ratio {
  value: number | null;
  error: number;
}

/** Histogram over scaled reference, with Poisson errors of both; null where the reference is empty. */
export function ratio(histogram: Histogram, reference: Histogram): Ratio[] {
  const { counts, factor } = scaled(reference, histogram);
  return histogram.counts.map((n, i) => {
    const m = counts[i] ?? 0;
    if (!(m > 0)) return { value: null, error: 0 };
    const r = n / m;
    const relative = (n > 0 ? 1 / n : 1) + 1 / (m / factor);
    if (finite(r) === null) return { value: null, error: 0 };
    return { value: r, error: (n > 0 ? r : 1 / m) * Math.sqrt(relative) };
  });
}

/** Where a ratio stands in a pane that reaches from 0 to `top`: one that is higher at its upper edge, with the part of its error bar that is inside. */
export function inPane(ratio: Ratio, top: number): { at: number; above: boolean; bar: [number, number] | null } | null {
  if (ratio.value === null) return null;
  const [low, high] = [Math.max(0, ratio.value - ratio.error), Math.min(top, ratio.value + ratio.error)];
  return { at: Math.min(ratio.value, top), above: ratio.value > top, bar: low < high ? [low, high] : null };
}

/** (histogram - scaled reference) in its standard deviations, of the Poisson errors of both; null where both are empty. */
export function pulls(histogram: Histogram, reference: Histogram): (number | null)[] {
  const { counts, factor } = scaled(reference, histogram);
  return histogram.counts.map((n, i) => {
    const m = counts[i] ?? 0;
    const variance = n + factor * m;
    return variance > 0 ? finite((n - m) / Math.sqrt(variance)) : null;
  });
}

/** Index of the bin that holds `x`, or -1. */
export function binOf(edges: number[], x: number): number {
  const last = edges.length - 1;
  if (last < 1 || x < edges[0]! || x > edges[last]!) return -1;
  let low = 0;
  let high = last;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (edges[middle]! <= x) low = middle;
    else high = middle;
  }
  return low;
}

/** Mean and standard deviation of the entries, taken at the centres of their bins. */
export function moments(histogram: Histogram): { entries: number; mean: number; deviation: number } {
  const centres = histogram.counts.map((_, i) => (histogram.x_edges[i]! + histogram.x_edges[i + 1]!) / 2);
  const entries = sum(histogram.counts);
  const mean = sum(histogram.counts.map((c, i) => c * centres[i]!)) / entries;
  const square = sum(histogram.counts.map((c, i) => c * (centres[i]! - mean) ** 2)) / entries;
  return { entries, mean, deviation: Math.sqrt(square) };
}
