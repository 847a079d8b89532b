// Draws the coverage matrix: per cell the shares of its states, and the letter of the worst.
import type { Coverage } from '../../api/tasks';
import { face, worst } from '../../format/states';
import { utc } from '../../format/time';
import { font } from '../../plots/frame';
import { parts, type CoverageState, type Spot } from '../../shape/coverage';
import { colour } from '../../theme';

export const rowHeight = 24;
export const foot = 36;

interface Marks {
  emphasis: string;
  selection: CoverageState['selection'];
  drag: { from: Spot; to: Spot } | null;
  cursor: Spot | null;
  zooms: boolean;
}

export function drawMatrix(ctx: CanvasRenderingContext2D, width: number, data: Coverage, marks: Marks): void {
  const wide = width / data.bins.length;
  const gap = wide > 5 ? 1 : 0;
  const fills = Object.fromEntries(['done', 'submitted', 'todo', 'waiting', 'tocheck', 'failed', 'none'].map((k) => [k, colour(`--state-${k}`)]));
  const letters = Object.fromEntries(Object.keys(fills).map((k) => [k, colour(`--on-${k}`)]));
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  ctx.font = font(9, 700);
  data.cells.forEach((row, i) => {
    row.forEach((cell, j) => {
      const left = Math.round(j * wide);
      const w = Math.max(1, Math.round((j + 1) * wide) - left - gap);
      const top = i * rowHeight + 1;
      const tall = rowHeight - 3;
      const shown = worst(cell);
      // What somebody has to look at comes first: its letter also where there is little room.
      const quiet = shown === 'done' || shown === 'none';
      const lettered = w >= (quiet ? 10 : 8);
      const stressed = !marks.emphasis || (cell[marks.emphasis as 'done'] ?? 0) > 0;
      ctx.globalAlpha = stressed ? 1 : 0.18;
      ctx.fillStyle = fills.none!;
      ctx.fillRect(left, top, w, tall);
      let base = top + tall;
      let middle = top + tall / 2; // of the worst state's share: its letter stands there
      for (const { key, share } of parts(cell)) {
        const h = Math.max(key === 'done' ? 1 : lettered && key === shown ? 11 : 4, share * tall);
        base -= h;
        if (key === shown) middle = Math.max(top + 6, base + h / 2);
        ctx.fillStyle = fills[key]!;
        ctx.fillRect(left, Math.max(top, base), w, Math.min(h, tall));
      }
      if (lettered) {
        ctx.fillStyle = letters[shown]!;
        ctx.fillText(face(shown).letter, left + w / 2, (quiet ? top + tall / 2 : Math.min(middle, top + tall - 5)) + 0.5);
      }
      ctx.globalAlpha = 1;
    });
  });
  drawAxis(ctx, width, data, wide);
  drawMarks(ctx, data, wide, marks);
}

function drawAxis(ctx: CanvasRenderingContext2D, width: number, data: Coverage, wide: number): void {
  const y = data.rows.length * rowHeight + 4;
  const wish = Math.max(2, Math.floor(width / 110));
  const every = Math.max(1, Math.ceil(data.bins.length / wish));
  ctx.font = font(11);
  ctx.textBaseline = 'top';
  data.bins.forEach((bin, j) => {
    if (j % every !== 0) return;
    const left = j * wide;
    if (left + 70 > width && j > 0) return;
    ctx.textAlign = 'left';
    ctx.fillStyle = colour('--line-strong');
    ctx.fillRect(Math.round(left), y - 3, 1, 30);
    ctx.fillStyle = colour('--text');
    ctx.fillText(String(bin.from), left + 4, y);
    ctx.fillStyle = colour('--muted');
    if (bin.start_ns !== undefined) ctx.fillText(utc(bin.start_ns).slice(0, 10), left + 4, y + 15);
  });
}

function drawMarks(ctx: CanvasRenderingContext2D, data: Coverage, wide: number, marks: Marks): void {
  const rows = data.rows.length;
  ctx.lineWidth = 2;
  ctx.strokeStyle = colour('--accent');
  ctx.fillStyle = colour('--select');
  const box = (bin0: number, bin1: number, row0: number, row1: number): void => {
    const [x, y, w, h] = [bin0 * wide, row0 * rowHeight, (bin1 - bin0 + 1) * wide, (row1 - row0 + 1) * rowHeight];
    ctx.fillRect(x, y, w, h);
    ctx.strokeRect(x, y, w - 1, h - 1);
  };
  if (marks.selection) {
    const { from, to, rows: names } = marks.selection;
    const first = data.bins.findIndex((b) => b.to >= from);
    const last = data.bins.findLastIndex((b) => b.from <= to);
    if (first >= 0 && last >= first) {
      data.rows.forEach((row, i) => {
        if (names.length === 0 || names.includes(row.analysis)) box(first, last, i, i);
      });
    }
  }
  if (marks.drag) {
    const { from, to } = marks.drag;
    const [r0, r1] = marks.zooms ? [0, rows - 1] : [Math.min(from.row, to.row), Math.max(from.row, to.row)];
    box(Math.min(from.bin, to.bin), Math.max(from.bin, to.bin), r0!, r1!);
  }
  if (marks.cursor && !marks.drag) {
    ctx.strokeStyle = colour('--text');
    ctx.lineWidth = 1.5;
    ctx.strokeRect(marks.cursor.bin * wide - 0.5, marks.cursor.row * rowHeight, Math.max(3, wide), rowHeight - 1);
  }
}
