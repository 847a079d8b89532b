// One end of a range of runs as people write it: a run number, a date, or how long ago. Pure.
import type { Axis } from '../api/trend';
import { utc } from '../format/time';

export type Bound = { run: number | null } | { mistake: string };

const units: Record<string, number> = { h: 3600, d: 86400, w: 7 * 86400 };

/** The moment a text means [s since 1970], and how long it lasts: a date alone is its whole day. */
function moment(text: string, nowS: number): { at: number; lasts: number } | null {
  const ago = /^-(\d+(?:\.\d+)?)([hdw])$/.exec(text);
  if (ago) return { at: nowS - Number(ago[1]) * units[ago[2]!]!, lasts: 0 };
  const date = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d))?$/.exec(text);
  if (!date) return null;
  const at = Date.parse(`${date[1]}T${date[2] ?? '00:00'}Z`) / 1000;
  return Number.isFinite(at) ? { at, lasts: date[2] ? 60 : 86400 } : null;
}

export const needsAxis = (text: string): boolean => text.trim() !== '' && !/^\d+$/.test(text.trim());

/** `axis` is that of all runs; a run number and an empty text need none. */
export function readBound(written: string, end: 'from' | 'to', axis: Axis | null, nowS: number): Bound {
  const text = written.trim();
  if (text === '') return { run: null };
  if (/^\d{1,15}$/.test(text)) return { run: Number(text) };
  const when = moment(text, nowS);
  if (!when) return { mistake: `"${text}" is no run, no date like 2026-01-31 or 2026-01-31 12:00 (UTC), and not how long ago, like -7d or -12h` };
  let found: number | null = null;
  (axis?.number ?? []).forEach((run, i) => {
    const start = axis!.start_s[i];
    if (typeof start !== 'number') return;
    if (end === 'from' ? found === null && start >= when.at : start < when.at + when.lasts) found = run;
  });
  const said = `${utc(when.at * 1e9)} UTC`;
  return found === null ? { mistake: `no run starts ${end === 'from' ? 'at or after' : 'before'} ${said}` } : { run: found };
}
