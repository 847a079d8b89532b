// Failures grouped by message; and, if asked for, the tasks of one state.
import { useState } from 'preact/hooks';
import { tasks } from '../../api/tasks';
import type { Operations } from '../../api/views';
import { count, runList } from '../../format/number';
import { face } from '../../format/states';
import { setQuery } from '../../router';
import { useMay } from '../../session';
import { useAnswer } from '../../useAnswer';
import { ActionDialog, type Choice } from '../ActionDialog';
import { Empty, Face } from '../faces';
import { StateMark } from '../StateMark';
import { Ago } from '../Time';

function TaskList({ state }: { state: string }) {
  const answer = useAnswer(`tasks ${state}`, (signal) => tasks({ state, limit: 100 }, signal), true);
  return (
    <section class="card" aria-label="Tasks of one state">
      <header>
        <h2>Tasks: {face(state).word}</h2><span class="muted">{answer.data && `${count(answer.data.matched)} in all`}</span>
        <span class="fill" /><button class="quiet" onClick={() => setQuery({ state: null })}>Close</button>
      </header>
      <Face of={answer}>
        {(data) => (
          <div class="tasklist">
            {data.tasks.length === 0 && <Empty title={`No task is ${face(state).word}`} />}
            {data.tasks.map((t) => (
              <div key={t.id} class="taskrow">
                <a href={`/runs/${t.run}?proof=${t.analysis}`}>{t.analysis} of {t.runs}</a>
                <StateMark state={t.state} />
                <span>{t.reason}</span>
                <span class="muted"><Ago ns={t.changed_ns} /></span>
              </div>
            ))}
          </div>
        )}
      </Face>
    </section>
  );
}

export function Failures({ failures, state }: { failures: NonNullable<Operations['failures']>; state: string }) {
  const [acting, setActing] = useState<Choice | null>(null);
  const mayRetry = useMay('retry');
  return (
    <>
      {state && <TaskList state={state} />}
      <section class="card" aria-label="Failures">
        <header><h2>Failures</h2><span class="muted">grouped by cause, most first</span></header>
        {failures.length === 0 && <Empty title="Nothing failed">No task is failed or has to be checked.</Empty>}
        {failures.map((f) => (
          <div key={`${f.error_class} ${f.reason_code} ${f.reason_subject}`} class="failure">
            <b class="number">{count(f.tasks)}</b>
            <div>
              <div class="said">{f.reason || 'no reason was given'}</div>
              <div class="muted small">
                <span class="tag">{f.error_class.replace('_', ' ')}</span> {f.analyses.join(', ')} · runs{' '}
                {f.runs.length === 1 ? <a href={`/runs/${f.runs[0]}`}>{f.runs[0]}</a> : <a href={`/runs?filter=${Math.min(...f.runs)}..${Math.max(...f.runs)} ${f.analyses[0]}:failed,tocheck`}>{runList(f.runs)}</a>}
                {' '}· newest <Ago ns={f.newest_ns} />
              </div>
            </div>
            <button disabled={!mayRetry} title={mayRetry ? '' : 'Needs the role shifter'} onClick={() => setActing({ verb: 'retry', analyses: f.analyses, runs: f.runs, states: ['failed', 'tocheck'] })}>Retry …</button>
          </div>
        ))}
      </section>
      {acting && <ActionDialog choice={acting} onClose={() => setActing(null)} />}
    </>
  );
}
