import { expect, it } from 'vitest';
import { idle, places, ranges, tooMany, touched } from './actions';

const tasks = { done: 3, failed: 1, tocheck: 2, waiting: 4, none: 5 };

it.each([['retry', 7], ['recompute', 10], ['exclude', 10], ['prioritise', 4], ['cancel', 0], ['include', null]] as const)('%s changes %s tasks', (verb, n) =>
  expect(touched(verb, tasks)).toBe(n));
it('of some states only', () => expect(touched('retry', tasks, ['failed'])).toBe(1));
it('a verb that does nothing says why', () => {
  expect(idle('cancel', tasks)).toBe('Nothing here is running');
  expect(idle('retry', { done: 5 })).not.toBe('');
  expect(idle('include', { done: 5 })).not.toBe('');
  expect(idle('include', tasks)).toBe('');
});
it('runs are written as ranges', () => expect(ranges([5, 1, 2, 3, 9, 8, 5])).toBe('1..3,5,8..9'));

it('more runs than a list may hold are asked for as ranges', () => {
  const many = Array.from({ length: 2000 }, (_, i) => i + (i < 1500 ? 0 : 1));
  expect(places([1, 2])).toEqual([{ runs: [1, 2] }]);
  expect(places(many)).toEqual([{ min_run: 0, max_run: 1499 }, { min_run: 1501, max_run: 2000 }]);
  expect(tooMany(many)).toBe('');
});
it('runs in too many pieces are refused in words', () => expect(tooMany(Array.from({ length: 101 }, (_, i) => 2 * i))).toMatch(/101 pieces/));
