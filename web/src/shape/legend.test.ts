import { expect, it } from 'vitest';
import { laid } from './legend';

it('a legend goes on in the next line', () => {
  const items = ['v3', 'v2', 'v1'].map((name) => ({ name, colour: 'red' }));
  expect(laid(items, 150, () => 20).map((p) => [p.x, p.line])).toEqual([[12, 0], [68, 0], [12, 1]]);
});
