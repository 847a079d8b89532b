// A two-dimensional histogram as a map. Cividis: it reads the same with every kind of colour vision.
import { useCallback, useState } from 'preact/hooks';
import type { Histogram } from '../api/runs';
import { plain } from '../format/number';
import { binOf } from '../shape/histogram';
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

/** One entry must be seen on a dark page too. */
const faint = 0.14;

const boxOf = (width: number, height: number): Box => ({ left: 58, top: 8, width: width - 58 - 66, height: height - 8 - 38 });

export function MapPlot({ histogram, log, height = 270 }: { histogram: Histogram; log: boolean; height?: number }) {
  const [hover, setHover] = useState<{ text: string; x: number; y: number } | null>(null);
  const xs = histogram.x_edges;
  const ys = histogram.y_edges ?? [0, 1];
  const x: Scale = { low: xs[0]!, high: xs[xs.length - 1]! };
  const y: Scale = { low: ys[0]!, high: ys[ys.length - 1]! };
  const rows = ys.length - 1;

  const draw = useCallback((ctx: CanvasRenderingContext2D, width: number, tall: number) => {
    const box = boxOf(width, tall);
    const top = Math.max(1, ...histogram.counts);
    const part = (c: number): number => (log ? Math.log10(c / 0.7) / Math.log10(top / 0.7) : c / top);
    drawFrame(ctx, box, x, y, { x: histogram.x_title ?? '', y: histogram.y_title ?? '' });
    histogram.counts.forEach((c, i) => {
      if (c <= 0) return;
      const [column, row] = [Math.floor(i / rows), i % rows];
      const [x0, x1] = [xAt(box, x, xs[column]!), xAt(box, x, xs[column + 1]!)];
      const [y0, y1] = [yAt(box, y, ys[row + 1]!), yAt(box, y, ys[row]!)];
      ctx.fillStyle = cividisAt(faint + (1 - faint) * part(c));
      ctx.fillRect(Math.floor(x0), Math.floor(y0), Math.ceil(x1) - Math.floor(x0), Math.ceil(y1) - Math.floor(y0));
    });
    const bar = { left: box.left + box.width + 12, width: 10 };
    for (let i = 0; i < box.height; ++i) {
      ctx.fillStyle = cividisAt(1 - ((1 - faint) * i) / box.height);
      ctx.fillRect(bar.left, box.top + i, bar.width, 1.5);
    }
    ctx.fillStyle = colour('--muted');
    ctx.font = font();
    ctx.textAlign = 'left';
    ctx.textBaseline = 'middle';
    ctx.fillText(plain(top), bar.left + 14, box.top + 6);
    ctx.fillText(log ? '1' : '0', bar.left + 14, box.top + box.height - 6);
  }, [histogram, log]);

  return (
    <Canvas
      height={height} draw={draw} label={`Map ${histogram.title ?? histogram.name}`}
      onPointer={(kind, px, py, _event, width) => {
        const box = boxOf(width, height);
        const [i, j] = [binOf(xs, xOf(box, x, px)), binOf(ys, yOf(box, y, py))];
        if (kind === 'leave' || i < 0 || j < 0) return setHover(null);
        const span = (e: number[], k: number): string => `${plain(e[k])} … ${plain(e[k + 1])}`;
        const text = `${histogram.x_title ?? 'x'}: ${span(xs, i)}\n${histogram.y_title ?? 'y'}: ${span(ys, j)}\n${plain(histogram.counts[i * rows + j])} entries`;
        setHover({ text, x: Math.min(px + 12, width - 190), y: py + 12 });
      }}
    >
      {hover && <div class="tip" style={{ left: `${hover.x}px`, top: `${hover.y}px` }}>{hover.text}</div>}
    </Canvas>
  );
}
