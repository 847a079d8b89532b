import { expect, it } from 'vitest';
import { extent, logTicks, ticks, tickTexts } from './ticks';

it('marks lie at round numbers within the range', () => expect(ticks(7.55, 8.12, 5)).toEqual([7.6, 7.8, 8]));
it('marks of one axis have the same decimals', () => expect(tickTexts([7.8, 8, 8.2])).toEqual(['7.8', '8.0', '8.2']));
it('steps of a quarter keep two decimals', () => expect(tickTexts([0.25, 0.5])).toEqual(['0.25', '0.50']));
it('powers of ten mark a logarithmic axis', () => expect(logTicks(0.5, 2000)).toEqual([1, 10, 100, 1000]));
it('the extent leaves out what is no number', () => expect(extent([3, null, NaN, 5])).toEqual([3, 5]));
it('one value gets room around it; nothing is 0 to 1', () => {
  expect(extent([10])).toEqual([9.5, 10.5]);
  expect(extent([])).toEqual([0, 1]);
});
