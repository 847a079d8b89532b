// The run under the cursor, and the runs that were selected.
import { useState } from 'preact/hooks';
import type { Axis } from '../api/trend';
import { duration } from '../format/time';
import { setQuery } from '../router';
import { periodColour } from '../plots/trendDraw';
import type { Periods } from '../shape/periods';
import { lowerBound, type RunAxis } from '../shape/runAxis';
import { useMedia } from '../useMedia';
import { BulkBar } from './BulkBar';
import { Time } from './Time';

interface HoverProps {
  run: number | null;
  axis: Axis;
  drag: string;
  shade: Periods | null;
}

export function HoverLine({ run, axis, drag, shade }: HoverProps) {
  const finger = useMedia('(hover: none)');
  if (run === null) {
    const range = drag === 'zoom' ? 'zoom' : 'select runs';
    return (
      <div class="hoverline muted">
        {finger ? `Tap a run to read it, again to open it; swipe sideways to ${range}.` : `Drag to ${range}${drag === 'zoom' ? ', double click for all runs' : ''}; click a run to open it. By keyboard: arrows and Enter.`}
        {' '}Marks at the foot are runs without a value.
      </div>
    );
  }
  const i = lowerBound(axis.number, run);
  const start = axis.start_s[i];
  const source = axis.sources[axis.source[i] ?? -1];
  const kind = shade?.shaded.findIndex((one) => one.name === shade.nameOf(run)) ?? -1;
  const period = kind >= 0 ? { kind, name: shade!.shaded[kind]!.name } : null;
  const tags = axis.tags.filter((_, t) => axis.tagged[t]?.includes(run));
  return (
    <div class="hoverline" aria-live="polite">
      <b>Run {run}</b>
      <span>{axis.modes[axis.mode[i] ?? -1]}</span>
      {source && source !== 'none' && <span>{source}</span>}
      {period && <span class="period"><i aria-hidden="true" style={{ background: periodColour(period.kind) }} />{period.name}</span>}
      {typeof start === 'number' && <Time ns={start * 1e9} />}
      <span class="muted">{duration(axis.livetime_s[i] ?? undefined)}</span>
      {tags.map((tag) => <span key={tag} class="tag">{tag}</span>)}
    </div>
  );
}

export function SelectionBar({ selection, axis }: { selection: [number, number]; axis: RunAxis | null }) {
  const [from, to] = selection;
  const [all] = useState(() => axis);
  const known = axis ?? all;
  const runs = known?.number.filter((run) => from <= run && run <= to) ?? [];
  return (
    <div class="card selection">
      <BulkBar runs={runs} onClear={() => setQuery({ sel: null })} />
      <div class="body row">
        <a href={`/runs?filter=${from}..${to}`}>Show them as a table</a>
        <button class="link" onClick={() => setQuery({ from, to, sel: null })}>Zoom to them</button>
      </div>
    </div>
  );
}
