import { expect, it } from 'vitest';
import { idle, ranges, touched } from './actions';

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
