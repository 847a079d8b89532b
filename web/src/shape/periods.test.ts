import { expect, it } from 'vitest';
import type { Axis } from '../api/trend';
import { periods } from './periods';

const number = [1, 2, 3, 4, 5, 6, 7];
const axis: Axis = {
  number, start_s: number, livetime_s: number, mode: [0, 0, 1, 0, 0, 1, 2], source: [0, 0, 1, 0, -1, 1, 2],
  modes: ['bkg', 'kr', 'led'], sources: ['none', 'Kr83m', 'LED'], tags: ['messy'], tagged: [[2, 3]],
};

it('what most runs have is not shaded, however narrow the rest', () => {
  const found = periods(axis, 'mode');
  expect(found.plain).toEqual({ name: 'bkg', runs: 4 });
  expect(found.shaded).toEqual([{ name: 'kr', runs: 2 }, { name: 'led', runs: 1 }]);
  expect(found.stretches).toEqual([{ from: 3, to: 3, kind: 0 }, { from: 6, to: 6, kind: 0 }, { from: 7, to: 7, kind: 1 }]);
});
it('of sources, none is not shaded even if it is rare', () => {
  const few = { ...axis, source: [1, 1, 1, 1, 0, 1, 1] };
  expect(periods(few, 'source').plain).toEqual({ name: 'none', runs: 1 });
  expect(periods(few, 'source').stretches).toEqual([{ from: 1, to: 4, kind: 0 }, { from: 6, to: 7, kind: 0 }]);
});
it('runs with a tag are shaded', () => {
  expect(periods(axis, 'tag:messy').stretches).toEqual([{ from: 2, to: 3, kind: 0 }]);
  expect(periods(axis, 'tag:messy').plain).toBeNull();
});
it('names the period of a run', () => expect([3, 5, 9].map(periods(axis, 'source').nameOf)).toEqual(['Kr83m', '', '']));
