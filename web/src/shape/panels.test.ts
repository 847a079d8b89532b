import { expect, it } from 'vitest';
import type { Series } from '../api/trend';
import { align, answered, gapAt, limits, nameOf, panels, python, readable, withGaps } from './panels';
import { runAxis } from './runAxis';

const series = (variable: string, version: string, run: number[], unit = 'Hz'): Series => ({
  key: `a.${variable}@${version}`, analysis: 'a', version, variable, title: variable.toUpperCase(), unit, total: run.length, reduced: false,
  run, value: run.map((r) => r / 10), error: run.map(() => 0.1), n: run.map(() => 1), state: run.map(() => 0),
});
const axis = runAxis({
  number: [1, 2, 3], start_s: [0, 1, 2], livetime_s: [1, 1, 1], mode: [0, 0, 0], source: [0, 0, 0], modes: ['m'], sources: ['s'], tags: [], tagged: [],
}, 'steps');

it('versions of one variable share a panel, variables do not', () => {
  const list = panels([series('x', 'v2', [1]), series('x', 'v1', [1]), series('y', 'v1', [1])], false);
  expect(list.map((p) => [p.title, p.series.length])).toEqual([['X', 2], ['Y', 1]]);
  expect(nameOf(list[0]!.series[1]!, list[0]!)).toBe('v1');
});

it('a variable that the answer does not hold is not asked for again', () => {
  const found = [series('x', 'v2', [1]), { ...series('y', 'v1', [1]), key: 'a.y@v1!c' }];
  expect(answered(['a.x', 'a.x@v2', 'a.x@v1', 'a.y', 'a.y@v1', 'b.z'], found)).toEqual(['a.x', 'a.x@v2', 'a.y', 'a.y@v1']);
});

it('all series of one unit share a panel if wished', () => {
  const list = panels([series('x', 'v1', [1]), series('y', 'v1', [1]), series('z', 'v1', [1], 'PE')], true);
  expect(list.map((p) => p.title)).toEqual(['X, Y', 'Z']);
  expect(nameOf(list[0]!.series[1]!, list[0]!)).toBe('Y v1');
});

it('expected ranges are those of their series; one that all share stands once', () => {
  const x = { ...series('x', 'v2', [1]), low: 1, high: 2 };
  expect(limits([x, { ...series('x', 'v1', [1]), low: 1, high: 2 }]).map((l) => [l.value, l.kind, l.name])).toEqual([[1, null, 'expected'], [2, null, 'expected']]);
  expect(limits([x, { ...series('y', 'v1', [1]), high: 9 }, series('z', 'v1', [1])]).map((l) => [l.value, l.side, l.kind, l.name]))
    .toEqual([[1, 'low', 0, 'X'], [2, 'high', 0, 'X'], [9, 'high', 1, 'Y']]);
});

it('series with different runs are laid side by side', () => {
  const [panel] = panels([series('x', 'v2', [1, 3]), series('x', 'v1', [2])], false);
  expect(align(panel!, axis)).toEqual({ x: [0, 1, 2], columns: [[0.1, null, 0.3], [null, 0.2, null]], index: [[0, -1, 1], [-1, 0, -1]] });
});

it('gaps of another answer are found by series and run', () => {
  const gap = { from: 4, to: 6, runs: 3, state: 'waiting', reason: 'no data' };
  const [both] = withGaps([series('x', 'v1', [1])], [{ ...series('x', 'v1', []), gaps: [gap] }]);
  expect(gapAt(both!, 5)).toBe(gap);
  expect(readable([both!, series('y', 'v1', [2])])).toEqual([1, 2, 4, 6]);
  expect(gapAt(both!, 7)).toBeUndefined();
});

it('the Python snippet asks the same address, and says who asks where that is needed', () => {
  expect(python('http://x/api/v1/trend?v=a.x', false)).toContain('urlopen("http://x/api/v1/trend?v=a.x")');
  expect(python('http://x/api/v1/trend?v=a.x', false)).not.toContain('Bearer');
  expect(python('http://x/api/v1/trend?v=a.x', true)).toMatch(/Request\("http:\/\/x\/api\/v1\/trend\?v=a\.x",\s+headers={"Authorization": "Bearer " \+ os\.environ/);
});
