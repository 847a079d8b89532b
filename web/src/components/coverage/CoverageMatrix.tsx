// The matrix: names at the left, cells on a canvas, totals at the right.
import { useCallback, useState } from 'preact/hooks';
import type { Coverage } from '../../api/tasks';
import { percent } from '../../format/number';
import { wanted } from '../../format/states';
import { Canvas } from '../../plots/Canvas';
import { setQuery } from '../../router';
import { inside, nearest, saying, type CoverageState, type Spot } from '../../shape/coverage';
import { StateBar } from '../StateMark';
import { drawMatrix, foot, rowHeight } from './drawMatrix';

interface Drag {
  from: Spot;
  to: Spot;
}

export function CoverageMatrix({ data, state }: { data: Coverage; state: CoverageState }) {
  const [pointed, setHover] = useState<(Spot & { x: number; y: number; width: number; of: string }) | null>(null);
  const [keyed, setKeyAt] = useState<Spot | null>(null);
  const [dragged, setDrag] = useState<(Drag & { of: string }) | null>(null);
  // The pointer says nothing of other runs than those it came to; the keys go on from the nearest cell.
  const range = `${data.min_run} ${data.max_run} ${data.bins.length} ${data.rows.length}`;
  const hover = pointed?.of === range && inside(data, pointed) ? pointed : null;
  const drag = dragged?.of === range ? dragged : null;
  const keyAt = nearest(data, keyed);
  const height = data.rows.length * rowHeight + foot;
  const spot = (x: number, y: number, width: number): Spot => ({
    row: Math.min(data.rows.length - 1, Math.max(0, Math.floor(y / rowHeight))),
    bin: Math.min(data.bins.length - 1, Math.max(0, Math.floor((x / width) * data.bins.length))),
  });

  const draw = useCallback((ctx: CanvasRenderingContext2D, width: number) => {
    drawMatrix(ctx, width, data, { emphasis: state.emphasis, selection: state.selection, drag, cursor: keyAt ?? hover, zooms: state.drag === 'zoom' });
  }, [data, state, hover, keyAt, drag]);

  const choose = ({ row, bin }: Spot): void => {
    const [b, r] = [data.bins[bin], data.rows[row]];
    if (!b || !r) return;
    if (b.runs > 1 && state.drag === 'zoom') setQuery({ from: b.from, to: b.to, sel: null, rows: null });
    else setQuery({ sel: `${b.from}..${b.to}`, rows: r.analysis });
  };
  const finish = ({ from, to }: Drag): void => {
    const [a, b] = [Math.min(from.bin, to.bin), Math.max(from.bin, to.bin)];
    const range = [data.bins[a]!.from, data.bins[b]!.to] as const;
    if (state.drag === 'zoom') return setQuery({ from: range[0], to: range[1], sel: null, rows: null });
    const rows = data.rows.slice(Math.min(from.row, to.row), Math.max(from.row, to.row) + 1).map((r) => r.analysis);
    setQuery({ sel: `${range[0]}..${range[1]}`, rows: rows.join(',') });
  };
  const pointer = (kind: string, x: number, y: number, event: PointerEvent, width: number): void => {
    if (kind === 'leave') {
      setHover(null);
      return setDrag(null);
    }
    const here = spot(x, y, width);
    setHover({ ...here, x, y, width, of: range });
    setKeyAt(null);
    if (kind === 'down' && event.button === 0) setDrag({ from: here, to: here, of: range });
    else if (kind === 'move' && drag) setDrag({ ...drag, to: here });
    else if (kind === 'up' && drag) {
      if (drag.from.bin === here.bin && (state.drag === 'zoom' || drag.from.row === here.row)) choose(here);
      else finish({ from: drag.from, to: here });
      setDrag(null);
    }
  };
  const key = (event: KeyboardEvent): void => {
    const steps: Record<string, [number, number]> = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
    const step = steps[event.key];
    if (step) {
      setKeyAt(nearest(data, keyAt ? { row: keyAt.row + step[0], bin: keyAt.bin + step[1] } : { row: 0, bin: data.bins.length - 1 }));
      event.preventDefault();
    } else if (event.key === 'Enter' && keyAt) choose(keyAt);
    else if (event.key === 'Escape') setKeyAt(null);
  };

  const tip = !drag && hover && hover.y < data.rows.length * rowHeight ? hover : null;
  return (
    <div class="card matrix">
      <div class="matrixnames">
        {data.rows.map((row) => (
          <a key={row.analysis} href={`/analyses/${row.analysis}`} title={`${row.title ?? row.analysis} ${row.version}`} style={{ height: `${rowHeight}px` }}>{row.analysis}</a>
        ))}
      </div>
      <Canvas
        height={height} draw={draw} tabIndex={0} onPointer={pointer} onKey={key} onBlur={() => setKeyAt(null)}
        label={`${data.rows.length} analyses times ${data.runs} runs in ${data.bins.length} columns. Arrow keys move, Enter opens.`}
      >
        {tip && (
          <div class="tip" style={tip.x > tip.width / 2 ? { right: `${tip.width - tip.x + 14}px`, top: `${tip.y + 14}px` } : { left: `${tip.x + 14}px`, top: `${tip.y + 14}px` }}>
            {saying(data, tip.row, tip.bin)}
          </div>
        )}
        {keyAt && <div class="tip keytip" role="status">{saying(data, keyAt.row, keyAt.bin)}</div>}
      </Canvas>
      <div class="matrixtotals">
        {data.rows.map((row) => (
          <div key={row.analysis} style={{ height: `${rowHeight}px` }}><StateBar of={row.totals} /><span class="number">{percent(row.totals.done ?? 0, wanted(row.totals))}</span></div>
        ))}
      </div>
    </div>
  );
}
