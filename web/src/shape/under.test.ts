import { expect, it } from 'vitest';
import type { Series } from '../api/trend';
import { align } from './panels';
import { runAxis } from './runAxis';
import { runUnder } from './under';

// Runs 1 to 300, four pixels apart; 187 and 300 have no value.
const number = Array.from({ length: 300 }, (_, i) => i + 1);
const axis = runAxis({ number, start_s: number, livetime_s: number, mode: number.map(() => 0), source: number.map(() => 0), modes: ['m'], sources: ['s'], tags: [], tagged: [] }, 'steps');
const run = number.filter((n) => n !== 187 && n !== 300);
const gap = (n: number) => ({ from: n, to: n, runs: 1, state: 'failed', reason: 'no space left' });
const series: Series = {
  key: 'a.v', analysis: 'a', version: 'v1', variable: 'v', title: 'V', unit: 'Hz', total: run.length, reduced: false,
  run, value: run.map(() => 5), error: run.map(() => 1), n: run.map(() => 1), state: run.map(() => 0), gaps: [gap(187), gap(300)],
};
const aligned = align({ id: 'a', title: 'V', unit: 'Hz', series: [series] }, axis);
const at = (left: number, top: number, s = series, a = aligned): number | null =>
  runUnder({ left, top, height: 200, placeAt: (px) => px / 4, pxOf: (place) => place * 4, pyOf: (v) => 100 - v }, axis, [s], a);

it('in the strip a single missing run is named, also at the edge and a little beside it', () => {
  expect([at(186 * 4, 195), at(186 * 4 - 4, 195), at(299 * 4, 195), at(299 * 4 + 9, 195)]).toEqual([187, 187, 300, 300]);
});
it('far from a gap the strip names the run there', () => expect(at(100 * 4, 195)).toBe(101));
it('above the strip the nearest run is meant, with a value or without', () => {
  expect([at(186 * 4, 20), at(185 * 4, 20), at(186 * 4 + 1, 95)]).toEqual([187, 186, 187]);
});
it('a point the pointer is on wins over the run that happens to be below', () => {
  const few = { ...series, run: [100, 110], value: [5, 5], error: [1, 1], n: [1, 1], state: [0, 0], gaps: [] };
  const laid = align({ id: 'a', title: 'V', unit: 'Hz', series: [few] }, axis);
  const dense = (left: number, top: number) =>
    runUnder({ left, top, height: 200, placeAt: (px) => px, pxOf: (place) => place, pyOf: (v) => 100 - v }, axis, [few], laid);
  expect([dense(97, 95), dense(97, 60)]).toEqual([100, 100]);
});
it('between the points of a quantity of few runs the nearest of them is meant, or the run it lacks', () => {
  const none = { from: 1, to: 99, runs: 99, state: 'none', reason: 'not a krypton run' };
  const few = { ...series, run: [100, 220], value: [5, 5], error: [1, 1], n: [1, 1], state: [0, 0], gaps: [gap(187), none] };
  const laid = align({ id: 'a', title: 'V', unit: 'Hz', series: [few] }, axis);
  expect([at(30 * 4, 20, few, laid), at(140 * 4, 20, few, laid), at(150 * 4, 20, few, laid), at(210 * 4, 20, few, laid)]).toEqual([100, 100, 187, 220]);
});
it('of reduced points the nearest is read: the page knows no others', () => {
  const reduced = { ...series, reduced: true, run: [100, 110], value: [5, 5], error: [1, 1], n: [1, 1], state: [0, 0], gaps: [] };
  expect(at(101 * 4, 20, reduced, align({ id: 'a', title: 'V', unit: 'Hz', series: [reduced] }, axis))).toBe(100);
});
it('nothing is meant outside', () => expect(at(-10, 20)).toBeNull());
