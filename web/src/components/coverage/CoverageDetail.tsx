// What the selected cells are, and what can be asked for.
import { useState } from 'preact/hooks';
import { explain } from '../../api/explain';
import type { Coverage, Verb } from '../../api/tasks';
import { inWords } from '../../format/states';
import { setQuery } from '../../router';
import { useMay } from '../../session';
import { within, type CoverageState } from '../../shape/coverage';
import { useAnswer } from '../../useAnswer';
import { ActionDialog } from '../ActionDialog';
import { Face } from '../faces';
import { StateMark } from '../StateMark';
import { Time } from '../Time';

const verbs: Verb[] = ['retry', 'recompute', 'exclude', 'include', 'prioritise', 'cancel'];

function Explanation({ analysis, run }: { analysis: string; run: number }) {
  const answer = useAnswer(`explain ${analysis} ${run}`, (signal) => explain(analysis, run, signal), true);
  return (
    <Face of={answer} lines={3}>
      {(list) => (
        <>
          {list.map((one) => (
            <div key={one.version + one.container} class="stack">
              <div><b>{one.headline}</b></div>
              <div class="muted">Rule: {one.rule}</div>
              <div class="muted">Next: {one.next}</div>
              {one.events.length > 0 && (
                <ol class="events">
                  {one.events.map((e) => (
                    <li key={e.sequence}><Time ns={e.at_ns} seconds /> <StateMark state={e.to} /> <span class="muted">{e.cause} · {e.actor}</span></li>
                  ))}
                </ol>
              )}
            </div>
          ))}
        </>
      )}
    </Face>
  );
}

export function CoverageDetail({ data, state }: { data: Coverage; state: CoverageState }) {
  const [acting, setActing] = useState<Verb | null>(null);
  const mayOperate = useMay('operate');
  const { selection } = state;
  if (!selection) return <p class="muted">Click a cell, or drag: zooms until a column is one run. Letters stand for the worst state in a cell; hover says why and what is next.</p>;
  const rows = selection.rows.length ? selection.rows : data.rows.map((r) => r.analysis);
  const single = rows.length === 1 && selection.from === selection.to;
  return (
    <section class="card" aria-label="Selection">
      <header>
        <h2>{rows.length === 1 ? rows[0] : `${rows.length} analyses`}, {selection.from === selection.to ? 'run' : 'runs'} {selection.from}{selection.to > selection.from && `–${selection.to}`}</h2>
        <span class="muted">{inWords(within(data, rows, selection.from, selection.to))}</span>
        <span class="fill" />
        <button class="quiet" onClick={() => setQuery({ sel: null, rows: null })}>Clear</button>
      </header>
      <div class="body stack">
        {single && <Explanation analysis={rows[0]!} run={selection.from} />}
        <div class="row">
          {verbs.map((verb) => (
            <button key={verb} disabled={!mayOperate} title={mayOperate ? '' : 'Needs the role operator'} onClick={() => setActing(verb)}>{verb}</button>
          ))}
          <span class="fill" />
          <a href={single ? `/runs/${selection.from}?proof=${rows[0]}` : `/runs?filter=${selection.from}..${selection.to}`}>{single ? 'Open the run' : 'Runs as a table'}</a>
        </div>
      </div>
      {acting && <ActionDialog choice={{ verb: acting, analyses: rows, min_run: selection.from, max_run: selection.to }} onClose={() => setActing(null)} />}
    </section>
  );
}
