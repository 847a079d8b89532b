// Plots of the page below each other as one picture, with titles, legends, and where they come from.
import { edge, laid, linesOf, type LegendItem, type Placed } from '../shape/legend';
import { colour } from '../theme';

export interface Part {
  title: string;
  canvas: HTMLCanvasElement;
  legend: LegendItem[];
}

const line = 30;

export function picture(parts: Part[], foot: LegendItem[], from: string): HTMLCanvasElement {
  const ratio = window.devicePixelRatio || 1;
  const out = document.createElement('canvas');
  const ctx = out.getContext('2d')!;
  const small = '11px Inter, sans-serif';
  const width = Math.max(...parts.map((p) => p.canvas.width)) / ratio;
  ctx.font = small;
  const lay = (items: LegendItem[]): Placed[] => laid(items, width, (text) => ctx.measureText(text).width);
  const legends = parts.map((part) => lay(part.legend));
  const last = lay(foot);
  const lines = parts.length + [...legends, last].reduce((sum, items) => sum + linesOf(items), 1);
  out.width = width * ratio;
  out.height = parts.reduce((sum, p) => sum + p.canvas.height, lines * line * ratio);
  ctx.scale(ratio, ratio);
  ctx.fillStyle = colour('--surface');
  ctx.fillRect(0, 0, width, out.height);

  let y = 0;
  const draw = (items: Placed[]): void => {
    ctx.font = small;
    for (const { name, colour: own, shape, x, line: row } of items) {
      ctx.fillStyle = own;
      if (shape) ctx.fillText(shape, x + 3, y + row * line + 19);
      else ctx.fillRect(x, y + row * line + 10, 14, 10);
      ctx.fillStyle = colour('--text');
      ctx.fillText(name, x + 20, y + row * line + 19);
    }
    y += linesOf(items) * line;
  };
  parts.forEach(({ title, canvas }, i) => {
    ctx.fillStyle = colour('--text');
    ctx.font = '600 13px Inter, sans-serif';
    ctx.fillText(title, edge, y + 20);
    y += line;
    draw(legends[i]!);
    ctx.drawImage(canvas, 0, y, canvas.width / ratio, canvas.height / ratio);
    y += canvas.height / ratio;
  });
  draw(last);
  ctx.fillStyle = colour('--muted');
  ctx.font = '10px Inter, sans-serif';
  ctx.fillText(from, edge, y + 18);
  return out;
}
