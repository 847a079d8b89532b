// Options of uPlot for one panel.
import uPlot from 'uplot';
import type { PanelBand } from '../shape/bands';
import { notes } from '../shape/margin';
import { limits, type Panel, type Aligned } from '../shape/panels';
import type { RunAxis } from '../shape/runAxis';
import { gapStrip } from '../shape/under';
import { logRange, robust, seen } from '../shape/yRange';
import { labelled, plain } from '../format/number';
import { timeTicks } from '../format/time';
import { colour } from '../theme';
import { font } from './frame';
import { drawBackground, drawGaps, drawPoints, type Look } from './trendDraw';
import { drawMargin } from './trendMargin';
import { extent, ticks, tickTexts } from './ticks';

export interface Plotted {
  panel: Panel;
  aligned: Aligned;
  axis: RunAxis;
  look: Look;
  bands: PanelBand[];
  width: number;
  height: number;
  /** To the right, the same for all panels: their axes stand below each other [px]. */
  margin: number;
  onHover: (u: uPlot) => void;
  onSelect: (low: number, high: number) => void;
}

/** Of a logarithmic axis: powers of ten; over a few of them 2 and 5 of each as well. */
function logTexts(splits: number[]): string[] {
  const decades = Math.log10(splits[splits.length - 1]! / splits[0]!);
  return splits.map((v) => {
    const digit = Math.round(v / 10 ** Math.floor(Math.log10(v) + 1e-9));
    return digit === 1 || (decades < 3 && (digit === 2 || digit === 5)) ? plain(v, 6) : '';
  });
}

const titles = { steps: 'run number', livetime: 'livetime [h]', time: 'start (UTC)' };

/** Marks at round run numbers, wherever those lie. */
function runTicks(axis: RunAxis, low: number, high: number, wish: number): number[] {
  const from = axis.runAt(low);
  const to = axis.runAt(high);
  return ticks(from, to, wish).filter(Number.isInteger).map(axis.placeOf);
}

/** Room for all points with their errors, for what they are compared with, and for the strip of gaps below them. */
function yRange(p: Plotted): [number, number] {
  const values = p.aligned.columns.flat().filter((v): v is number => v !== null);
  const log = p.look.y === 'log' ? logRange(values) : null;
  if (log) return log;
  const kept = p.look.y === 'robust' ? extent(robust(values)) : null;
  const all: number[] = [];
  p.panel.series.forEach((s, k) => {
    p.aligned.columns[k]!.forEach((v, i) => {
      if (v === null || (kept && (v < kept[0] || v > kept[1]))) return;
      const e = p.look.errors ? (s.error[p.aligned.index[k]![i]!] ?? 0) : 0;
      all.push(v - e, v + e);
    });
  });
  const compared = all.length === 0 || p.look.thresholds ? limits(p.panel.series) : [];
  const [low, high] = extent(seen(all, p.look.band ? p.bands : [], compared), 0.06);
  return [low - ((high - low) * gapStrip) / p.height, high];
}

export function trendOptions(p: Plotted): uPlot.Options {
  const beside = notes(p.panel.series, p.bands, p.look).filter((note) => p.look.y !== 'log' || note.at > 0);
  const grid = { stroke: colour('--line'), width: 1 };
  const shared = { stroke: colour('--muted'), font: font(11), labelFont: font(11), grid, ticks: { ...grid, size: 4 } };
  const xAxis: uPlot.Axis = { ...shared, label: titles[p.axis.mode], labelSize: 18, size: p.axis.mode === 'time' ? 40 : 26, labelGap: -2 };
  if (p.axis.mode === 'steps') {
    xAxis.splits = (u, _i, low, high) => runTicks(p.axis, low, high, u.width / 90);
    xAxis.values = (_u, splits) => splits.map((s) => String(p.axis.runAt(s)));
  } else if (p.axis.mode === 'livetime') xAxis.values = (_u, splits) => tickTexts(splits);
  else xAxis.values = (_u, splits) => timeTicks(splits);
  const [first, last] = [p.axis.place[0] ?? 0, p.axis.place[p.axis.place.length - 1] ?? 1];
  const log = p.look.y === 'log' && p.aligned.columns.some((column) => column.some((v) => v !== null && v > 0));
  const least = { steps: 0.5, livetime: 0.05, time: 600 }[p.axis.mode];
  const margin = Math.max((last - first) * 0.01, least);
  return {
    width: p.width,
    height: p.height,
    padding: [8, p.margin, 0, 0],
    legend: { show: false },
    cursor: {
      sync: { key: 'trends', scales: ['x', null] },
      drag: { x: true, y: false, setScale: false },
      points: { show: false },
      y: false,
    },
    scales: {
      x: { time: p.axis.mode === 'time', range: [first - margin, last + margin] },
      y: { range: () => yRange(p), ...(log && { distr: 3 as const }) },
    },
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1e3), 'UTC'),
    axes: [
      xAxis,
      { ...shared, size: 58, label: labelled('', p.panel.unit).trim(), labelSize: 16, labelGap: 0, values: (_u, splits) => (log ? logTexts(splits) : tickTexts(splits)) },
    ],
    series: [{}, ...p.panel.series.map(() => ({ show: true, paths: () => null, points: { show: false } }))],
    hooks: {
      drawClear: [(u) => drawBackground(u, p.axis, p.look, p.panel.series, p.bands)],
      draw: [(u) => { drawGaps(u, p.axis, p.panel.series); drawPoints(u, p.aligned, p.panel.series, p.look); drawMargin(u, beside); }],
      setCursor: [p.onHover],
      setSelect: [(u) => {
        const { left, width } = u.select;
        if (width < 4) return;
        p.onSelect(u.posToVal(left, 'x'), u.posToVal(left + width, 'x'));
        u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
      }],
    },
  };
}
