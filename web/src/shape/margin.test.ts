import { expect, it } from 'vitest';
import type { Series } from '../api/trend';
import { marginOf, notes, spread } from './margin';

const series = { key: 'a.x', analysis: 'a', version: 'v1', variable: 'x', title: 'X', unit: 'Hz', low: 0, high: 10, total: 0, reduced: false, run: [], value: [], error: [], n: [], state: [] } as Series;
const band = (name: string, median: number) => ({ mode: name, name, kind: null, median, spread: 1, runs: 3 });

it('names bands that can be told apart, and both ends of the expected range', () => {
  const list = notes([series], [band('bkg', 2), band('kr', 8)], { band: true, thresholds: true });
  expect(list.map((n) => [n.at, n.text])).toEqual([[2, 'bkg'], [8, 'kr'], [0, '≥ 0'], [10, '≤ 10']]);
  expect(notes([series], [band('bkg', 2)], { band: true, thresholds: false })).toEqual([]);
});
it('the margin has room for the longest', () => {
  expect(marginOf([])).toBe(24);
  expect(marginOf([{ at: 0, text: 'a mode of some length', kind: null, what: 'band' }])).toBeGreaterThan(130 - 1);
});
it('texts do not touch, stay within, and keep their order', () => {
  expect(spread([50, 50, 52], 12, 0, 100)).toEqual([50, 62, 74]);
  expect(spread([99, 98], 12, 0, 100)).toEqual([100, 88]);
  expect(spread([-40, 400], 12, 0, 100)).toEqual([0, 100]);
});
