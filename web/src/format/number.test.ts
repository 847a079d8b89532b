import { describe, expect, it } from 'vitest';
import { bytes, count, entries, even, group, labelled, percent, places, plain, pull, range, runList, unit, unitOfPath, withError, withUnits } from './number';

describe('value and error', () => {
  it.each([
    [7.9612, 0.1834, '7.96 ± 0.18'],
    [7.9612, 0.36, '8.0 ± 0.4'],
    [7.9612, 0.0952, '7.96 ± 0.10'],
    [122.37, 35.4, '122 ± 35'],
    [12345.6, 127, '12\u202f350 ± 130'],
    [-0.0012, 0.1, '0.00 ± 0.10'],
    [-1.52, 0.11, '\u22121.52 ± 0.11'],
    [1.2345e7, 4e5, '(1.23 ± 0.04) × 10⁷'],
    [3.21e-6, 4.4e-7, '(3.2 ± 0.4) × 10⁻⁶'],
    [0, 0.0010101, '0.0000 ± 0.0010'],
  ])('%d with %d is %s', (value, error, text) => expect(withError(value, error)).toBe(text));

  it('is the plain number where there is no error', () => expect(withError(36.80662, null)).toBe('36.81'));
  it('is a dash where there is no value', () => expect(withError(null, 0.1)).toBe('–'));
});

describe('decimal places of an error', () => {
  it.each([[0.354, 2], [0.355, 1], [0.949, 1], [0.95, 1], [35.4, 0], [36, -1], [0.0999, 2]])('%d has %d', (e, n) =>
    expect(places(e)).toBe(n));
});

describe('plain numbers', () => {
  it.each([
    [0, '0'], [294, '294'], [53300, '53\u202f300'], [36.80662, '36.81'], [0.25, '0.25'], [0.000034, '3.4 × 10⁻⁵'],
    [2.4e6, '2\u202f400\u202f000'], [1.5e8, '1.5 × 10⁸'], [-4.2, '\u22124.2'], [1234.56, '1235'],
  ])('%d is %s', (x, text) => expect(plain(x)).toBe(text));
  it('groups digits from five on', () => expect([group('1234'), group('12345')]).toEqual(['1234', '12\u202f345']));
});

describe('the rest', () => {
  it('columns keep their decimals', () => expect([even(30.58), even(31.1512), even(0.02), even(7)]).toEqual(['30.580', '31.151', '0.020000', '7']));
  it('pulls carry their sign', () => expect([pull(2.345), pull(-0.04), pull(250), pull(-250)]).toEqual(['+2.3 σ', '\u22120.0 σ', '> +99 σ', '< \u221299 σ']));
  it('counts that nobody gave are a dash', () => expect([count(-1), count(494)]).toEqual(['–', '494']));
  it('a share below one is never called all', () => expect([percent(9999, 10000), percent(1, 1)]).toEqual(['>99.9 %', '100 %']));
  it('bytes are decimal', () => expect([bytes(512), bytes(13254656), bytes(999999)]).toEqual(['512 B', '13.3 MB', '1.00 MB']));
  it('ranges may be open', () => expect([range(7.5, 8.2), range(null, 10), range(1), range()]).toEqual(['7.5 … 8.2', '≤ 10', '≥ 1', '']));
  it('a unit of 1 is none', () => expect([labelled('Share', '1'), labelled('Rate', 'Hz')]).toEqual(['Share', 'Rate [Hz]']));
  it('units are written with their own letters, wherever they stand', () => {
    expect(['us', 'PE/us', '1/us', 'ns', 'rus', 'usual', 'um'].map(unit)).toEqual(['µs', 'PE/µs', '1/µs', 'ns', 'rus', 'usual', 'µm']);
    expect([withUnits('drift time [us]'), withUnits('share [1]'), withUnits('log10(area [PE])')]).toEqual(['drift time [µs]', 'share', 'log10(area [PE])']);
  });
  it('rates of the run document are MB/s', () => expect([unitOfPath('rate.tpc.avg'), unitOfPath('bootstrax.n_failures')]).toEqual(['MB/s', '']));
  it('n is shown where a value was made of entries', () => {
    expect([entries(494, 7.9), entries(0, 0), entries(0, 38.4), entries(-1, 1), entries(null, 1), entries(0, null)]).toEqual(['494', '0', '', '', '', '0']);
  });
  it('runs in a row are a range', () => expect(runList([5, 1, 2, 3, 9])).toBe('1–3, 5, 9'));
});
