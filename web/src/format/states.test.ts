import { expect, it } from 'vitest';
import { inSentence } from './states';

it('a sentence has the word of the pages for a state', () => {
  expect(inSentence('peaks v1 of run 5 is tocheck: x is tocheck', 'tocheck')).toBe('peaks v1 of run 5 is to check: x is tocheck');
  expect(inSentence('peaks v1 of run 5 is failed: no', 'failed')).toBe('peaks v1 of run 5 is failed: no');
});
