import { expect, it } from 'vitest';
import { runNumbers } from './runNumbers';

it('reads numbers and ranges', () => expect(runNumbers('53120, 53122..53124')).toEqual([53120, 53122, 53123, 53124]));
it.each([['x', /neither/], ['', /at least one/], ['1..20', /at most 10/]])('refuses %s', (text, why) => expect(() => runNumbers(text)).toThrow(why));
