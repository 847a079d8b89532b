// The numbers and the picture, to take along.
import { useState } from 'preact/hooks';
import type { Query } from '../api/http';
import { trendUrl } from '../api/trend';
import { periodColour } from '../plots/trendDraw';
import { python, type Panel } from '../shape/panels';
import type { Periods } from '../shape/periods';
import { labelled } from '../format/number';
import { colour } from '../theme';
import { Dialog } from './Dialog';
import { copy } from './toast';

/** All panels below each other with their titles, and where they come from. */
function picture(panels: Panel[], shade: Periods | null): HTMLCanvasElement {
  const plots = [...document.querySelectorAll<HTMLCanvasElement>('.panel canvas')];
  const ratio = window.devicePixelRatio || 1;
  const line = 30 * ratio;
  const out = document.createElement('canvas');
  out.width = Math.max(...plots.map((p) => p.width));
  out.height = plots.reduce((sum, p) => sum + p.height + line, shade ? 2 * line : line);
  const ctx = out.getContext('2d')!;
  ctx.fillStyle = colour('--surface');
  ctx.fillRect(0, 0, out.width, out.height);
  let y = 0;
  plots.forEach((plot, i) => {
    ctx.fillStyle = colour('--text');
    ctx.font = `600 ${13 * ratio}px Inter, sans-serif`;
    ctx.fillText(labelled(panels[i]?.title ?? '', panels[i]?.unit ?? ''), 12 * ratio, y + 20 * ratio);
    ctx.drawImage(plot, 0, y + line);
    y += plot.height + line;
  });
  if (shade) {
    let x = 12 * ratio;
    ctx.font = `${11 * ratio}px Inter, sans-serif`;
    shade.shaded.forEach(({ name }, kind) => {
      ctx.fillStyle = periodColour(kind);
      ctx.fillRect(x, y + 10 * ratio, 14 * ratio, 10 * ratio);
      ctx.fillStyle = colour('--text');
      ctx.fillText(name, (x += 20 * ratio), y + 19 * ratio);
      x += ctx.measureText(name).width + 16 * ratio;
    });
    y += line;
  }
  ctx.fillStyle = colour('--muted');
  ctx.font = `${10 * ratio}px Inter, sans-serif`;
  ctx.fillText(`XOM · ${location.href} · ${new Date().toISOString().slice(0, 16)} UTC`, 12 * ratio, y + 18 * ratio);
  return out;
}

function savePicture(panels: Panel[], shade: Periods | null): void {
  picture(panels, shade).toBlob((blob) => {
    if (!blob) return;
    const link = document.createElement('a');
    link.href = URL.createObjectURL(blob);
    link.download = 'trend.png';
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });
}

export function TrendExport({ asked, panels, shade }: { asked: Query; panels: Panel[]; shade: Periods | null }) {
  const [open, setOpen] = useState(false);
  const words = python(location.origin + trendUrl('trend', { ...asked, points: 0 }));
  return (
    <div class="row">
      <a class="button" href={trendUrl('trend.csv', { v: asked.v, min_run: asked.min_run, max_run: asked.max_run })} download="trend.csv">CSV</a>
      <a class="button" href={trendUrl('trend', { ...asked, points: 0 })} download="trend.json">JSON</a>
      <button onClick={() => savePicture(panels, shade)}>PNG</button>
      <button onClick={() => setOpen(true)}>Python</button>
      {open && (
        <Dialog label="Python" onClose={() => setOpen(false)}>
          <h2>The same numbers in Python</h2>
          <div class="body stack">
            <pre class="code" tabIndex={0}>{words}</pre>
            <div class="row"><span class="fill" /><button onClick={() => setOpen(false)}>Close</button><button class="primary" onClick={() => copy(words)}>Copy</button></div>
          </div>
        </Dialog>
      )}
    </div>
  );
}
