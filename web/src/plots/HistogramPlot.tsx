// A histogram with Poisson errors, a reference scaled to the same entries, and their ratio.
import { useCallback, useState } from 'preact/hooks';
import type { Histogram, HistogramPair } from '../api/runs';
import { count, plain, withError, withUnits } from '../format/number';
import { binOf, inPane, ratio, scaled, type Ratio } from '../shape/histogram';
import { colour } from '../theme';
import { Canvas } from './Canvas';
import { drawFrame, xAt, xOf, yAt, type Box, type Scale } from './frame';

interface Props {
  pair: HistogramPair;
  log: boolean;
  height?: number;
  /** What is counted. */
  entries?: string;
}

const left = 58;
const plotBox = (width: number, height: number, withRatio: boolean): Box => ({
  left, top: 8, width: width - left - 10, height: height - 8 - 38 - (withRatio ? 70 : 0),
});

function steps(ctx: CanvasRenderingContext2D, box: Box, x: Scale, y: Scale, edges: number[], counts: number[]): void {
  const base = box.top + box.height;
  ctx.beginPath();
  ctx.moveTo(xAt(box, x, edges[0]!), base);
  counts.forEach((c, i) => {
    const py = y.log && c <= 0 ? base : Math.min(base, yAt(box, y, c));
    ctx.lineTo(xAt(box, x, edges[i]!), py);
    ctx.lineTo(xAt(box, x, edges[i + 1]!), py);
  });
  ctx.lineTo(xAt(box, x, edges[edges.length - 1]!), base);
}

function errorBars(ctx: CanvasRenderingContext2D, box: Box, x: Scale, y: Scale, h: Histogram): void {
  if (box.width / h.counts.length < 3) return;
  const base = box.top + box.height;
  ctx.beginPath();
  h.counts.forEach((c, i) => {
    if (c <= 0) return;
    const px = xAt(box, x, (h.x_edges[i]! + h.x_edges[i + 1]!) / 2);
    const low = c - Math.sqrt(c);
    ctx.moveTo(px, yAt(box, y, c + Math.sqrt(c)));
    ctx.lineTo(px, y.log && low <= y.low ? base : yAt(box, y, low));
  });
  ctx.stroke();
}

const ratioText = ({ value, error }: Ratio): string => (value === null ? '' : `\nratio ${withError(value, error)}`);

export function HistogramPlot({ pair, log, height = 270, entries = 'entries' }: Props) {
  const { histogram, reference } = pair;
  const [hover, setHover] = useState<{ bin: number; x: number; width: number } | null>(null);
  const edges = histogram.x_edges;
  const x: Scale = { low: edges[0]!, high: edges[edges.length - 1]! };
  const other = reference && scaled(reference.histogram, histogram);

  const draw = useCallback((ctx: CanvasRenderingContext2D, width: number, tall: number) => {
    const box = plotBox(width, tall, Boolean(reference));
    const top = Math.max(1, ...histogram.counts.map((c) => c + Math.sqrt(c)), ...(other?.counts ?? []));
    const y: Scale = log ? { low: 0.5, high: top * 2, log: true } : { low: 0, high: top * 1.06 };
    drawFrame(ctx, box, x, y, { y: `${entries} per bin`, noX: Boolean(reference), ...(reference ? {} : { x: withUnits(histogram.x_title ?? histogram.name) }) });
    const main = colour('--series-0');
    steps(ctx, box, x, y, edges, histogram.counts);
    ctx.fillStyle = colour('--band');
    ctx.fill();
    if (other) {
      steps(ctx, box, x, y, edges, other.counts);
      ctx.strokeStyle = colour('--reference');
      ctx.setLineDash([4, 3]);
      ctx.lineWidth = 1.3;
      ctx.stroke();
      ctx.setLineDash([]);
    }
    steps(ctx, box, x, y, edges, histogram.counts);
    ctx.strokeStyle = main;
    ctx.lineWidth = 1.4;
    ctx.stroke();
    ctx.lineWidth = 1;
    errorBars(ctx, box, x, y, histogram);
    if (!reference) return;

    const low: Box = { ...box, top: box.top + box.height + 10, height: 60 };
    const scale: Scale = { low: 0, high: 2 };
    drawFrame(ctx, low, x, scale, { x: withUnits(histogram.x_title ?? histogram.name), y: 'ratio' });
    ctx.strokeStyle = ctx.fillStyle = main;
    ratio(histogram, reference.histogram).forEach((r, i) => {
      const mark = inPane(r, scale.high);
      if (!mark) return;
      const px = xAt(low, x, (edges[i]! + edges[i + 1]!) / 2);
      const py = yAt(low, scale, mark.at);
      if (mark.bar) {
        ctx.globalAlpha = 0.45;
        ctx.beginPath();
        ctx.moveTo(px, yAt(low, scale, mark.bar[0]));
        ctx.lineTo(px, yAt(low, scale, mark.bar[1]));
        ctx.stroke();
        ctx.globalAlpha = 1;
      }
      if (!mark.above) return ctx.fillRect(px - 1.2, py - 1.2, 2.4, 2.4);
      ctx.beginPath();
      ctx.moveTo(px, py + 1);
      ctx.lineTo(px + 3, py + 6);
      ctx.lineTo(px - 3, py + 6);
      ctx.fill();
    });
  }, [histogram, reference, log, entries]);

  const tip = hover && hover.bin >= 0 && {
    range: `${plain(edges[hover.bin])} … ${plain(edges[hover.bin + 1])}`,
    here: withError(histogram.counts[hover.bin]!, Math.sqrt(histogram.counts[hover.bin]!)),
    there: other ? plain(other.counts[hover.bin], 3) : null,
    ratio: reference ? ratioText(ratio(histogram, reference.histogram)[hover.bin]!) : '',
  };
  return (
    <Canvas
      height={height} draw={draw}
      label={`Histogram ${histogram.title ?? histogram.name}, ${count(histogram.counts.reduce((a, b) => a + b, 0))} ${entries}`}
      onPointer={(kind, px, _py, _event, width) => {
        const bin = kind === 'leave' ? -1 : binOf(edges, xOf(plotBox(width, height, false), x, px));
        setHover(bin < 0 ? null : { bin, x: px, width });
      }}
    >
      {tip && (
        <div class="tip" style={hover.x > hover.width / 2 ? { right: `${hover.width - hover.x + 12}px`, top: '12px' } : { left: `${hover.x + 12}px`, top: '12px' }}>
          {`${tip.range}\n${tip.here} ${entries}${tip.there && reference ? `\nrun ${reference.run}, scaled: ${tip.there}${tip.ratio}` : ''}`}
        </div>
      )}
    </Canvas>
  );
}
