// The coverage matrix: state of the page, totals, what a cell says. Pure.
import type { Coverage, State, States } from '../api/tasks';
import { inWords, states, worst } from '../format/states';

export type Cell = Coverage['cells'][number][number];

export interface CoverageState {
  from: number | null;
  to: number | null;
  drag: 'zoom' | 'select';
  emphasis: string;
  /** Analyses, without runs: of all runs that are shown. */
  rows: string[];
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
    rows,
    selection: low && high ? { from: Number(low), to: Number(high), rows } : null,
  };
}

/** The state with what is selected among the data: rows alone are those of all runs that are shown. */
export function selected(state: CoverageState, data: Coverage): CoverageState {
  const rows = state.rows.filter((name) => data.rows.some((r) => r.analysis === name));
  if (state.selection || rows.length === 0 || data.runs === 0) return state;
  return { ...state, selection: { from: data.min_run, to: data.max_run, rows } };
}

/** Tasks of the runs that are shown, in all rows or in those of these analyses. */
export function totalsOf(data: Coverage, analyses: string[] = []): States {
  const sum: States = {};
  for (const { analysis, totals } of data.rows) {
    if (analyses.length && !analyses.includes(analysis)) continue;
    for (const { key } of states) if (totals[key]) sum[key] = (sum[key] ?? 0) + totals[key];
  }
  return sum;
}

export interface Spot {
  row: number;
  bin: number;
}

/** The cell that is there; null where another range has none. What points at a cell outlives the range it was made for. */
export function inside(data: Coverage, spot: Spot | null): Spot | null {
  return spot && data.rows[spot.row] && data.bins[spot.bin] ? spot : null;
}

/** The nearest cell that is there; null if there is none at all. */
export function nearest(data: Coverage, spot: Spot | null): Spot | null {
  if (!spot || data.rows.length === 0 || data.bins.length === 0) return null;
  const clamp = (at: number, n: number): number => Math.min(n - 1, Math.max(0, at));
  return { row: clamp(spot.row, data.rows.length), bin: clamp(spot.bin, data.bins.length) };
}

/** Parts of a cell from bottom to top, each with its share of the height; what is not wanted is left empty. */
export function parts(cell: States): { key: State; share: number }[] {
  const all = states.reduce((sum, s) => sum + (cell[s.key] ?? 0), 0);
  if (all === 0) return [];
  return states.filter((s) => s.key !== 'none' && cell[s.key]).map((s) => ({ key: s.key as State, share: cell[s.key]! / all }));
}

/** What is said about a cell: which, how many of which state, why, and what is next. */
export function saying(data: Coverage, row: number, bin: number): string {
  const [r, b, cell] = [data.rows[row], data.bins[bin], data.cells[row]?.[bin]];
  if (!r || !b || !cell) return '';
  const runs = b.from === b.to ? `run ${b.from}` : `runs ${b.from}–${b.to}`;
  const lines = [`${r.analysis} ${r.version}, ${runs}`, b.runs === 1 ? states.find((s) => s.key === worst(cell))!.word : inWords(cell)];
  if (cell.reason) lines.push(cell.reason);
  if (cell.next && worst(cell) !== 'done') lines.push(`Next: ${cell.next}`);
  return lines.join('\n');
}
