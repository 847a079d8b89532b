// The usual bands of a panel. Pure.
import type { ModeBand } from '../api/trend';
import { nameOf, type Panel } from './panels';

export interface PanelBand extends ModeBand {
  /** Index of its series; null: that of the only one. */
  kind: number | null;
  name: string;
}

/** Bands that can still be told apart. */
const most = 4;

/** Of one series that of each mode; of several, e.g. versions, that of each one's commonest mode. */
export function bandsOf(panel: Panel): PanelBand[] {
  const [first, ...others] = panel.series;
  if (!first) return [];
  const all = others.length === 0
    ? (first.usual ?? []).map((band) => ({ ...band, kind: null, name: band.mode || 'no mode' }))
    : panel.series.flatMap((s, kind) => (s.usual ?? []).slice(0, 1).map((band) => ({ ...band, kind, name: nameOf(s, panel) })));
  return all.slice(0, most);
}

/** Bands that lie apart from all others: those that a name can stand at. */
export function apart<T extends ModeBand>(bands: T[]): T[] {
  return bands.filter((b) => bands.every((o) => o === b || Math.abs(o.median - b.median) > o.spread + b.spread));
}
