import { expect, it } from 'vitest';
import { diff, pretty } from './diff';

const shown = (a: string, b: string): string[] => diff(a, b).map((l) => l.sign + l.text);

it('keeps what is common, in order', () => {
  expect(shown('a\nb\nc', 'a\nx\nc\nd')).toEqual([' a', '−b', '+x', ' c', '+d']);
});
it('equal texts have no difference', () => expect(diff('a\nb', 'a\nb').every((l) => l.sign === ' ')).toBe(true));
it('a definition is shown without its lengths', () => {
  expect(pretty('name 4:LYS1\nwhere 0:\nxom-definition 1:1\n')).toBe('name = LYS1\nwhere =\nxom-definition = 1');
  expect(pretty('value 9:two')).toBe('value 9:two');
});
