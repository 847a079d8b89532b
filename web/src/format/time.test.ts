import { expect, it } from 'vitest';
import { ago, duration, timeTicks, utc } from './time';

it('writes UTC', () => expect(utc(1795417394000000000)).toBe('2026-11-23 07:03'));

it.each([
  [0.0000123, '12 µs'], [0.000997, '1 ms'], [0.0042, '4.2 ms'], [0.45, '450 ms'], [3.21, '3.2 s'], [61, '1 min 1 s'], [1800, '30 min'],
  [5400, '1 h 30 min'], [273600, '3 d 4 h'], [0, '0 s'],
])('%d s is %s', (s, text) => expect(duration(s)).toBe(text));

it.each([[2, 'just now'], [40, '40 s ago'], [250, '4 min ago'], [7200, '2 h ago'], [-600, 'in 10 min']])('%d s back is %s', (s, text) =>
  expect(ago((1e6 - s) * 1e9, 1e9)).toBe(text));

it('marks of a time axis say day and year, or clock and day, where those change', () => {
  const day = Date.UTC(2026, 11, 31) / 1e3;
  expect(timeTicks([day, day + 86400, day + 2 * 86400])).toEqual(['12-31\n2026', '01-01\n2027', '01-02']);
  expect(timeTicks([day, day + 3600])).toEqual(['00:00\n2026-12-31', '01:00']);
});
