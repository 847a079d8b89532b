import { expect, it } from 'vitest';
import { linked } from './linked';

const hrefs = (text: string): string[] => linked(text).flatMap((p) => (p.href ? [p.href] : []));

it('web addresses become links, without the full stop behind them', () => {
  expect(hrefs('see https://example.org/a?b=1, (http://x.org/y).')).toEqual(['https://example.org/a?b=1', 'http://x.org/y']);
});
it('runs become links', () => {
  expect(hrefs('like run 7 and runs 053101, 53102; not 2026-01-31, 12.5, v53101 or 53101.5')).toEqual(['/runs/7', '/runs/53101', '/runs/53102']);
});
it('nothing is lost', () => {
  for (const text of ['', 'pump', 'a 53101 b', 'javascript:alert(1)', 'run 1\nrun 2']) expect(linked(text).map((p) => p.text).join('')).toBe(text);
});
it('only http is linked', () => expect(hrefs('javascript:alert(1) data:text/html,x')).toEqual([]));
