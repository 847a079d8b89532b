import { expect, it } from 'vitest';
import type { Coverage } from '../api/tasks';
import { coverageState, parts, saying, totalsOf, within } from './coverage';

const data: Coverage = {
  runs: 3, min_run: 1, max_run: 3,
  rows: [{ analysis: 'a', version: 'v1', totals: { done: 2, failed: 1 } }, { analysis: 'b', version: 'v2', totals: { done: 1 } }],
  bins: [{ from: 1, to: 2, runs: 2 }, { from: 3, to: 3, runs: 1 }],
  cells: [[{ done: 1, failed: 1 }, { done: 1 }], [{ none: 2 }, { waiting: 1, reason: 'no data yet', next: 'in 10 s' }]],
};

it('a selection is read from the address', () => {
  expect(coverageState(new URLSearchParams('from=5&sel=5..9&rows=a,b&drag=select'))).toEqual({
    from: 5, to: null, drag: 'select', emphasis: '', selection: { from: 5, to: 9, rows: ['a', 'b'] },
  });
});
it('totals are over all rows', () => expect(totalsOf(data)).toEqual({ done: 3, failed: 1, none: 2 }));
it('a cell is filled by the shares of its states', () => {
  expect(parts({ done: 3, failed: 1 })).toEqual([{ key: 'done', share: 0.75 }, { key: 'failed', share: 0.25 }]);
  expect(parts({ none: 2 })).toEqual([]);
});
it('a cell of one run says why and what is next', () => {
  expect(saying(data, 1, 1)).toBe('b v2, run 3\nwaiting\nno data yet\nNext: in 10 s');
  expect(saying(data, 0, 0)).toBe('a v1, runs 1–2\n1 done, 1 failed');
});
it('counts what lies within a selection', () => expect(within(data, ['a'], 1, 2)).toEqual({ done: 1, failed: 1 }));
