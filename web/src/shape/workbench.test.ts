import { expect, it } from 'vitest';
import { against, mistakeLine } from './workbench';

const toml = `[analysis.x]
version = "v1"

[[analysis.x.variable]]
name  = "a"
value = "mean(aria)"

[[analysis.x.variable]]
name  = "b"
value = "mean(aria)"
`;

it.each([
  ["recipe:2: analysis.x.version is no text", 2],
  ["recipe:1: column 12: not valid TOML", 1],
  ["variable 'a': expression: there is no column 'aria'\n  mean(aria)\n       ^~~~\nhint: did you mean area?", 6],
  ["variable 'b': expression: there is no column 'aria'\n  mean(aria)\n       ^~~~", 10],
  ["variable 'b': has no unit", 9],
  ["variable 'c': is not there", null],
  ['the engine is busy', null],
])('the line of "%s" is %s', (message, line) => expect(mistakeLine(toml, message)).toBe(line));

it('a value is compared with the stored one', () => {
  expect(against({ value: 8, error: 0.1 }, { value: 8, error: 0.1 })).toBe('the same');
  expect(against({ value: 8.05, error: 0.1 }, { value: 8, error: 0.1 })).toBe('+0.05, +0.5 σ');
  expect(against({ value: 7, error: null }, { value: 8, error: null })).toBe('\u22121');
  expect(against({ value: 7, error: null }, undefined)).toBe('');
  expect(against({ value: null, error: null }, { value: 8, error: 1 })).toBe('');
});
