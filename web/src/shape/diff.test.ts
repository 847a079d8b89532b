import { expect, it } from 'vitest';
import { diff, pretty } from './diff';

const shown = (a: string, b: string): string[] => diff(a, b).map((l) => l.sign + l.text);

it('keeps what is common, in order', () => {
  expect(shown('a\nb\nc', 'a\nx\nc\nd')).toEqual([' a', '−b', '+x', ' c', '+d']);
});
it('equal texts have no difference', () => expect(diff('a\nb', 'a\nb').every((l) => l.sign === ' ')).toBe(true));
it('JSON gets a line per entry, other text stays', () => {
  expect(pretty('{"a":1}')).toBe('{\n  "a": 1\n}');
  expect(pretty('value = mean(x)\n')).toBe('value = mean(x)');
});
