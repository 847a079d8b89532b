import { expect, it } from 'vitest';
import { ended, progress, tally } from './progress';

it('counts what is queued or runs, and what somebody has to look at, of the analyses picked', () => {
  const states = { done: 5, todo: 2, submitted: 1, failed: 1, tocheck: 2, waiting: 9 };
  expect(tally([{ analysis: 'a', states, computable: {} }, { analysis: 'b', states, computable: {} }], ['a'])).toEqual({ pending: 3, waiting: 9, bad: 3 });
});
it('what is queued is not called done', () => {
  expect(progress(29, 29, 5)).toBe('Queued: 29 tasks.');
  expect(progress(1, 4, 5)).toBe('Queued: 1 task.');
});
it('says how many are through, and from two seconds on when the rest will be', () => {
  expect(progress(29, 17, 1)).toBe('Computing: 12 of 29 tasks.');
  expect(progress(30, 20, 10)).toBe('Computing: 10 of 30 tasks, ready in about 20 s.');
});
it('says at the end what did not go well', () => {
  expect(ended(1, 0, 0)).toBe('Computed: 1 task.');
  expect(ended(29, 1, 2)).toBe('Through with 29 tasks; of these runs 2 have failed or must be checked, 1 waits for data.');
});
