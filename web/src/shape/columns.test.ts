import { expect, it } from 'vitest';
import { column, columnsOf } from './columns';

it('a variable as a column has its title and unit', () => {
  const told = [{ key: 'a.v', title: 'Light yield', unit: 'PE/keV' }, { key: 'a.t', title: 'Drift time', unit: 'us' }];
  expect(column('a.v', told).title).toBe('Light yield [PE/keV]');
  expect(column('a.t', told).title).toBe('Drift time [µs]');
  expect(column('a.w', told).title).toBe('a.w');
});
it('on a phone run, mode and one value fit beside each other', () => {
  const width = 36 + ['number', 'mode', 'a.v'].reduce((sum, key) => sum + column(key, [{ key: 'a.v', title: 'A very long title of a value', unit: 'PE' }], true).width, 0);
  expect(width).toBeLessThanOrEqual(390 - 22);
});
it('the run number is always the first', () => expect(columnsOf('mode,number,a.v')).toEqual(['number', 'mode', 'a.v']));
it('where there is little room, the states come first', () => {
  expect(columnsOf(null, true).slice(0, 3)).toEqual(['number', 'coverage', 'mode']);
  expect(columnsOf('mode', true)).toEqual(['number', 'mode']);
  expect([...columnsOf(null, true)].sort()).toEqual([...columnsOf(null)].sort());
});
