import { expect, it } from 'vitest';
import { binOf, inPane, moments, pulls, ratio, scaled } from './histogram';

const h = (counts: number[]) => ({ name: 'h', x_edges: counts.map((_, i) => i).concat(counts.length), counts });

it('a reference is scaled to the entries of the histogram', () => {
  expect(scaled(h([2, 2]), h([10, 30]))).toEqual({ counts: [20, 20], factor: 10 });
});

it('the ratio of a histogram to itself is one, with the errors of both', () => {
  const [first] = ratio(h([100, 400]), h([100, 400]));
  expect(first!.value).toBe(1);
  expect(first!.error).toBeCloseTo(Math.sqrt(2) / 10);
});

it('there is no ratio where the reference is empty', () => {
  expect(ratio(h([1, 1]), h([0, 5]))[0]!.value).toBeNull();
});

it('finds the bin of a value; the last edge belongs to the last bin', () => {
  expect([-1, 0, 0.5, 1, 2, 2.1].map((x) => binOf([0, 1, 2], x))).toEqual([-1, 0, 0, 1, 1, -1]);
});

it('moments are those of the bin centres', () => {
  expect(moments(h([1, 0, 1]))).toEqual({ entries: 2, mean: 1.5, deviation: 1 });
});

it('pulls are differences to the scaled reference in standard deviations of both', () => {
  const [same, more, none] = pulls(h([100, 25, 0]), h([100, 25, 0]));
  expect([same, more, none]).toEqual([0, 0, null]);
  const [low, high] = pulls(h([10, 30]), h([40, 40]));
  expect(low).toBeCloseTo(-10 / Math.sqrt(10 + 0.5 * 20));
  expect(high).toBeCloseTo(10 / Math.sqrt(30 + 0.5 * 20));
});

it('a ratio above the pane stands at its edge, with what is inside of its error bar', () => {
  expect(inPane({ value: 3, error: 2 }, 2)).toEqual({ at: 2, above: true, bar: [1, 2] });
  expect(inPane({ value: 9, error: 2 }, 2)).toEqual({ at: 2, above: true, bar: null });
  expect(inPane({ value: 0.5, error: 1 }, 2)).toEqual({ at: 0.5, above: false, bar: [0, 1.5] });
  expect(inPane({ value: null, error: 0 }, 2)).toBeNull();
});
