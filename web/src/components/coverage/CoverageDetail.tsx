// What the selected cells are, and what can be asked for.
import { useContext, useState } from 'preact/hooks';
import { explain } from '../../api/explain';
import { coverage, type Coverage, type States, type Verb } from '../../api/tasks';
import { inWords, sentence } from '../../format/states';
import { setQuery } from '../../router';
import { SessionContext } from '../../session';
import { idle, verbs } from '../../shape/actions';
import { totalsOf, type CoverageState } from '../../shape/coverage';
import { useAnswer } from '../../useAnswer';
import { ActionDialog } from '../ActionDialog';
import { Face, Failed } from '../faces';
import { StateMark } from '../StateMark';
import { Time } from '../Time';

function Explanation({ analysis, run }: { analysis: string; run: number }) {
  const answer = useAnswer(`explain ${analysis} ${run}`, (signal) => explain(analysis, run, signal), true);
  return (
    <Face of={answer} lines={3}>
      {(list) => (
        <>
          {list.map((one) => (
            <div key={one.version + one.container} class="stack">
              <div><b>{sentence(one.headline)}</b></div>
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

function Actions({ tasks, onAct }: { tasks: States | null; onAct: (verb: Verb) => void }) {
  const { may } = useContext(SessionContext);
  return (
    <>
      {verbs.map(({ verb, what, needs, role }) => {
        const why = !may.includes(needs) ? `Needs the role ${role}` : tasks ? idle(verb, tasks) : 'Counting the tasks …';
        return <button key={verb} disabled={why !== ''} title={why || what} onClick={() => onAct(verb)}>{verb}</button>;
      })}
    </>
  );
}

function Hint() {
  return (
    <p class="muted">
      <span class="bymouse">Click a cell, or drag: zooms until a column is one run. Letters stand for the worst state in a cell; hover says why and what is next.</span>
      <span class="bytouch">Tap a cell, or draw along a row: zooms until a column is one run. Letters stand for the worst state in a cell; what you touch says why and what is next.</span>
    </p>
  );
}

export function CoverageDetail({ data, state }: { data: Coverage; state: CoverageState }) {
  const [acting, setActing] = useState<Verb | null>(null);
  const { selection } = state;
  // Columns may hold more runs than are selected: the tasks of exactly these are counted by the server.
  const exact = useAnswer(
    selection && `selection ${selection.from} ${selection.to}`,
    (signal) => coverage({ min_run: selection?.from, max_run: selection?.to, bins: 1 }, signal), true);
  if (!selection) return <Hint />;
  const rows = selection.rows.length ? selection.rows : data.rows.map((r) => r.analysis);
  const single = rows.length === 1 && selection.from === selection.to;
  const tasks = exact.data && !exact.loading ? totalsOf(exact.data, rows) : null;
  return (
    <section class="card" aria-label="Selection">
      <header>
        <h2>{rows.length === 1 ? rows[0] : `${rows.length} analyses`}, {selection.from === selection.to ? 'run' : 'runs'} {selection.from}{selection.to > selection.from && `–${selection.to}`}</h2>
        <span class="muted">{tasks ? inWords(tasks) : '…'}</span>
        <span class="fill" />
        <button class="quiet" onClick={() => setQuery({ sel: null, rows: null })}>Clear</button>
      </header>
      <div class="body stack">
        {exact.error && <Failed error={exact.error} retry={exact.reload} />}
        {single && <Explanation analysis={rows[0]!} run={selection.from} />}
        <div class="row">
          <Actions tasks={tasks} onAct={setActing} />
          <span class="fill" />
          <a href={single ? `/runs/${selection.from}?proof=${rows[0]}` : `/runs?filter=${selection.from}..${selection.to}`}>{single ? 'Open the run' : 'Runs as a table'}</a>
        </div>
      </div>
      {acting && <ActionDialog choice={{ verb: acting, analyses: rows, min_run: selection.from, max_run: selection.to }} onClose={() => setActing(null)} />}
    </section>
  );
}
