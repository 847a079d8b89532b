// The coverage matrix: state of the page, totals, what a cell says. Pure.
import type { Coverage, State, States } from '../api/tasks';
import { inWords, states, wanted, worst } from '../format/states';

export type Cell = Coverage['cells'][number][number];

export interface CoverageState {
  from: number | null;
  to: number | null;
  drag: 'zoom' | 'select';
  emphasis: string;
  selection: { from: number; to: number; rows: string[] } | null;
}

const whole = (text: string | null): number | null => (text && /^\d+$/.test(text) ? Number(text) : null);

export function coverageState(query: URLSearchParams): CoverageState {
  const [, low, high] = /^(\d+)\.\.(\d+)$/.exec(query.get('sel') ?? '') ?? [];
  const rows = (query.get('rows') ?? '').split(',').filter(Boolean);
  return {
    from: whole(query.get('from')),
    to: whole(query.get('to')),
    drag: query.get('drag') === 'select' ? 'select' : 'zoom',
    emphasis: query.get('state') ?? '',
    selection: low && high ? { from: Number(low), to: Number(high), rows } : null,
  };
}

export function totalsOf(data: Coverage): States {
  const sum: States = { none: 0 };
  for (const { totals } of data.rows) {
    for (const { key } of states) if (key !== 'none' && totals[key]) sum[key] = (sum[key] ?? 0) + totals[key];
    sum.none! += Math.max(0, data.runs - wanted(totals));
  }
  return sum;
}

/** Parts of a cell from bottom to top, each with its share of the height; what is not wanted is left empty. */
export function parts(cell: States): { key: State; share: number }[] {
  const all = states.reduce((sum, s) => sum + (cell[s.key] ?? 0), 0);
  if (all === 0) return [];
  return states.filter((s) => s.key !== 'none' && cell[s.key]).map((s) => ({ key: s.key as State, share: cell[s.key]! / all }));
}

/** What is said about a cell: which, how many of which state, why, and what is next. */
export function saying(data: Coverage, row: number, bin: number): string {
  const r = data.rows[row]!;
  const b = data.bins[bin]!;
  const cell = data.cells[row]![bin]!;
  const runs = b.from === b.to ? `run ${b.from}` : `runs ${b.from}–${b.to}`;
  const lines = [`${r.analysis} ${r.version}, ${runs}`, b.runs === 1 ? states.find((s) => s.key === worst(cell))!.word : inWords(cell)];
  if (cell.reason) lines.push(cell.reason);
  if (cell.next && worst(cell) !== 'done') lines.push(`Next: ${cell.next}`);
  return lines.join('\n');
}

/** Tasks within rows and runs, per state. */
export function within(data: Coverage, rows: string[], from: number, to: number): States {
  const sum: States = {};
  data.rows.forEach((row, i) => {
    if (rows.length && !rows.includes(row.analysis)) return;
    data.bins.forEach((bin, j) => {
      if (bin.to < from || bin.from > to) return;
      const cell = data.cells[i]![j]!;
      for (const { key } of states) if (cell[key]) sum[key] = (sum[key] ?? 0) + cell[key];
    });
  });
  return sum;
}
