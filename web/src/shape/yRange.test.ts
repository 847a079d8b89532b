import { expect, it } from 'vitest';
import type { Limit } from './panels';
import { logRange, robust, seen } from './yRange';

const limit = (value: number, side: 'low' | 'high'): Limit => ({ value, side, kind: null, name: 'expected' });

it('an expected range near the values is seen', () => expect(seen([7.5, 8], [], [limit(7, 'low'), limit(8.4, 'high')])).toEqual([7, 8.4]));
it('one far away does not press the values flat', () => expect(seen([7.5, 8], [], [limit(0, 'low'), limit(8.2, 'high')])).toEqual([7.5, 8.2]));
it('the usual band is always seen', () => expect(seen([1, 2], [{ mode: '', median: 4, spread: 1, runs: 9 }], [])).toEqual([1, 5]));
it('without a value the expected range is seen', () => expect(seen([], [], [limit(7, 'low'), limit(9, 'high')])).toEqual([7, 9]));
it('of one value all of the expected range is seen', () => expect(seen([8], [], [limit(7, 'low'), limit(9, 'high')])).toEqual([7, 9]));

it('far values do not flatten the others where they are left out', () => {
  expect(robust([1, 2, 3, 4, 1000])).toEqual([1, 2, 3, 4]);
  expect(robust([5, 5, 5, 9])).toEqual([5, 5, 5, 9]);
});
it('a logarithm begins at the least value above zero', () => {
  expect(logRange([-1, 0, 10, 1000])!.map(Math.round)).toEqual([7, 1400]);
  expect(logRange([-1, 0])).toBeNull();
});
