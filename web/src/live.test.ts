import { expect, it } from 'vitest';
import { later } from './live';

it.each([[null, null, null], [null, 5, 5], [5, null, 5], [5, undefined, 5], [5, 3, 5], [3, 5, 5]])('after %s comes %s: as of %s', (a, b, shown) =>
  expect(later(a, b)).toBe(shown));
