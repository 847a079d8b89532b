// The numbers and the picture, to take along.
import { useContext, useState } from 'preact/hooks';
import type { Query } from '../api/http';
import { trendUrl } from '../api/trend';
import { picture, type Part } from '../plots/picture';
import { periodColour, seriesColour, seriesShape } from '../plots/trendDraw';
import { nameOf, python, type Panel } from '../shape/panels';
import { SessionContext } from '../session';
import type { Periods } from '../shape/periods';
import { Dialog } from './Dialog';
import { copy, toast } from './toast';

/** What is drawn on the page, trends or what compares them. */
function parts(panels: Panel[]): Part[] {
  return [...document.querySelectorAll('.panel, .compared')].flatMap((section) => {
    const canvas = section.querySelector('canvas');
    if (!canvas) return [];
    const title = section.querySelector('h2')?.textContent ?? '';
    const panel = panels.find((p) => p.id === (section as HTMLElement).dataset.panel);
    const legend = panel && panel.series.length > 1
      ? panel.series.map((s, k) => ({ name: nameOf(s, panel), colour: seriesColour(k), shape: seriesShape(k) }))
      : [];
    return [{ title, canvas, legend }];
  });
}

function savePicture(panels: Panel[], shade: Periods | null): void {
  const drawn = parts(panels);
  if (drawn.length === 0) return toast('Nothing is drawn yet.');
  const foot = (shade?.shaded ?? []).map(({ name }, kind) => ({ name, colour: periodColour(kind) }));
  picture(drawn, foot, `XOM · ${location.href} · ${new Date().toISOString().slice(0, 16)} UTC`).toBlob((blob) => {
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
  const session = useContext(SessionContext);
  const words = python(location.origin + trendUrl('trend', { ...asked, points: 0 }), !session.open);
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
