// Which series share a panel, and how they are laid side by side for the plot. Pure.
import type { Gap, Series } from '../api/trend';
import type { RunAxis } from './runAxis';

export interface Panel {
  id: string;
  title: string;
  unit: string;
  series: Series[];
}

/** Versions and containers of one variable share a panel; with `byUnit` all series of one unit do. */
export function panels(series: Series[], byUnit: boolean): Panel[] {
  const list: Panel[] = [];
  for (const s of series) {
    const id = byUnit ? `[${s.unit}]` : `${s.analysis}.${s.variable}`;
    const open = list.find((p) => p.id === id);
    if (open) open.series.push(s);
    else list.push({ id, title: s.title, unit: s.unit, series: [s] });
  }
  for (const panel of list) {
    const titles = [...new Set(panel.series.map((s) => s.title))];
    panel.title = titles.length > 3 ? `${titles.length} variables` : titles.join(', ');
  }
  return list;
}

/** Those of the variables asked for that the answer holds. */
export function answered(v: string[], series: Series[]): string[] {
  return v.filter((key) => series.some((s) => [s.key, s.key.split('!')[0], s.key.split('@')[0]].includes(key)));
}

/** The series with their gaps, which came in another answer. */
export function withGaps(series: Series[], others: Series[]): Series[] {
  const name = (s: Series): string => `${s.analysis}.${s.variable}@${s.version}!${s.container ?? ''}`;
  const gaps = new Map(others.map((s) => [name(s), s.gaps]));
  return series.map((s) => {
    const found = gaps.get(name(s));
    return found ? { ...s, gaps: found } : s;
  });
}

/** What tells one series of a panel from the others. */
export function nameOf(series: Series, panel: Panel): string {
  const parts: string[] = [];
  if (new Set(panel.series.map((s) => `${s.analysis}.${s.variable}`)).size > 1) parts.push(series.title);
  parts.push(series.version);
  if (series.container) parts.push(series.container);
  return parts.join(' ');
}

export interface Limit {
  value: number;
  side: 'low' | 'high';
  /** Index of its series; null: that of all. */
  kind: number | null;
  name: string;
}

/** Expected ranges of a panel's series, each once. */
export function limits(series: Series[]): Limit[] {
  const ends = (s: Series): string => `${s.low ?? ''}..${s.high ?? ''}`;
  const shared = new Set(series.map(ends)).size <= 1;
  const list: Limit[] = [];
  (shared ? series.slice(0, 1) : series).forEach((s, k) => {
    for (const side of ['low', 'high'] as const) {
      const value = s[side];
      const name = shared ? 'expected' : new Set(series.map((o) => o.title)).size > 1 ? s.title : s.version;
      if (typeof value !== 'number' || list.some((l) => l.value === value && l.side === side && l.name === name)) continue;
      list.push({ value, side, kind: shared ? null : k, name });
    }
  });
  return list;
}

export interface Aligned {
  x: number[];
  columns: (number | null)[][];
  /** Index within each series for each x, or -1. */
  index: number[][];
}

export function align(panel: Panel, axis: RunAxis): Aligned {
  const runs = [...new Set(panel.series.flatMap((s) => s.run))].sort((a, b) => a - b);
  const row = new Map(runs.map((run, i) => [run, i]));
  const columns: (number | null)[][] = [];
  const index: number[][] = [];
  for (const s of panel.series) {
    const column = new Array<number | null>(runs.length).fill(null);
    const at = new Array<number>(runs.length).fill(-1);
    s.run.forEach((run, i) => {
      const r = row.get(run)!;
      column[r] = s.value[i] ?? null;
      at[r] = i;
    });
    columns.push(column);
    index.push(at);
  }
  return { x: runs.map(axis.placeOf), columns, index };
}

/** Runs of which a panel has something to say: a value, or the ends of a gap. Ascending. */
export function readable(series: Series[]): number[] {
  return [...new Set(series.flatMap((s) => [...s.run, ...(s.gaps ?? []).flatMap((g) => [g.from, g.to])]))].sort((a, b) => a - b);
}

export function gapAt(series: Series, run: number): Gap | undefined {
  return series.gaps?.find((g) => g.from <= run && run <= g.to);
}

/** A snippet that fetches the same numbers with Python's standard library; with `token` where one has to say who asks. */
export function python(address: string, token: boolean): string {
  const asked = token ? 'request' : `"${address}"`;
  const request = token ? `
# A token of your own: xom user token NAME --scope read
request = urllib.request.Request("${address}",
                                 headers={"Authorization": "Bearer " + os.environ["XOM_TOKEN"]})
` : '';
  return `import json, ${token ? 'os, ' : ''}urllib.request
${request}
# The numbers of the plot: per series run, value, error (one standard deviation), n and state.
# None: no value, not estimated, or (n) not said by the analysis.
with urllib.request.urlopen(${asked}) as answer:
    series = json.load(answer)["data"]["series"]

for s in series:
    print(s["key"], s["version"], s["unit"], len(s["run"]), "runs")
    for run, value, error, n, state in zip(s["run"], s["value"], s["error"], s["n"], s["state"]):
        print(run, value, error, n, ("ok", "empty", "failed")[state])
    for gap in s.get("gaps", []):  # wanted runs without a value, and why
        print(gap["from"], gap["to"], gap["state"], gap["reason"])
`;
}
