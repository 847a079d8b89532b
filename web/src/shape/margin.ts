// What stands beside a trend: names of bands and ends of expected ranges, in the margin, where no point is. Pure.
import { plain } from '../format/number';
import { apart, type PanelBand } from './bands';
import { limits } from './panels';
import type { Series } from '../api/trend';

export interface Note {
  /** The value it stands at. */
  at: number;
  text: string;
  /** Index of its series; null: that of all. */
  kind: number | null;
  what: 'band' | 'limit';
}

interface Shown {
  band: boolean;
  thresholds: boolean;
}

export function notes(series: Series[], bands: PanelBand[], shown: Shown): Note[] {
  const list: Note[] = [];
  // Those of several series have the colour of their series.
  if (shown.band && bands.length > 1) {
    for (const b of apart(bands).filter((one) => one.kind === null)) list.push({ at: b.median, text: b.name, kind: null, what: 'band' });
  }
  for (const { value, side, kind, name } of shown.thresholds ? limits(series) : []) {
    list.push({ at: value, text: `${name === 'expected' ? '' : `${name} `}${side === 'low' ? '≥' : '≤'} ${plain(value)}`, kind, what: 'limit' });
  }
  return list;
}

const character = 6.2; // [px] of the 10 px font, about
const usual = 24;
const most = 130;

/** Width of the margin [px]. */
export function marginOf(list: Note[]): number {
  const longest = Math.max(0, ...list.map((n) => n.text.length + 2));
  return Math.min(most, Math.max(usual, Math.ceil(longest * character) + 10));
}

/** Heights at which texts can stand without touching, in the order of `wish`, each as near as possible to its own. */
export function spread(wish: number[], line: number, top: number, foot: number): number[] {
  const order = wish.map((y, i) => ({ y: Math.min(foot, Math.max(top, y)), i })).sort((a, b) => a.y - b.y);
  for (let k = 1; k < order.length; ++k) order[k]!.y = Math.max(order[k]!.y, order[k - 1]!.y + line);
  let limit = foot;
  for (let k = order.length - 1; k >= 0; --k) {
    order[k]!.y = Math.min(order[k]!.y, limit);
    limit = order[k]!.y - line;
  }
  const placed = new Array<number>(wish.length);
  for (const { y, i } of order) placed[i] = y;
  return placed;
}
