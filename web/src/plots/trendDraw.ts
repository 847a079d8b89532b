// What a trend shows beside its points: shaded periods, the usual band, thresholds, errors, gaps.
import type uPlot from 'uplot';
import type { Series } from '../api/trend';
import { face } from '../format/states';
import type { PanelBand } from '../shape/bands';
import { limits, type Aligned, type Limit } from '../shape/panels';
import { periodColours, type Stretch } from '../shape/periods';
import { lowerBound, type RunAxis } from '../shape/runAxis';
import { gapStrip } from '../shape/under';
import type { YScale } from '../shape/yRange';
import { colour } from '../theme';
import { font } from './frame';

export interface Look {
  errors: boolean;
  band: boolean;
  thresholds: boolean;
  y: YScale;
  shading: Stretch[];
  selection: [number, number] | null;
}

type Ctx = CanvasRenderingContext2D;
const px = (): number => window.devicePixelRatio || 1;
/** As text; points have the same shapes. */
export const seriesShape = (i: number): string => '●■▲◆'.charAt(i % 4);
export const seriesColour = (i: number): string => colour(`--series-${i % 6}`);

/** Half way to the neighbours, so that stretches touch. */
function edges(axis: RunAxis, from: number, to: number): [number, number] {
  const { place, number } = axis;
  const i = lowerBound(number, from);
  const j = Math.max(i, lowerBound(number, to + 1) - 1);
  const low = i > 0 && i < place.length ? (place[i - 1]! + place[i]!) / 2 : axis.placeOf(from) - 0.5;
  const high = j < place.length - 1 ? (place[j]! + place[j + 1]!) / 2 : axis.placeOf(to) + 0.5;
  return [low, high];
}

export function drawBackground(u: uPlot, axis: RunAxis, look: Look, series: Series[], bands: PanelBand[]): void {
  const { ctx, bbox } = u;
  ctx.save();
  clip(ctx, u);
  drawShading(u, axis, look.shading);
  if (look.selection) {
    const [low, high] = edges(axis, ...look.selection).map((x) => u.valToPos(x, 'x', true)) as [number, number];
    ctx.fillStyle = colour('--select');
    ctx.fillRect(low, bbox.top, high - low, bbox.height);
  }
  if (look.band) drawBands(u, bands);
  if (look.thresholds) drawLimits(u, limits(series));
  ctx.restore();
}

/** What is usual. */
function drawBands(u: uPlot, bands: PanelBand[]): void {
  const { ctx, bbox } = u;
  bands.forEach((band) => {
    if (!(band.spread >= 0)) return;
    const [top, bottom] = [band.median + band.spread, band.median - band.spread].map((v) => u.valToPos(v, 'y', true)) as [number, number];
    ctx.globalAlpha = band.kind === null ? 1 : 0.12;
    ctx.fillStyle = band.kind === null ? colour('--band') : seriesColour(band.kind);
    ctx.fillRect(bbox.left, top, bbox.width, Math.max(1, bottom - top));
    ctx.globalAlpha = 1;
    const middle = u.valToPos(band.median, 'y', true);
    line(ctx, bbox.left, middle, bbox.left + bbox.width, middle, band.kind === null ? colour('--reference') : seriesColour(band.kind), [5 * px(), 4 * px()]);
  });
}

/** An expected range that all series share has the colour of a warning, others that of their series. */
export const limitColour = (kind: number | null): string => (kind === null ? colour('--bad') : seriesColour(kind));

function drawLimits(u: uPlot, list: Limit[]): void {
  const { ctx, bbox } = u;
  for (const { value, kind } of list) {
    const y = Math.round(u.valToPos(value, 'y', true));
    line(ctx, bbox.left, y, bbox.left + bbox.width, y, limitColour(kind), [2 * px(), 3 * px()]);
  }
}

export const periodColour = (kind: number): string => colour(`--period-${kind % periodColours}`);

function drawShading(u: uPlot, axis: RunAxis, stretches: Stretch[]): void {
  const { ctx, bbox } = u;
  for (const { from, to, kind } of stretches) {
    const [low, high] = edges(axis, from, to).map((x) => u.valToPos(x, 'x', true)) as [number, number];
    if (high < bbox.left || low > bbox.left + bbox.width) continue;
    ctx.fillStyle = periodColour(kind);
    ctx.fillRect(low, bbox.top, Math.max(2 * px(), high - low), bbox.height);
  }
}

export function drawPoints(u: uPlot, aligned: Aligned, series: Series[], look: Look): void {
  const { ctx } = u;
  ctx.save();
  clip(ctx, u);
  const many = aligned.x.length > 1500;
  series.forEach((s, k) => {
    ctx.strokeStyle = ctx.fillStyle = seriesColour(k);
    const [x0, x1] = [u.scales.x!.min!, u.scales.x!.max!];
    const inside = aligned.x.map((x, i) => (x >= x0 && x <= x1 ? i : -1)).filter((i) => i >= 0 && aligned.columns[k]![i] !== null);
    const size = (inside.length > 600 ? 1.3 : inside.length > 150 ? 2 : 2.8) * px();
    if (look.errors) {
      ctx.lineWidth = px();
      ctx.globalAlpha = many ? 0.2 : 0.45;
      ctx.beginPath();
      for (const i of inside) {
        const e = s.error[aligned.index[k]![i]!];
        if (e === null || e === undefined || !(e > 0)) continue;
        const v = aligned.columns[k]![i]!;
        const at = u.valToPos(aligned.x[i]!, 'x', true);
        ctx.moveTo(at, u.valToPos(v - e, 'y', true));
        ctx.lineTo(at, u.valToPos(v + e, 'y', true));
      }
      ctx.stroke();
    }
    ctx.globalAlpha = 1;
    for (const i of inside) {
      const at = u.valToPos(aligned.x[i]!, 'x', true);
      const y = u.valToPos(aligned.columns[k]![i]!, 'y', true);
      const [top, foot] = [u.bbox.top, u.bbox.top + u.bbox.height - gapStrip * px()];
      // Beyond the axis, or without a logarithm: at the edge, as an arrow.
      if (y < top) arrow(ctx, at, top, 1);
      else if (!(y <= u.bbox.top + u.bbox.height)) arrow(ctx, at, foot, -1);
      else mark(ctx, k, at, y, size);
      if (look.thresholds && isOutside(s, aligned.columns[k]![i]!)) ring(ctx, at, Math.min(foot, Math.max(top, y)), size + 2.5 * px());
    }
  });
  ctx.restore();
}

/** Shapes differ as colours do: circle, square, triangle, diamond; too small to tell, all are squares. Each is filled by
 * itself: one path of thousands takes ten times as long. */
function mark(ctx: Ctx, kind: number, x: number, y: number, r: number): void {
  if (kind % 4 === 1 || r < 1.5 * px()) return ctx.fillRect(x - r * 0.9, y - r * 0.9, r * 1.8, r * 1.8);
  ctx.beginPath();
  switch (kind % 4) {
    case 0: ctx.arc(x, y, r, 0, 7); break;
    case 2: ctx.moveTo(x, y - r * 1.2); ctx.lineTo(x + r * 1.1, y + r * 0.8); ctx.lineTo(x - r * 1.1, y + r * 0.8); break;
    default: ctx.moveTo(x, y - r * 1.3); ctx.lineTo(x + r * 1.3, y); ctx.lineTo(x, y + r * 1.3); ctx.lineTo(x - r * 1.3, y);
  }
  ctx.fill();
}

const isOutside = ({ low, high }: Series, v: number): boolean => (typeof low === 'number' && v < low) || (typeof high === 'number' && v > high);

/** Outside of its expected range: said by more than where it stands. */
function ring(ctx: Ctx, x: number, y: number, r: number): void {
  ctx.save();
  ctx.strokeStyle = colour('--bad');
  ctx.lineWidth = 1.2 * px();
  ctx.beginPath();
  ctx.arc(x, y, r, 0, 7);
  ctx.stroke();
  ctx.restore();
}

/** A value beyond the edge: `way` 1 is above the plot, -1 below. */
function arrow(ctx: Ctx, x: number, edge: number, way: 1 | -1): void {
  ctx.beginPath();
  ctx.moveTo(x, edge + way * px());
  ctx.lineTo(x + 4 * px(), edge + way * 8 * px());
  ctx.lineTo(x - 4 * px(), edge + way * 8 * px());
  ctx.fill();
}

/** Runs that have no value, as a strip at the foot of the plot: colour, and the letter where there is room. */
export function drawGaps(u: uPlot, axis: RunAxis, series: Series[]): void {
  const { ctx, bbox } = u;
  const tall = gapStrip * px();
  ctx.save();
  clip(ctx, u);
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  ctx.font = font(8 * px(), 700);
  for (const gap of series.flatMap((s) => s.gaps ?? [])) {
    const [low, high] = edges(axis, gap.from, gap.to).map((x) => u.valToPos(x, 'x', true)) as [number, number];
    if (high < bbox.left || low > bbox.left + bbox.width) continue;
    const { key, letter } = face(gap.state);
    const wide = Math.max(2 * px(), high - low);
    ctx.fillStyle = colour(`--state-${key}`);
    ctx.fillRect(low, bbox.top + bbox.height - tall, wide, tall);
    if (wide > 8 * px()) {
      ctx.fillStyle = colour(`--on-${key}`);
      ctx.fillText(letter, low + wide / 2, bbox.top + bbox.height - tall / 2);
    }
  }
  ctx.restore();
}

function clip(ctx: Ctx, u: uPlot): void {
  ctx.beginPath();
  ctx.rect(u.bbox.left, u.bbox.top, u.bbox.width, u.bbox.height);
  ctx.clip();
}

function line(ctx: Ctx, x0: number, y0: number, x1: number, y1: number, style: string, dash: number[]): void {
  ctx.strokeStyle = style;
  ctx.lineWidth = px();
  ctx.setLineDash(dash);
  ctx.beginPath();
  ctx.moveTo(x0, y0);
  ctx.lineTo(x1, y1);
  ctx.stroke();
  ctx.setLineDash([]);
}
