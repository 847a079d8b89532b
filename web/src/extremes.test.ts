// Numbers and moments as they are at their edges: nothing throws, nothing runs for ever, and nobody reads "NaN" or "Infinity".
import { expect, test } from 'vitest';
import type { Series } from './api/trend';
import * as numbers from './format/number';
import * as time from './format/time';
import { at } from './plots/scale';
import { extent, logTicks, ticks, tickTexts } from './plots/ticks';
import { moments, pulls, ratio } from './shape/histogram';
import { correlation, distribution, pairs, usual } from './shape/pairs';
import { against } from './shape/workbench';
import { seen } from './shape/yRange';

const edges = [0, 1, -1, 0.1, 5e-324, -5e-324, 2.2e-308, 1e-300, 1e-30, 1e15, 2 ** 53, 1e21, 1e300, Number.MAX_VALUE, -Number.MAX_VALUE];
const wild = [...edges, NaN, Infinity, -Infinity];
const all = [...wild, null, undefined];

function readable(text: string): void {
  expect(text).not.toMatch(/NaN|Infinity|undefined|null/);
  expect(text.length).toBeLessThan(80);
}

test('every number is words that can be read', () => {
  for (const x of all) {
    for (const digits of [1, 4, 6]) {
      readable(numbers.plain(x, digits));
      readable(numbers.even(x, digits));
    }
    readable(numbers.pull(x));
    readable(numbers.count(x));
    for (const y of all) {
      readable(numbers.withError(x, y));
      readable(numbers.range(x, y));
    }
  }
  for (const x of wild) {
    readable(numbers.bytes(x));
    readable(numbers.memory(x));
    for (const y of wild) {
      readable(numbers.percent(x, y));
      readable(against({ value: x, error: y }, { value: y, error: x }));
    }
  }
});

test('every moment is words that can be read', () => {
  for (const x of wild) {
    readable(time.utc(x, true));
    readable(time.local(x));
    readable(time.duration(x));
    readable(time.ago(x, 0));
    readable(time.timeTicks([x, x, 0]).join(' '));
  }
});

test('every axis has a few marks', () => {
  for (const x of wild) {
    for (const y of [...wild, x * (1 + 3e-16), x + 1]) {
      for (const list of [ticks(x, y, 5), logTicks(x, y), ticks(x, y, 0)]) {
        expect(list.length).toBeLessThan(1000);
        tickTexts(list.filter(Number.isFinite)).forEach(readable);
      }
      const [low, high] = extent([x, y, null], 0.05);
      expect(Number.isFinite(low) && Number.isFinite(high) && high > low).toBe(true);
      for (const value of edges) expect(at({ low, high }, value, 0, 100)).not.toBeNaN();
    }
  }
});

const series = (value: (number | null)[]): Series =>
  ({ key: 'a.x', variable: 'x', title: 'x', run: value.map((_, i) => i), value, error: value, n: value, state: [] }) as unknown as Series;

test('what is made of series and histograms is finite or nothing', () => {
  for (const x of edges) {
    for (const y of edges) {
      const one = series([x, y, null, x, 0]);
      const joined = correlation(pairs(one, series([y, x, 1, null, x])));
      if (joined) expect(Number.isFinite(joined.r) && Number.isFinite(joined.error)).toBe(true);
      const made = distribution(one);
      if (made) expect(made.counts.reduce((a, b) => a + b, 0) + made.below.length + made.above.length).toBe(4);
      if (made) expect(made.x_edges.every(Number.isFinite)).toBe(true);
      expect(Number.isFinite(usual([x, y, x])!.median)).toBe(true);
      const h = { name: 'h', x_edges: [0, 1, 2], counts: [Math.abs(x), Math.abs(y)] };
      for (const r of ratio(h, { ...h, counts: [Math.abs(y), 0] })) expect(r.value === null || Number.isFinite(r.value)).toBe(true);
      for (const p of pulls(h, { ...h, counts: [0, Math.abs(x)] })) expect(p === null || Number.isFinite(p)).toBe(true);
      readable(numbers.plain(moments(h).mean) + numbers.plain(moments(h).deviation));
      expect(seen([x, y], [], []).length).toBe(2);
    }
  }
  for (const none of [series([]), series([null, null])]) {
    expect(distribution(none)).toBeNull();
    expect(correlation(pairs(none, none))).toBeNull();
    expect(usual(none.value)).toBeNull();
  }
});
