// Is anything late or stuck, and where.
import * as views from '../api/views';
import { Configuration } from '../components/operations/Configuration';
import { Failures } from '../components/operations/Failures';
import { Empty, Face } from '../components/faces';
import { StateBar, StateMark } from '../components/StateMark';
import { Ago } from '../components/Time';
import { bytes, count } from '../format/number';
import { states } from '../format/states';
import { duration } from '../format/time';
import { useAnswer } from '../useAnswer';
import type { PageProps } from '.';

function Latency({ stages }: { stages: views.Operations['latency'] }) {
  const longest = Math.max(1e-3, ...stages.map((s) => s.p95_s));
  return (
    <section class="card" aria-label="Latency">
      <header><h2>How long it takes</h2><span class="muted">last {count(Math.max(0, ...stages.map((s) => s.tasks)))} tasks done</span></header>
      {stages.length === 0 ? <Empty title="No task is done yet" /> : (
        <div class="scroll" tabIndex={0} role="region" aria-label="Table of latencies"><table>
          <thead><tr><th>Stage</th><th class="number">median</th><th class="number">95 %</th><th class="number">longest</th><th class="wide">median and 95 %</th></tr></thead>
          <tbody>
            {stages.map((s) => (
              <tr key={s.stage}>
                <td class="nowrap">{s.stage === 'all' ? <b>from run to value</b> : s.stage}</td>
                <td class="number">{duration(s.p50_s)}</td>
                <td class="number">{duration(s.p95_s)}</td>
                <td class="number muted">{duration(s.longest_s)}</td>
                <td class="wide">
                  <div class="meter" aria-hidden="true">
                    <span class="p95" style={{ width: `${(100 * s.p95_s) / longest}%` }} /><span class="p50" style={{ width: `${(100 * s.p50_s) / longest}%` }} />
                  </div>
                </td>
              </tr>
            ))}
          </tbody>
        </table></div>
      )}
    </section>
  );
}

const places: Record<string, { name: string; slot: [string, string] }> = {
  native: { name: 'in the engine', slot: ['thread', 'threads'] },
  local: { name: 'on this machine', slot: ['slot', 'slots'] },
  slurm: { name: 'on the cluster', slot: ['slot', 'slots'] },
};

/** One sentence per executor: "2 of 2 slots in use, 14 queued". */
function Slots({ list }: { list: views.Operations['executors'] }) {
  return (
    <section class="card" aria-label="Slots">
      <header><h2>Queue and slots</h2><span class="muted">per executor</span></header>
      {list.length === 0 && <Empty title="No analysis is configured" />}
      <div class="slots">
        {list.map((e) => {
          const place = places[e.executor] ?? { name: '', slot: ['slot', 'slots'] };
          return (
            <div key={e.executor}>
              <b>{e.executor}</b> <span class="muted">{place.name}</span>
              <div class={e.in_use >= e.slots && e.queued > 0 ? 'warn' : ''}>{count(e.in_use)} of {count(e.slots)} {place.slot[e.slots === 1 ? 0 : 1]} in use, {count(e.queued)} queued</div>
              <div class="meter" aria-hidden="true"><span class="p50" style={{ width: `${e.slots ? (100 * e.in_use) / e.slots : 0}%`, minWidth: 0 }} /></div>
              {e.under_way > e.in_use && <div class="muted small">{count(e.under_way)} tasks taken over: one read of a run serves several</div>}
            </div>
          );
        })}
      </div>
    </section>
  );
}

function Queue({ queue }: { queue: views.Operations['queue'] }) {
  const columns = states.filter((s) => s.key !== 'none');
  return (
    <section class="card" aria-label="Queue">
      <header><h2>Tasks</h2><span class="muted">newest version of each analysis</span></header>
      {queue.length === 0 ? <Empty title="No analysis is configured" /> : (
        <div class="scroll" tabIndex={0} role="region" aria-label="Table of tasks"><table>
          <thead><tr><th>Analysis</th>{columns.map((s) => <th key={s.key} class="number">{s.word}</th>)}<th><span class="visually-hidden">Shares</span></th></tr></thead>
          <tbody>
            {queue.map((row) => (
              <tr key={row.analysis}>
                <td><a href={`/analyses/${row.analysis}`}>{row.analysis}</a></td>
                {columns.map((s) => <td key={s.key} class="number">{row.states[s.key] ? <b class={s.key === 'failed' ? 'bad' : ''}>{row.states[s.key]}</b> : <span class="muted">0</span>}</td>)}
                <td class="barcell"><StateBar of={row.states} /></td>
              </tr>
            ))}
          </tbody>
        </table></div>
      )}
    </section>
  );
}

function UnderWay({ list }: { list: NonNullable<views.Operations['under_way']> }) {
  return (
    <section class="card" aria-label="Under way">
      <header><h2>Under way</h2><span class="muted">{list.length} {list.length === 1 ? 'attempt' : 'attempts'}</span></header>
      {list.length === 0 && <Empty title="Nothing is being computed" />}
      {list.slice(0, 20).map(({ attempt, task }) => (
        <div key={attempt.id} class="proofrow">
          <span><a href={`/runs/${task.run}?proof=${task.analysis}`}>{task.analysis} of {task.runs}</a> <span class="muted">{attempt.executor}{attempt.host ? ` on ${attempt.host}` : ''}</span></span>
          <StateMark state={task.state} /><span class="muted"><Ago ns={attempt.created_ns} /></span>
        </div>
      ))}
    </section>
  );
}

function Facts({ data }: { data: views.Operations }) {
  const { store, engine, sinks = [] } = data;
  return (
    <section class="card" aria-label="Engine, store, sinks">
      <header><h2>Engine, store, sinks</h2></header>
      <dl class="body proof">
        <dt>Engine</dt><dd><span class={engine.running ? 'good' : 'warn'}>{engine.running ? 'runs' : 'does not run'}</span>: {engine.text}</dd>
        {engine.last_pass_ns !== undefined && <><dt>Last pass</dt><dd><Ago ns={engine.last_pass_ns} /></dd></>}
        <dt>Store</dt><dd><code>{store.path}</code>, {bytes(store.bytes)}</dd>
        <dt>Holds</dt><dd>{count(store.runs)} runs, {count(store.tasks)} tasks, {count(store.results)} results</dd>
        {sinks.length === 0 && <><dt>Sinks</dt><dd class="muted">none configured: results are kept here only</dd></>}
        {sinks.map((s) => [
          <dt key={s.sink}>{s.sink}</dt>,
          <dd key={`${s.sink} text`}>{s.waiting === 0 ? <span class="good">everything delivered</span> : <span class="warn">{count(s.waiting)} to deliver{s.oldest_ns !== undefined && <>, oldest from <Ago ns={s.oldest_ns} /></>}</span>}</dd>,
        ])}
      </dl>
    </section>
  );
}

export function Operations({ query }: PageProps) {
  const answer = useAnswer('operations', views.operations, true);
  return (
    <>
      <div class="head"><h1>Operations</h1></div>
      <Face of={answer} lines={10}>
        {(data) => (
          <>
            <Failures failures={data.failures ?? []} state={query.get('state') ?? ''} />
            <Slots list={data.executors ?? []} />
            <div class="two"><Latency stages={data.latency ?? []} /><Facts data={data} /></div>
            <div class="two"><Queue queue={data.queue ?? []} /><UnderWay list={data.under_way ?? []} /></div>
            <Configuration data={data.configuration} />
          </>
        )}
      </Face>
    </>
  );
}
