// Two series joined by run, and how they go together. Pure.
import type { Series } from '../api/trend';
import type { Histogram } from '../api/runs';
import { extent } from '../plots/ticks';

export interface Pair {
  run: number;
  x: number;
  y: number;
  xError: number | null;
  yError: number | null;
}

export function pairs(a: Series, b: Series): Pair[] {
  const inB = new Map(b.run.map((run, i) => [run, i]));
  const list: Pair[] = [];
  a.run.forEach((run, i) => {
    const j = inB.get(run);
    const x = a.value[i];
    const y = j === undefined ? null : b.value[j];
    if (x === null || x === undefined || y === null || y === undefined) return;
    list.push({ run, x, y, xError: a.error[i] ?? null, yError: b.error[j!] ?? null });
  });
  return list;
}

/** Both ends of all error bars along one axis: what has to be seen. */
export function withErrors(list: Pair[], axis: 'x' | 'y'): number[] {
  return list.flatMap((p) => {
    const error = (axis === 'x' ? p.xError : p.yError) ?? 0;
    return [p[axis] - error, p[axis] + error];
  });
}

/** What each of several series is called beside the others: the title, and version and container where those tell them apart. */
export function namesOf(series: Series[]): string[] {
  return series.map((s) => {
    const same = series.filter((o) => o.title === s.title);
    const parts = [s.title];
    if (same.some((o) => `${o.analysis}.${o.variable}` !== `${s.analysis}.${s.variable}`)) parts.push(`(${s.analysis})`);
    if (same.some((o) => o.version !== s.version)) parts.push(s.version);
    if (same.some((o) => o.container !== s.container) && s.container) parts.push(s.container);
    return parts.join(' ');
  });
}

/** Pearson's correlation coefficient and its standard error (1 - r²)/sqrt(n - 1); null for fewer than three pairs, and for numbers too large for it. */
export function correlation(list: Pair[]): { r: number; error: number } | null {
  const n = list.length;
  if (n < 3) return null;
  const mx = list.reduce((s, p) => s + p.x, 0) / n;
  const my = list.reduce((s, p) => s + p.y, 0) / n;
  let [xx, yy, xy] = [0, 0, 0];
  for (const p of list) {
    xx += (p.x - mx) ** 2;
    yy += (p.y - my) ** 2;
    xy += (p.x - mx) * (p.y - my);
  }
  if (!(xx > 0 && yy > 0)) return null;
  const r = xy / Math.sqrt(xx) / Math.sqrt(yy);
  if (!Number.isFinite(r)) return null; // squares beyond what a number can be
  return { r, error: (1 - r * r) / Math.sqrt(n - 1) };
}

export interface Distribution extends Histogram {
  /** Runs whose values lie below and above the first and the last bin. */
  below: number[];
  above: number[];
}

/** The values of a series as a histogram of 30 bins over six spreads to each side of the median; what lies beyond is counted apart. */
export function distribution(series: Series, bins = 30): Distribution | null {
  const values = series.value.filter((v): v is number => v !== null && Number.isFinite(v)).sort((a, b) => a - b);
  if (values.length === 0) return null;
  const band = usual(values)!;
  let low = Math.max(values[0]!, band.median - 6 * band.spread);
  let high = Math.min(values[values.length - 1]!, band.median + 6 * band.spread);
  if (!(high > low)) [low, high] = extent([values[0], values[values.length - 1]]);
  const width = high / bins - low / bins;
  if (!(width > 0)) return null;
  const counts = new Array<number>(bins).fill(0);
  const [below, above]: [number[], number[]] = [[], []];
  series.value.forEach((v, i) => {
    if (v === null || !Number.isFinite(v)) return;
    if (v < low) below.push(series.run[i]!);
    else if (v > high) above.push(series.run[i]!);
    else counts[Math.min(bins - 1, Math.max(0, Math.floor(v / width - low / width)))]!++;
  });
  const edges = Array.from({ length: bins + 1 }, (_, i) => low * (1 - i / bins) + high * (i / bins));
  return { name: series.variable, x_edges: edges, counts, x_title: series.title, below, above };
}

export interface Band {
  median: number;
  /** 1.4826 x median absolute deviation: the standard deviation of a normal distribution. */
  spread: number;
}

export function usual(values: (number | null)[]): Band | null {
  const sorted = values.filter((v): v is number => v !== null && Number.isFinite(v)).sort((a, b) => a - b);
  if (sorted.length < 3) return sorted.length ? { median: sorted[sorted.length >> 1]!, spread: 0 } : null;
  const middle = median(sorted);
  return { median: middle, spread: 1.4826 * median(sorted.map((v) => Math.abs(v - middle)).sort((a, b) => a - b)) };
}

function median(sorted: number[]): number {
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half]! : sorted[half - 1]! / 2 + sorted[half]! / 2;
}
