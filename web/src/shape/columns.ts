// Columns of the runs table. Pure.
import type { ValueColumn } from '../api/runs';
import { labelled } from '../format/number';

export interface Column {
  key: string;
  title: string;
  width: number;
  /** Key the server sorts by, if it can. */
  sort?: string;
  number?: boolean;
}

export const known: Column[] = [
  { key: 'number', title: 'Run', width: 78, sort: 'number' },
  { key: 'mode', title: 'Mode', width: 140, sort: 'mode' },
  { key: 'source', title: 'Source', width: 90, sort: 'source' },
  { key: 'start', title: 'Start (UTC)', width: 152, sort: 'start' },
  { key: 'livetime', title: 'Livetime', width: 96, sort: 'livetime', number: true },
  { key: 'tags', title: 'Tags', width: 110 },
  { key: 'comments', title: 'Comments', width: 88, number: true },
  { key: 'coverage', title: 'Coverage', width: 130 },
  { key: 'detectors', title: 'Detectors', width: 150 },
];

const usual = ['number', 'mode', 'source', 'start', 'livetime', 'tags', 'comments', 'coverage'];

/** The same where few columns are seen at once: a state must not be off-screen. */
const onPhone = ['number', 'coverage', 'mode', 'start', 'livetime', 'tags', 'comments', 'source'];

/** Chosen columns of the address; the run number is always the first. */
export function columnsOf(text: string | null, narrow = false): string[] {
  const chosen = text ? text.split(',').filter(Boolean) : narrow ? onPhone : usual;
  return ['number', ...chosen.filter((c) => c !== 'number')];
}

/** Where little fits, a number is seen before all of its title. */
const narrowWidth: Record<string, number> = { number: 64, mode: 104, coverage: 118 };

/** A variable has its title and unit, as soon as the server has told them; until then its name. */
export function column(key: string, values: ValueColumn[] = [], narrow = false): Column {
  const one = known.find((c) => c.key === key);
  if (one) return narrow ? { ...one, width: narrowWidth[key] ?? one.width } : one;
  const told = values.find((v) => v.key === key);
  const title = told ? labelled(told.title, told.unit) : key;
  return { key, title, width: narrow ? 124 : Math.min(230, Math.max(130, 34 + 6.6 * title.length)), sort: key, number: true };
}
