// Where the marks of an axis go, and what stands there. Pure.
import { group, plain } from '../format/number';

/** Round steps of 1, 2, 5 times a power of ten; about `wish` of them, all within [low, high]. */
export function ticks(low: number, high: number, wish: number): number[] {
  const span = high - low;
  if (!(span > 0) || !Number.isFinite(span)) return [low];
  const raw = span / Math.max(1, wish);
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((m) => m * power).find((s) => s >= raw * 0.999)!;
  const list: number[] = [];
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  // Where the step is lost beside the numbers themselves, counting would never end.
  if (!Number.isSafeInteger(first) || !Number.isSafeInteger(last)) return [low];
  for (let i = first; i <= last; ++i) list.push(Number((i * step).toPrecision(12)));
  return list;
}

/** Powers of ten within [low, high], both above zero. */
export function logTicks(low: number, high: number): number[] {
  const list: number[] = [];
  if (!(low > 0) || !Number.isFinite(high)) return list;
  for (let e = Math.ceil(Math.log10(low) - 1e-9); e <= Math.log10(high) + 1e-9; ++e) list.push(10 ** e);
  return list;
}

/** Lowest and highest of what is finite, widened by `margin` of the span; [0, 1] of nothing. */
export function extent(values: Iterable<number | null | undefined>, margin = 0): [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (const v of values) {
    if (v === null || v === undefined || !Number.isFinite(v)) continue;
    if (v < low) low = v;
    if (v > high) high = v;
  }
  if (low > high) return [0, 1];
  const most = Number.MAX_VALUE;
  const span = Math.min(high - low, most) || Math.abs(high) * 0.1 || 1;
  const more = high === low ? span / 2 : margin * span;
  [low, high] = [Math.max(low - more, -most), Math.min(high + more, most)];
  return high > low ? [low, high] : [low - 1, high + 1];
}

/** Marks of one axis have the same number of decimals. */
export function tickTexts(list: number[]): string[] {
  const step = list.length > 1 ? Math.abs(list[1]! - list[0]!) : 0;
  const largest = list.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
  if (step === 0 || largest >= 1e6 || largest < 1e-3) return list.map((v) => plain(v, 6));
  const decimals = Math.max(0, Math.ceil(-Math.log10(step) - 1e-9), (String(Number(step.toPrecision(6))).split('.')[1] ?? '').length);
  return list.map((v) => group(v.toFixed(Math.min(decimals, 9))));
}
