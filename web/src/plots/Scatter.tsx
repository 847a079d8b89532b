// Two variables against each other, a point per run.
import { useCallback, useMemo, useState } from 'preact/hooks';
import { withError } from '../format/number';
import { go } from '../router';
import { withErrors, type Pair } from '../shape/pairs';
import { colour } from '../theme';
import { Canvas } from './Canvas';
import { drawFrame, xAt, yAt, type Box, type Scale } from './frame';
import { extent } from './ticks';

interface Props {
  pairs: Pair[];
  x: string;
  y: string;
  height?: number;
}

const boxOf = (width: number, height: number): Box => ({ left: 64, top: 8, width: width - 76, height: height - 46 });

export function Scatter({ pairs, x, y, height = 420 }: Props) {
  const [hover, setHover] = useState<{ pair: Pair; x: number; y: number } | null>(null);
  const [sx, sy] = useMemo((): [Scale, Scale] => {
    const [xl, xh] = extent(withErrors(pairs, 'x'), 0.05);
    const [yl, yh] = extent(withErrors(pairs, 'y'), 0.05);
    return [{ low: xl, high: xh }, { low: yl, high: yh }];
  }, [pairs]);
  const draw = useCallback((ctx: CanvasRenderingContext2D, width: number, tall: number) => {
    const box = boxOf(width, tall);
    drawFrame(ctx, box, sx, sy, { x, y });
    ctx.save();
    ctx.beginPath();
    ctx.rect(box.left, box.top, box.width, box.height);
    ctx.clip();
    ctx.strokeStyle = ctx.fillStyle = colour('--series-0');
    for (const p of pairs) {
      const [px, py] = [xAt(box, sx, p.x), yAt(box, sy, p.y)];
      ctx.globalAlpha = 0.3;
      ctx.beginPath();
      if (p.xError) { ctx.moveTo(xAt(box, sx, p.x - p.xError), py); ctx.lineTo(xAt(box, sx, p.x + p.xError), py); }
      if (p.yError) { ctx.moveTo(px, yAt(box, sy, p.y - p.yError)); ctx.lineTo(px, yAt(box, sy, p.y + p.yError)); }
      ctx.stroke();
      ctx.globalAlpha = 0.85;
      ctx.beginPath();
      ctx.arc(px, py, 2.6, 0, 7);
      ctx.fill();
    }
    ctx.restore();
  }, [pairs, x, y]);
  return (
    <Canvas
      height={height} draw={draw} label={`${y} against ${x}, ${pairs.length} runs`}
      onPointer={(kind, px, py, _event, width) => {
        if (kind === 'leave') return setHover(null);
        const box = boxOf(width, height);
        let best: Pair | null = null;
        let nearest = 14 ** 2;
        for (const p of pairs) {
          const d = (xAt(box, sx, p.x) - px) ** 2 + (yAt(box, sy, p.y) - py) ** 2;
          if (d < nearest) [nearest, best] = [d, p];
        }
        if (kind === 'up' && best) return go(`/runs/${best.run}`);
        setHover(best && { pair: best, x: Math.min(px + 12, width - 200), y: py + 12 });
      }}
    >
      {hover && (
        <div class="tip" style={{ left: `${hover.x}px`, top: `${hover.y}px` }}>
          {`Run ${hover.pair.run}\n${x}: ${withError(hover.pair.x, hover.pair.xError)}\n${y}: ${withError(hover.pair.y, hover.pair.yError)}`}
        </div>
      )}
    </Canvas>
  );
}
