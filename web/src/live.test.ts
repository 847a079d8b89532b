import { expect, it } from 'vitest';
import { heard, later, type Live } from './live';

it.each([[null, null, null], [null, 5, 5], [5, null, 5], [5, undefined, 5], [5, 3, 5], [3, 5, 5]])('after %s comes %s: as of %s', (a, b, shown) =>
  expect(later(a, b)).toBe(shown));

const live: Live = { connected: true, asOfNs: 5, changes: 3, runs: [], engine: true };

it('an engine that stopped is news for every page, one that goes on is not', () => {
  expect(heard(live, { as_of_ns: 6, engine: true })).toEqual({ ...live, asOfNs: 6 });
  expect(heard(live, { as_of_ns: 6, engine: false })).toEqual({ ...live, asOfNs: 6, engine: false, changes: 4 });
  expect(heard({ ...live, engine: null }, { engine: false })).toEqual({ ...live, engine: false });
});
