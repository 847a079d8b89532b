// One analysis: variables, which runs it wants, versions and what changed between them, cost.
import { analysis, type AnalysisDetail } from '../api/analyses';
import { Face } from '../components/faces';
import { Health } from '../components/Health';
import { StateBar } from '../components/StateMark';
import { Versions } from '../components/Versions';
import { count, memory, plain, range, unit } from '../format/number';
import { inWords } from '../format/states';
import { duration } from '../format/time';
import { useAnswer } from '../useAnswer';
import type { PageProps } from '.';

function Variables({ of }: { of: AnalysisDetail }) {
  return (
    <section class="card" aria-label="Variables">
      <header>
        <h2>Variables</h2><span class="fill" />
        <a href={`/trends?${(of.variables ?? []).slice(0, 6).map((v) => `v=${of.analysis}.${v.variable}`).join('&')}`}>Trends</a>
      </header>
      <div class="scroll" tabIndex={0} role="region" aria-label="Table of variables">
        <table>
          <thead><tr><th>Name</th><th>Meaning</th><th>Unit</th><th>Expected</th><th>Value</th></tr></thead>
          <tbody>
            {(of.variables ?? []).map((v) => (
              <tr key={v.variable}>
                <td class="nowrap"><a class="mono" href={`/trends?v=${of.analysis}.${v.variable}`}>{v.variable}</a></td>
                <td>{v.title}{v.description && <div class="muted small">{v.description}</div>}</td>
                <td>{unit(v.unit) || <span class="muted">none</span>}</td>
                <td class="nowrap">{range(v.low, v.high) || <span class="muted">–</span>}</td>
                <td>{v.value && <code>{v.value}</code>}{v.where && <div class="muted small">where <code>{v.where}</code></div>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Facts({ of }: { of: AnalysisDetail }) {
  const list = (value: unknown): string => (Array.isArray(value) ? value.join(', ') : String(value));
  const facts: [string, preact.ComponentChildren][] = [
    ['Health', <Health of={of.health} reason={of.health_reason} />],
    ['Tasks', <><StateBar of={of.tasks} /><span class="small muted">{inWords(of.tasks)}</span></>],
    ['Kind', of.kind],
  ];
  if (of.owner) facts.push(['Owner', of.owner]);
  if (of.data) facts.push(['Data', <span class="mono">{list(of.data)}</span>]);
  for (const [key, value] of Object.entries(of.runs ?? {})) facts.push([key, <span class="mono">{list(value)}</span>]);
  facts.push(['Time per run', of.cost.runs > 0 ? `${duration(of.cost.median_s)} (95 %: ${duration(of.cost.p95_s)}), ${count(of.cost.runs)} runs` : 'not known yet']);
  if (of.cost.median_memory_bytes !== undefined) facts.push(['Memory per run', <>{memory(of.cost.median_memory_bytes)} (95 %: {memory(of.cost.p95_memory_bytes)}){of.kind !== 'command' && <span class="muted small">, shared with what is read together</span>}</>]);
  if (of.cost.rows_per_s) facts.push(['Speed', `${plain(of.cost.rows_per_s, 2)} rows/s`]);
  if (of.limits) facts.push(['Limits', `${duration(of.limits.time_s)}, ${memory(of.limits.memory_bytes)}`]);
  if (of.file) facts.push(['Defined in', <code>{of.file}{of.line ? `:${of.line}` : ''}</code>]);
  if (of.last_run !== undefined) facts.push(['Last run', <a href={`/runs/${of.last_run}`}>{of.last_run}</a>]);
  return (
    <section class="card" aria-label="Facts">
      <header><h2>Facts</h2></header>
      <dl class="body proof">{facts.map(([name, value]) => [<dt key={name}>{name}</dt>, <dd key={`${name} value`}>{value}</dd>])}</dl>
    </section>
  );
}

export function AnalysisPage({ path, query }: PageProps) {
  const name = decodeURIComponent(path.split('/')[2] ?? '');
  const answer = useAnswer(`analysis ${name}`, (signal) => analysis(name, signal), true);
  return (
    <Face of={answer} lines={8}>
      {(of) => (
        <>
          <div class="head">
            <h1>{of.title ?? of.analysis}</h1>
            <span class="muted mono">{of.analysis}</span>
            <span class="tag">{of.version}</span>
            <span class="fill" />
            <a class="button" href={`/coverage?rows=${of.analysis}`}>Coverage</a>
            {of.toml && of.kind !== 'command' && <a class="button" href={`/analyses?workbench=${of.analysis}`}>Open in the workbench</a>}
          </div>
          {of.description && <p class="lead">{of.description}</p>}
          <div class="analysisgrid"><Variables of={of} /><Facts of={of} /></div>
          <Versions of={of} query={query} />
        </>
      )}
    </Face>
  );
}
