import { expect, it } from 'vitest';
import { sentence } from './states';

it.each([
  ['ly v1 of run 5 is tocheck: gone', 'ly v1 of run 5 is to check: gone'],
  ['ly v1 of run 5 is todo', 'ly v1 of run 5 is queued'],
  ['ly v1 of run 5 is done', 'ly v1 of run 5 is done'],
])('"%s" is said as "%s"', (text, said) => expect(sentence(text)).toBe(said));
