import { expect, it } from 'vitest';
import { runAxis, stepped } from './runAxis';
import { correlation, distribution, namesOf, pairs, usual, withErrors } from './pairs';
import type { Axis, Series } from '../api/trend';

const axis: Axis = {
  number: [10, 11, 13], start_s: [100, 200, null], livetime_s: [3600, 7200, 3600], mode: [0, 0, 1], source: [0, -1, 0],
  modes: ['bkg', 'kr'], sources: ['none'], tags: ['messy'], tagged: [[11]],
};
const series = (run: number[], value: (number | null)[]): Series => ({
  key: 'a.v', analysis: 'a', version: 'v1', variable: 'v', title: 'V', unit: '1', total: run.length, reduced: false,
  run, value, error: run.map(() => 0.1), n: run.map(() => 5), state: run.map(() => 0),
});

it('steps are equal, livetime is proportional, time is the start', () => {
  expect(runAxis(axis, 'steps').place).toEqual([0, 1, 2]);
  expect(runAxis(axis, 'livetime').place).toEqual([0.5, 2, 3.5]);
  expect(runAxis(axis, 'time').place).toEqual([100, 200, 201]);
});

it('finds the nearest run; a run the axis does not know lies between its neighbours', () => {
  const steps = runAxis(axis, 'steps');
  expect([steps.runAt(-5), steps.runAt(0.4), steps.runAt(1.6), steps.runAt(9)]).toEqual([10, 10, 13, 13]);
  expect(steps.placeOf(12)).toBe(1.5);
});

it('pairs are the runs that both have', () => {
  const list = pairs(series([1, 2, 3], [1, null, 3]), series([1, 2, 3], [2, 4, 6]));
  expect(list.map((p) => [p.run, p.x, p.y])).toEqual([[1, 1, 2], [3, 3, 6]]);
});

it('the range of a correlation holds its error bars', () => {
  const list = pairs(series([1, 2], [1, 2]), series([1, 2], [2, 4]));
  expect([Math.min(...withErrors(list, 'x')), Math.max(...withErrors(list, 'y'))]).toEqual([0.9, 4.1]);
});

it('versions of one variable have different names', () => {
  const [a, b] = [series([1], [1]), { ...series([1], [1]), version: 'v2' }];
  expect(namesOf([a!, b!])).toEqual(['V v1', 'V v2']);
  expect(namesOf([a!, { ...b!, title: 'W' }])).toEqual(['V', 'W']);
});

it('keys step from run to run, and stay within them', () => {
  const number = [3, 5, 9];
  expect([stepped(number, null, 'ArrowLeft'), stepped(number, 9, 'ArrowLeft'), stepped(number, 9, 'ArrowRight'), stepped(number, 5, 'PageDown'), stepped(number, 3, 'End'), stepped(number, 3, 'x')])
    .toEqual([9, 5, 9, 3, 9, null]);
  expect(stepped([], null, 'Home')).toBeNull();
});

it('a straight line has correlation one, a constant none', () => {
  const line = pairs(series([1, 2, 3], [1, 2, 3]), series([1, 2, 3], [2, 4, 6]));
  expect(correlation(line)!.r).toBeCloseTo(1);
  expect(correlation(pairs(series([1, 2, 3], [1, 1, 1]), series([1, 2, 3], [2, 4, 6])))).toBeNull();
});

it('the usual band ignores outliers', () => {
  expect(usual([1, 2, 3, 4, 1000])).toEqual({ median: 3, spread: 1.4826 });
});

it('a distribution keeps every value', () => {
  const d = distribution(series([1, 2, 3, 4], [1, 2, 3, 4]))!;
  expect(d.counts.reduce((a, b) => a + b)).toBe(4);
});

it('a distribution counts what lies beyond its axis apart, and not in the outermost bins', () => {
  const runs = Array.from({ length: 100 }, (_, i) => i + 1);
  const values = runs.map((run) => (run === 7 ? -1e6 : run > 97 ? 1e6 : run % 10));
  const d = distribution(series(runs, values))!;
  expect([d.below, d.above]).toEqual([[7], [98, 99, 100]]);
  expect(d.counts.reduce((a, b) => a + b)).toBe(96);
  expect(d.counts[29]).toBe(0);
});
