// The frame of a plot: a box, two scales, marks and titles.
import { power } from '../format/number';
import { colour } from '../theme';
import { xAt, yAt, type Box, type Scale } from './scale';
import { logTicks, ticks, tickTexts } from './ticks';

export * from './scale';

export const font = (size = 11, weight = 400): string => `${weight} ${size}px Inter, system-ui, sans-serif`;

function marks(scale: Scale, wish: number): { value: number; text: string }[] {
  if (scale.log) {
    const all = logTicks(scale.low, scale.high);
    const every = Math.max(1, Math.ceil(all.length / wish));
    return all.filter((_, i) => i % every === 0).map((value) => {
      const e = Math.round(Math.log10(value));
      return { value, text: e >= 0 && e < 4 ? String(value) : power(e) };
    });
  }
  const list = ticks(scale.low, scale.high, wish);
  const texts = tickTexts(list);
  return list.map((value, i) => ({ value, text: texts[i]! }));
}

interface Titles {
  x?: string;
  y?: string;
  /** Leave the numbers at the x axis out (a panel below has them). */
  noX?: boolean;
}

export function drawFrame(ctx: CanvasRenderingContext2D, box: Box, x: Scale, y: Scale, titles: Titles): void {
  const line = colour('--line');
  const muted = colour('--muted');
  ctx.lineWidth = 1;
  ctx.font = font();
  ctx.fillStyle = muted;
  ctx.strokeStyle = line;
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'right';
  for (const { value, text } of marks(y, Math.max(2, box.height / 42))) {
    const py = Math.round(yAt(box, y, value)) + 0.5;
    ctx.beginPath();
    ctx.moveTo(box.left, py);
    ctx.lineTo(box.left + box.width, py);
    ctx.stroke();
    ctx.fillText(text, box.left - 6, py);
  }
  ctx.textAlign = 'center';
  ctx.textBaseline = 'top';
  for (const { value, text } of marks(x, Math.max(2, box.width / 75))) {
    const px = Math.round(xAt(box, x, value)) + 0.5;
    ctx.beginPath();
    ctx.moveTo(px, box.top + box.height);
    ctx.lineTo(px, box.top + box.height + 4);
    ctx.stroke();
    if (!titles.noX) ctx.fillText(text, px, box.top + box.height + 6);
  }
  ctx.strokeStyle = colour('--line-strong');
  ctx.strokeRect(box.left + 0.5, box.top + 0.5, box.width - 1, box.height - 1);
  ctx.fillStyle = colour('--text');
  if (titles.x) {
    ctx.textAlign = 'right';
    ctx.textBaseline = 'bottom';
    ctx.fillText(titles.x, box.left + box.width, box.top + box.height + 34);
  }
  if (titles.y) {
    ctx.save();
    ctx.translate(11, box.top + box.height / 2);
    ctx.rotate(-Math.PI / 2);
    ctx.textAlign = 'center';
    ctx.textBaseline = 'middle';
    ctx.fillText(titles.y, 0, 0);
    ctx.restore();
  }
}
