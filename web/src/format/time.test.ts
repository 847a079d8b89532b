import { expect, it } from 'vitest';
import { ago, duration, utc } from './time';

it('writes UTC', () => expect(utc(1795417394000000000)).toBe('2026-11-23 07:03'));

it.each([
  [0.0000123, '12 µs'], [0.0042, '4.2 ms'], [0.45, '450 ms'], [3.21, '3.2 s'], [61, '1 min 1 s'], [1800, '30 min'],
  [5400, '1 h 30 min'], [273600, '3 d 4 h'], [0, '0 s'],
])('%d s is %s', (s, text) => expect(duration(s)).toBe(text));

it.each([[2, 'just now'], [40, '40 s ago'], [250, '4 min ago'], [7200, '2 h ago'], [-600, 'in 10 min']])('%d s back is %s', (s, text) =>
  expect(ago((1e6 - s) * 1e9, 1e9)).toBe(text));
