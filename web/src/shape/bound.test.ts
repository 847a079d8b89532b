import { expect, it } from 'vitest';
import { readBound } from './bound';

const day = 86400;
const at = (text: string): number => Date.parse(text) / 1000;
const axis = {
  number: [1, 2, 3, 4], start_s: [at('2026-01-30T10:00Z'), at('2026-01-31T00:00Z'), at('2026-01-31T23:00Z'), at('2026-02-01T00:00Z')],
  livetime_s: [], mode: [], source: [], modes: [], sources: [], tags: [], tagged: [],
};
const read = (text: string, end: 'from' | 'to') => readBound(text, end, axis, at('2026-02-01T12:00Z'));

it('a run number is a run number, and nothing is no bound', () => {
  expect([read(' 53101 ', 'from'), read('053101', 'to'), read('', 'to')]).toEqual([{ run: 53101 }, { run: 53101 }, { run: null }]);
});
it('a day begins with its first run and ends with its last', () => {
  expect([read('2026-01-31', 'from'), read('2026-01-31', 'to')]).toEqual([{ run: 2 }, { run: 3 }]);
});
it('a moment is a minute of UTC', () => {
  expect([read('2026-01-31 23:00', 'from'), read('2026-01-31T23:00', 'to')]).toEqual([{ run: 3 }, { run: 3 }]);
});
it('how long ago counts from now', () => {
  expect([read('-1d', 'from'), read('-13h', 'from'), read('-1w', 'from')]).toEqual([{ run: 3 }, { run: 3 }, { run: 1 }]);
  expect(readBound('-1d', 'from', axis, at('2026-01-31T12:00Z') + day)).toEqual({ run: 3 });
});
it('says why it means no run', () => {
  expect(read('2027-01-01', 'from')).toEqual({ mistake: 'no run starts at or after 2027-01-01 00:00 UTC' });
  expect(read('2020-01-01', 'to')).toEqual({ mistake: 'no run starts before 2020-01-01 00:00 UTC' });
  for (const text of ['yesterday', '2026-13-40', '12..14', '1'.repeat(16)]) expect(read(text, 'from')).toHaveProperty('mistake');
});
