import { expect, it } from 'vitest';
import { nowhere, settled } from './mark';

const rows = (numbers: (number | undefined)[]) => [numbers.length, (i: number) => numbers[i]] as const;

it('stays on its run when others come above it', () => {
  expect(settled({ index: 1, run: 8 }, ...rows([12, 11, 10, 9, 8, 7]))).toEqual({ index: 4, run: 8 });
});
it('follows its run upwards when others leave', () => {
  expect(settled({ index: 2, run: 7 }, ...rows([8, 7, 6]))).toEqual({ index: 1, run: 7 });
});
it('learns its run when the row arrives', () => {
  expect(settled({ index: 1, run: undefined }, ...rows([9, undefined]))).toEqual({ index: 1, run: undefined });
  expect(settled({ index: 1, run: undefined }, ...rows([9, 8]))).toEqual({ index: 1, run: 8 });
});
it('waits for rows that are on their way', () => {
  expect(settled({ index: 1, run: 8 }, ...rows([9, undefined, undefined]))).toEqual({ index: 1, run: 8 });
});
it('is nowhere when its run has left', () => {
  expect(settled({ index: 1, run: 8 }, ...rows([9, 7]))).toEqual(nowhere);
  expect(settled({ index: 3, run: 8 }, ...rows([]))).toEqual(nowhere);
});
