// A two-dimensional histogram as a map, its reference, or how they differ. Cividis, and blue to orange: they read the same with
// every kind of colour vision.
import { useCallback, useMemo, useState } from 'preact/hooks';
import type { Histogram, HistogramPair } from '../api/runs';
import { plain, pull, withUnits } from '../format/number';
import { binOf, pulls, scaled } from '../shape/histogram';
import { colour } from '../theme';
import { Canvas } from './Canvas';
import { drawFrame, font, xAt, xOf, yAt, yOf, type Box, type Scale } from './frame';

const cividis = [
  [0, 34, 78], [18, 53, 112], [59, 73, 108], [87, 93, 109], [112, 113, 115],
  [138, 134, 120], [165, 156, 116], [195, 179, 105], [225, 204, 85], [254, 232, 56],
] as const;

export function cividisAt(part: number): string {
  const at = Math.min(0.9999, Math.max(0, part)) * (cividis.length - 1);
  const [a, b] = [cividis[Math.floor(at)]!, cividis[Math.floor(at) + 1]!];
  const mix = (i: 0 | 1 | 2): number => Math.round(a[i] + (b[i] - a[i]) * (at % 1));
  return `rgb(${mix(0)} ${mix(1)} ${mix(2)})`;
}

interface Paint {
  fill: string;
  alpha: number;
}

/** One entry must be seen on a dark page too. */
const faint = 0.14;

const boxOf = (width: number, height: number): Box => ({ left: 58, top: 8, width: width - 58 - 66, height: height - 8 - 38 });

/** What a map shows: the run, the reference scaled to its entries, or the difference in standard deviations. */
export type MapFace = 'this' | 'reference' | 'pull';

interface Props {
  histogram: Histogram;
  reference?: HistogramPair['reference'];
  face?: MapFace;
  log: boolean;
  height?: number;
}

/** Pulls beyond this have the full colour. */
const mostPull = 5;

export function MapPlot({ histogram, reference, face = 'this', log, height = 270 }: Props) {
  const [hover, setHover] = useState<{ text: string; x: number; y: number } | null>(null);
  const xs = histogram.x_edges;
  const ys = histogram.y_edges ?? [0, 1];
  const x: Scale = { low: xs[0]!, high: xs[xs.length - 1]! };
  const y: Scale = { low: ys[0]!, high: ys[ys.length - 1]! };
  const other = useMemo(() => reference && scaled(reference.histogram, histogram).counts, [histogram, reference]);
  const differ = useMemo(() => reference && pulls(histogram, reference.histogram), [histogram, reference]);
  const shown = other && differ ? face : 'this';
  const titles = { x: withUnits(histogram.x_title ?? ''), y: withUnits(histogram.y_title ?? '') };
  const rows = ys.length - 1;

  const draw = useCallback((ctx: CanvasRenderingContext2D, width: number, tall: number) => {
    const box = boxOf(width, tall);
    // One scale for the run and its reference: what is brighter has more entries.
    const top = [...histogram.counts, ...(other ?? [])].reduce((a, b) => Math.max(a, b), 1);
    const part = (c: number): number => Math.max(0, log ? Math.log10(c / 0.7) / Math.log10(top / 0.7) : c / top);
    const count = (c: number): Paint | null => (c > 0 ? { fill: cividisAt(faint + (1 - faint) * part(c)), alpha: 1 } : null);
    const difference = (p: number | null): Paint | null => (p === null ? null
      : { fill: colour(p < 0 ? '--series-0' : '--series-1'), alpha: 0.06 + 0.94 * Math.min(1, Math.abs(p) / mostPull) });
    drawFrame(ctx, box, x, y, titles);
    histogram.counts.forEach((c, i) => {
      const paint = shown === 'pull' ? difference(differ![i]!) : count(shown === 'reference' ? other![i]! : c);
      if (!paint) return;
      const [column, row] = [Math.floor(i / rows), i % rows];
      const [x0, x1] = [xAt(box, x, xs[column]!), xAt(box, x, xs[column + 1]!)];
      const [y0, y1] = [yAt(box, y, ys[row + 1]!), yAt(box, y, ys[row]!)];
      ctx.fillStyle = paint.fill;
      ctx.globalAlpha = paint.alpha;
      ctx.fillRect(Math.floor(x0), Math.floor(y0), Math.ceil(x1) - Math.floor(x0), Math.ceil(y1) - Math.floor(y0));
    });
    const bar = { left: box.left + box.width + 12, width: 10 };
    for (let i = 0; i < box.height; ++i) {
      const up = 1 - i / box.height;
      const paint = shown === 'pull' ? difference((2 * up - 1) * mostPull)! : { fill: cividisAt(faint + (1 - faint) * up), alpha: 1 };
      ctx.fillStyle = paint.fill;
      ctx.globalAlpha = paint.alpha;
      ctx.fillRect(bar.left, box.top + i, bar.width, 1);
    }
    ctx.globalAlpha = 1;
    ctx.fillStyle = colour('--muted');
    ctx.font = font();
    ctx.textAlign = 'left';
    ctx.textBaseline = 'middle';
    const ends = shown === 'pull' ? [`+${mostPull} σ`, '0', `−${mostPull} σ`] : [plain(top, 3), '', log ? '1' : '0'];
    ends.forEach((text, i) => ctx.fillText(text, bar.left + 14, box.top + 6 + (i * (box.height - 12)) / 2));
  }, [histogram, other, differ, shown, log]);

  return (
    <Canvas
      height={height} draw={draw} label={`Map ${histogram.title ?? histogram.name}${shown === 'this' ? '' : shown === 'pull' ? `, difference to run ${reference!.run}` : ` of run ${reference!.run}`}`}
      onPointer={(kind, px, py, _event, width) => {
        const box = boxOf(width, height);
        const [i, j] = [binOf(xs, xOf(box, x, px)), binOf(ys, yOf(box, y, py))];
        if (kind === 'leave' || i < 0 || j < 0) return setHover(null);
        const span = (e: number[], k: number): string => `${plain(e[k])} … ${plain(e[k + 1])}`;
        const k = i * rows + j;
        const lines = [`${titles.x || 'x'}: ${span(xs, i)}`, `${titles.y || 'y'}: ${span(ys, j)}`, `${plain(histogram.counts[k])} entries`];
        if (reference) lines.push(`run ${reference.run}, scaled: ${plain(other![k], 3)}`, `difference ${pull(differ![k])}`);
        const text = lines.join('\n');
        setHover({ text, x: Math.min(px + 12, width - 190), y: py + 12 });
      }}
    >
      {hover && <div class="tip" style={{ left: `${hover.x}px`, top: `${hover.y}px` }}>{hover.text}</div>}
    </Canvas>
  );
}
