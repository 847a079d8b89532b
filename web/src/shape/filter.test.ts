import { expect, it } from 'vitest';
import { analysesOf, flipped, has, picked, suggestions, term, toggled, unfinished, wordAt } from './filter';

const facets = { mode: [{ value: 'tpc_bkg', runs: 260 }, { value: 'tpc_kr83m', runs: 25 }], tag: [{ value: 'hot spot', runs: 2 }] };
const names = { analyses: ['light_yield'], variables: ['light_yield.LYS1a'] };
const inserts = (word: string): string[] => suggestions(word, facets, names).map((s) => s.insert);

it('completes the word under the cursor', () => {
  expect(wordAt('mode:tpc tag:m livetime>3', 14)).toEqual({ from: 9, word: 'tag:m' });
});
it('offers values with their number of runs', () => {
  expect(suggestions('mode:kr', facets, names)).toEqual([{ insert: 'mode:tpc_kr83m', detail: '25 runs' }]);
});
it('keeps the minus of "not" and what stands before a comma', () => {
  expect(inserts('-mode:tpc_bkg,k')).toEqual(['-mode:tpc_bkg,tpc_kr83m']);
});
it('quotes values with spaces', () => expect(inserts('tag:hot')).toEqual(['tag:"hot spot"']));
it('knows analyses, their states and variables', () => {
  expect(inserts('light_yield:f')).toEqual(['light_yield:failed']);
  expect(inserts('LYS1')).toEqual(['light_yield.LYS1a>']);
});
it('a facet puts its term in, and out again', () => {
  const once = toggled('livetime>600', term('tag', 'hot spot'));
  expect(once).toBe('livetime>600 tag:"hot spot"');
  expect(has(once, 'tag:"hot spot"')).toBe(true);
  expect(toggled(once, 'tag:"hot spot"')).toBe('livetime>600');
});
it('a term in the middle of typing is not asked for', () => {
  expect(['mode:', 'livetime>', 'tag:"hot', 'a -', 'mode:x', 'livetime>5'].map(unfinished)).toEqual([true, true, true, true, false, false]);
});
it('values of one facet are alternatives', () => {
  const two = flipped('mode:tpc_bkg livetime>600', 'mode', 'tpc_kr83m');
  expect(two).toBe('mode:tpc_bkg,tpc_kr83m livetime>600');
  expect(picked(two, 'mode', 'tpc_kr83m')).toBe(true);
  expect(flipped(two, 'mode', 'tpc_bkg')).toBe('mode:tpc_kr83m livetime>600');
  expect(flipped('mode:tpc_kr83m', 'mode', 'tpc_kr83m')).toBe('');
  expect(flipped('-tag:"hot spot"', 'tag', 'hot spot')).toBe('-tag:"hot spot" tag:"hot spot"');
});
it('knows the analyses whose state is asked for', () => {
  expect(analysesOf('mode:x light_yield:failed,tocheck -event_rate:done livetime>5 light_yield:none "a b:c"')).toEqual(['light_yield']);
});
it('a group is one term, and a term beside "or" holds for all of it', () => {
  expect(toggled('mode:a or mode:b', 'tag:x')).toBe('(mode:a or mode:b) tag:x');
  expect(toggled('(mode:a or mode:b) tag:x', 'tag:x')).toBe('(mode:a or mode:b)');
  expect(toggled('-(a "b )" or (c d)) tag:y', 'tag:x')).toBe('-(a "b )" or (c d)) tag:y tag:x');
  expect(flipped('(mode:a or tag:x) mode:b', 'mode', 'c')).toBe('(mode:a or tag:x) mode:b,c');
  expect(has('mode:a or tag:x', 'tag:x')).toBe(false);
  expect(analysesOf('(light_yield:failed or -(rate:none))')).toEqual(['light_yield', 'rate']);
});
it('completes inside of a group', () => {
  expect(wordAt('tag:x (-(mode:t', 15)).toEqual({ from: 9, word: 'mode:t' });
  expect(['(a', 'a or', '(a or b)', 'a -(b', 'or_1', 'a "("'].map(unfinished)).toEqual([true, true, false, true, false, false]);
});
