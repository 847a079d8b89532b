import { expect, it } from 'vitest';
import type { Coverage } from '../api/tasks';
import { coverageState, inside, nearest, parts, saying, selected, totalsOf } from './coverage';

const data: Coverage = {
  runs: 3, min_run: 1, max_run: 3,
  rows: [{ analysis: 'a', version: 'v1', totals: { done: 2, failed: 1 } }, { analysis: 'b', version: 'v2', totals: { waiting: 1, none: 2 } }],
  bins: [{ from: 1, to: 2, runs: 2 }, { from: 3, to: 3, runs: 1 }],
  cells: [[{ done: 1, failed: 1 }, { done: 1 }], [{ none: 2 }, { waiting: 1, reason: 'no data yet', next: 'in 10 s' }]],
};

it('a selection is read from the address', () => {
  expect(coverageState(new URLSearchParams('from=5&sel=5..9&rows=a,b&drag=select'))).toEqual({
    from: 5, to: null, drag: 'select', emphasis: '', rows: ['a', 'b'], selection: { from: 5, to: 9, rows: ['a', 'b'] },
  });
});
it('an analysis alone is selected in all runs that are shown', () => {
  const state = (text: string) => selected(coverageState(new URLSearchParams(text)), data).selection;
  expect(state('rows=b')).toEqual({ from: 1, to: 3, rows: ['b'] });
  expect(state('rows=b&sel=2..2')).toEqual({ from: 2, to: 2, rows: ['b'] });
  expect(state('rows=unknown')).toBeNull();
});
it('totals are over all rows, or some', () => {
  expect(totalsOf(data)).toEqual({ done: 2, failed: 1, waiting: 1, none: 2 });
  expect(totalsOf(data, ['b'])).toEqual({ waiting: 1, none: 2 });
});
it('what pointed at a cell of a wider range points at none, or at the nearest', () => {
  expect(inside(data, { row: 1, bin: 1 })).toEqual({ row: 1, bin: 1 });
  expect(inside(data, { row: 1, bin: 118 })).toBeNull();
  expect(nearest(data, { row: 7, bin: 118 })).toEqual({ row: 1, bin: 1 });
  expect(nearest({ ...data, bins: [] }, { row: 0, bin: 0 })).toBeNull();
  expect(saying(data, 1, 118)).toBe('');
});
it('a cell is filled by the shares of its states', () => {
  expect(parts({ done: 3, failed: 1 })).toEqual([{ key: 'done', share: 0.75 }, { key: 'failed', share: 0.25 }]);
  expect(parts({ none: 2 })).toEqual([]);
});
it('a cell of one run says why and what is next', () => {
  expect(saying(data, 1, 1)).toBe('b v2, run 3\nwaiting\nno data yet\nNext: in 10 s');
  expect(saying(data, 0, 0)).toBe('a v1, runs 1–2\n1 done, 1 failed');
});
