// Every quantity of the run: value, error, what is usual, how far it is from that.
import type { Level, RunAnalysis, RunDetail, RunValue } from '../../api/runs';
import { count, entries, pull, range, unit, withError } from '../../format/number';
import { sentence } from '../../format/states';
import { Sparkline } from '../../plots/Sparkline';
import { Empty } from '../faces';
import { StateMark } from '../StateMark';

const tag = (level: Level): string => (level === 'warn' || level === 'bad' ? `tag ${level}` : '');

/** Where the columns of pull and range lie beyond the screen: what they stress, below the value. */
function Flags({ v }: { v: RunValue }) {
  const [range, usual] = [tag(v.levels.range), tag(v.levels.usual)];
  if (!range && !usual) return null;
  return (
    <div class="narrowonly">
      {usual && <span class={usual}>{pull(v.pull)}</span>}
      {range && <span class={range}>out of range</span>}
    </div>
  );
}

function Row({ v, analysis, run }: { v: RunValue; analysis: RunAnalysis; run: number }) {
  const key = `${analysis.analysis}.${v.variable}`;
  const has = v.value !== null && v.value !== undefined;
  return (
    <tr>
      <td><a href={`/trends?v=${key}&sel=${run}..${run}`} title={key}>{v.title}</a></td>
      {has
        ? <td class="number value"><b>{withError(v.value, v.error)}</b> <span class="muted unit">{unit(v.unit)}</span><Flags v={v} /></td>
        : <td class="value"><span class="bad">{v.status === 'empty' ? 'empty' : 'no value'}</span></td>}
      <td class="number muted">{v.usual ? withError(v.usual.median, v.usual.spread) : '–'}</td>
      <td class="number"><span class={tag(v.levels.usual)}>{pull(v.pull)}</span></td>
      <td class="nowrap"><span class={tag(v.levels.range) || 'muted'}>{range(v.low, v.high)}</span></td>
      <td class="number muted">{entries(v.n, v.value)}</td>
      <td class="sparkcell">
        {v.spark && v.spark.run.length > 1 && (
          <Sparkline value={v.spark.value} run={v.spark.run} mark={run} low={v.low} high={v.high} label={`${v.title}, 50 runs either side`} />
        )}
      </td>
    </tr>
  );
}

function Group({ of, run }: { of: RunAnalysis; run: number }) {
  const values = of.values ?? [];
  return (
    <tbody>
      <tr class="group">
        <th colSpan={7} scope="rowgroup">
          <a href={`/analyses/${of.analysis}`}>{of.title ?? of.analysis}</a> <span class="muted">{of.version}{of.container ? ` in ${of.container}` : ''}</span>
          {of.task.state !== 'done' && <StateMark state={of.task.state} />}
        </th>
      </tr>
      {values.map((v) => [
        <Row key={v.variable} v={v} analysis={of} run={run} />,
        v.value === null && v.reason && <tr key={`${v.variable} why`} class="why"><td colSpan={7}><div>{v.reason}{v.more_reason && v.whole && <> … <a href={v.whole} target="_blank" rel="noopener">{count(v.more_reason)} more bytes</a></>}</div></td></tr>,
      ])}
      {values.length === 0 && <tr class="why"><td colSpan={7}><div><div>{sentence(of.headline)}</div><div class="muted">Next: {of.next}</div></div></td></tr>}
    </tbody>
  );
}

export function ValueTable({ analyses, run, notWanted }: { analyses: RunAnalysis[]; run: number; notWanted: RunDetail['not_wanted'] & object }) {
  return (
    <section class="card" aria-label="Values">
      <header><h2>Values</h2><span class="muted">usual: median ± spread of other runs of the same mode</span></header>
      {analyses.length === 0 && (
        <Empty title="No analysis wants this run">{notWanted.map((n) => <div key={n.analysis}>{n.analysis}: {n.rule}</div>)}</Empty>
      )}
      {analyses.length > 0 && (
        <div class="scroll" tabIndex={0} role="region" aria-label="Table of values">
          <table class="values">
            <thead>
              <tr>
                <th>Quantity</th><th class="number">Value</th><th class="number">Usual</th><th class="number" title="(value − usual) / √(spread² + error²)">Pull</th>
                <th>Expected</th><th class="number">n</th><th>± 50 runs</th>
              </tr>
            </thead>
            {analyses.map((one) => <Group key={`${one.analysis}${one.version}${one.container ?? ''}`} of={one} run={run} />)}
          </table>
        </div>
      )}
    </section>
  );
}
