// A trend as small as a word: points, the expected range, one run marked.
import { useCallback } from 'preact/hooks';
import { colour } from '../theme';
import { Canvas } from './Canvas';
import { extent } from './ticks';

interface Props {
  value: (number | null)[];
  error?: (number | null)[];
  run: number[];
  mark?: number;
  low?: number | null | undefined;
  high?: number | null | undefined;
  height?: number;
  label: string;
}

export function Sparkline({ value, error, run, mark, low, high, height = 26, label }: Props) {
  const draw = useCallback((ctx: CanvasRenderingContext2D, width: number, tall: number) => {
    const [bottom, top] = extent(value, 0.08);
    const x = (i: number): number => 4 + (run.length < 2 ? 0.5 : i / (run.length - 1)) * (width - 8);
    const y = (v: number): number => 3 + (1 - (v - bottom) / (top - bottom)) * (tall - 6);
    const clip = (v: number): number => Math.min(tall, Math.max(0, v));
    if (typeof low === 'number' || typeof high === 'number') {
      const from = typeof high === 'number' ? clip(y(high)) : 0;
      const to = typeof low === 'number' ? clip(y(low)) : tall;
      ctx.fillStyle = colour('--band');
      ctx.fillRect(0, from, width, Math.max(0, to - from));
    }
    const normal = colour('--series-0');
    const out = colour('--bad');
    const size = run.length > 120 ? 1.2 : 1.6;
    value.forEach((v, i) => {
      if (v === null) return;
      const outside = (typeof low === 'number' && v < low) || (typeof high === 'number' && v > high);
      ctx.fillStyle = ctx.strokeStyle = outside ? out : normal;
      const e = error?.[i];
      if (height > 40 && e) {
        ctx.globalAlpha = 0.4;
        ctx.lineWidth = 1;
        ctx.beginPath();
        ctx.moveTo(x(i), clip(y(v - e)));
        ctx.lineTo(x(i), clip(y(v + e)));
        ctx.stroke();
        ctx.globalAlpha = 1;
      }
      ctx.beginPath();
      if (outside) ctx.rect(x(i) - size - 0.4, y(v) - size - 0.4, 2 * size + 0.8, 2 * size + 0.8);
      else ctx.arc(x(i), y(v), size, 0, 7);
      ctx.fill();
    });
    const marked = mark === undefined ? -1 : run.indexOf(mark);
    const markedValue = value[marked];
    if (markedValue !== undefined && markedValue !== null) {
      ctx.strokeStyle = colour('--text');
      ctx.lineWidth = 1.5;
      ctx.beginPath();
      ctx.arc(x(marked), y(markedValue), 3.4, 0, 7);
      ctx.stroke();
    }
  }, [value, error, run, mark, low, high, height]);
  return <Canvas height={height} draw={draw} label={label} class="spark" />;
}
