// Draws what stands beside a trend, each with the arrow where it lies beyond the axis.
import type uPlot from 'uplot';
import { spread, type Note } from '../shape/margin';
import { gapStrip } from '../shape/under';
import { colour } from '../theme';
import { font } from './frame';
import { limitColour } from './trendDraw';

const line = 12;

export function drawMargin(u: uPlot, notes: Note[]): void {
  const { ctx, bbox } = u;
  const px = window.devicePixelRatio || 1;
  const [top, foot] = [bbox.top + 4 * px, bbox.top + bbox.height - gapStrip * px];
  const wish = notes.map((n) => u.valToPos(n.at, 'y', true));
  const placed = spread(wish, line * px, top, foot);
  ctx.save();
  ctx.font = font(10 * px);
  ctx.textAlign = 'left';
  ctx.textBaseline = 'middle';
  notes.forEach((note, i) => {
    const y = wish[i]!;
    const away = y < bbox.top ? ' ↑' : !(y <= bbox.top + bbox.height) ? ' ↓' : '';
    ctx.fillStyle = note.what === 'limit' ? limitColour(note.kind) : colour('--muted');
    ctx.fillText(`${note.text}${away}`, bbox.left + bbox.width + 6 * px, placed[i]!);
  });
  ctx.restore();
}
