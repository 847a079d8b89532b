import { expect, it } from 'vitest';
import type { ModeBand, Series } from '../api/trend';
import { apart, bandsOf } from './bands';

const band = (mode: string, median: number, spread = 1): ModeBand => ({ mode, median, spread, runs: 3 });
const series = (version: string, usual: ModeBand[]): Series => ({
  key: `a.x@${version}`, analysis: 'a', version, variable: 'x', title: 'X', unit: 'Hz', total: 0, reduced: false, run: [], value: [], error: [], n: [], state: [], usual,
});
const panel = (...list: Series[]) => ({ id: 'a.x', title: 'X', unit: 'Hz', series: list });

it('one series has the band of each mode, several that of their commonest mode', () => {
  const two = [band('bkg', 38), band('kr', 121)];
  expect(bandsOf(panel(series('v2', two))).map((b) => [b.name, b.kind])).toEqual([['bkg', null], ['kr', null]]);
  expect(bandsOf(panel(series('v2', two), series('v1', two))).map((b) => [b.name, b.kind, b.median])).toEqual([['v2', 0, 38], ['v1', 1, 38]]);
});

it('bands that overlap have no name at them', () => {
  const bands = [band('bkg', 38), band('kr', 121)];
  expect(apart(bands)).toEqual(bands);
  expect(apart([bands[0]!, band('led', 38.1)])).toEqual([]);
});
