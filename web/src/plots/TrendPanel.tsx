// One panel of the trends: plot and, above it, what is under the cursor.
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import uPlot from 'uplot';
import { useThemeTurn } from '../theme';
import { bandsOf } from '../shape/bands';
import { align, readable, type Panel } from '../shape/panels';
import { stepped, type RunAxis } from '../shape/runAxis';
import { runUnder } from '../shape/under';
import { PanelHead } from './PanelHead';
import type { Look } from './trendDraw';
import { trendOptions } from './trendOptions';
import { followPointer } from './trendPointer';

interface Props {
  panel: Panel;
  axis: RunAxis;
  look: Look;
  hover: number | null;
  height: number;
  margin: number;
  onHover: (run: number | null) => void;
  onOpen: (run: number) => void;
  onRange: (from: number, to: number) => void;
  onReset: () => void;
}

export function TrendPanel(props: Props) {
  const { panel, axis, look, height, margin } = props;
  const place = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const turn = useThemeTurn();
  const aligned = useMemo(() => align(panel, axis), [panel, axis]);
  const runs = useMemo(() => readable(panel.series), [panel]);
  const bands = useMemo(() => bandsOf(panel), [panel]);
  const drawn = useRef<uPlot | null>(null);
  const latest = useRef(props);
  latest.current = props;

  useLayoutEffect(() => {
    const observer = new ResizeObserver(() => setWidth(place.current!.clientWidth));
    observer.observe(place.current!);
    setWidth(place.current!.clientWidth);
    return () => observer.disconnect();
  }, []);

  useLayoutEffect(() => {
    if (width === 0) return;
    const under = (u: uPlot): number | null => runUnder({
      left: u.cursor.left ?? -1, top: u.cursor.top ?? 0, height: u.over.clientHeight,
      placeAt: (px) => u.posToVal(px, 'x'), pxOf: (place) => u.valToPos(place, 'x'), pyOf: (value) => u.valToPos(value, 'y'),
    }, axis, panel.series, aligned);
    const options = trendOptions({
      panel, aligned, axis, look, bands, width, height, margin,
      onHover: (u) => {
        if (u.over.matches(':hover')) latest.current.onHover(under(u));
      },
      onSelect: (low, high) => latest.current.onRange(axis.runAt(low), axis.runAt(high)),
    });
    const plot = new uPlot(options, [aligned.x, ...aligned.columns] as uPlot.AlignedData, place.current!);
    followPointer(plot, {
      under: () => under(plot), read: () => latest.current.hover,
      onRead: (run) => latest.current.onHover(run), onOpen: (run) => latest.current.onOpen(run), onReset: () => latest.current.onReset(),
    });
    drawn.current = plot;
    return () => plot.destroy();
  }, [panel, aligned, axis, look, bands, width, height, margin, turn]);

  const read = (run: number | null): void => {
    props.onHover(run);
    const left = run === null ? -10 : (drawn.current?.valToPos(axis.placeOf(run), 'x') ?? -10);
    drawn.current?.setCursor({ left, top: run === null ? -10 : 0 }, false);
  };
  const key = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const to = stepped(runs, props.hover, event.key);
    if (to !== null) read(to);
    else if (event.key === 'Enter' && props.hover !== null) props.onOpen(props.hover);
    else if (event.key === 'Escape' && props.hover !== null) read(null);
    else return;
    event.preventDefault();
  };

  return (
    <section class="card panel" data-panel={panel.id} aria-label={`Trend of ${panel.title}`}>
      <PanelHead panel={panel} bands={bands} hover={props.hover} />
      <div ref={place} class="uplace" style={{ height: `${height}px` }} role="application" tabIndex={0} onKeyDown={key} onBlur={() => read(null)}
        aria-label={`${panel.title} over runs, ${panel.series.map((s) => s.run.length).join(' and ')} points. Arrow keys read a run, Enter opens it.`} />
    </section>
  );
}
