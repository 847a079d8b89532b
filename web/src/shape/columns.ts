// Columns of the runs table.

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

/** Chosen columns of the address; the run number is always the first. */
export function columnsOf(text: string | null): string[] {
  const chosen = text ? text.split(',').filter(Boolean) : usual;
  return ['number', ...chosen.filter((c) => c !== 'number')];
}

export function column(key: string): Column {
  return known.find((c) => c.key === key) ?? { key, title: key, width: Math.min(240, 70 + 7 * key.length), sort: key, number: true };
}
