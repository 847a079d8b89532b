// The catalogue: what is computed, for which runs, by whom, at what cost, and how it fares.
import { useState } from 'preact/hooks';
import { analyses, type Analysis } from '../api/analyses';
import { Empty, Face } from '../components/faces';
import { Health } from '../components/Health';
import { StateBar } from '../components/StateMark';
import { Workbench } from '../components/workbench/Workbench';
import { count, memory, unit } from '../format/number';
import { inWords, wanted } from '../format/states';
import { duration } from '../format/time';
import { setQuery } from '../router';
import { useAnswer } from '../useAnswer';
import type { PageProps } from '.';

function matches(a: Analysis, words: string): boolean {
  const text = [a.analysis, a.title, a.owner, a.description, ...(a.variables ?? []).flatMap((v) => [v.variable, v.title])].join(' ').toLowerCase();
  return words.toLowerCase().split(/\s+/).every((word) => text.includes(word));
}

function Row({ a }: { a: Analysis }) {
  const variables = a.variables ?? [];
  return (
    <tr>
      <td>
        <a href={`/analyses/${a.analysis}`}><b>{a.title ?? a.analysis}</b></a>
        <div class="muted small"><span class="mono">{a.analysis}</span> {a.version} · {a.kind}{a.owner ? ` · ${a.owner}` : ''}</div>
      </td>
      <td data-label="Variables">
        {variables.slice(0, 4).map((v) => (
          <div key={v.variable}><a href={`/trends?v=${a.analysis}.${v.variable}`}>{v.title}</a>{unit(v.unit) && <span class="muted"> [{unit(v.unit)}]</span>}</div>
        ))}
        {variables.length > 4 && <div class="muted">and {variables.length - 4} more</div>}
      </td>
      <td class="taskcell" data-label="Tasks"><StateBar of={a.tasks} /><div class="muted small">{inWords(a.tasks)}</div></td>
      <td class="number" data-label="Time per run">{duration(a.cost.median_s)}<div class="muted small">{a.cost.p95_s !== undefined && `95 %: ${duration(a.cost.p95_s)}`}</div></td>
      <td class="number" data-label="Memory per run">{memory(a.cost.median_memory_bytes)}<div class="muted small">{a.cost.p95_memory_bytes !== undefined && `95 %: ${memory(a.cost.p95_memory_bytes)}`}</div></td>
      <td class="number" data-label="Last run">{a.last_run !== undefined ? <a href={`/runs/${a.last_run}`}>{a.last_run}</a> : '–'}</td>
      <td data-label="Health"><Health of={a.health} reason={a.health_reason} /></td>
    </tr>
  );
}

export function Analyses({ query }: PageProps) {
  const answer = useAnswer('analyses', analyses, true);
  const words = query.get('q') ?? '';
  const bench = query.get('workbench');
  const [typed, setTyped] = useState(words);
  if (bench !== null) return <Workbench key={bench || 'new'} from={bench || 'new'} runs={query.get('runs') ?? ''} />;
  return (
    <>
      <div class="head">
        <h1>Analyses</h1>
        {answer.data && <span class="muted">{answer.data.length} analyses, {count(answer.data.reduce((n, a) => n + (a.variables ?? []).length, 0))} variables, {count(answer.data.reduce((n, a) => n + wanted(a.tasks), 0))} tasks</span>}
        <span class="fill" />
        <input
          type="search" class="catalogue" placeholder="Find in the catalogue" aria-label="Find in the catalogue" value={typed}
          onInput={(event) => { setTyped(event.currentTarget.value); setQuery({ q: event.currentTarget.value }, 'replace'); }}
        />
        <a class="button" href="/analyses?workbench=new">Workbench</a>
      </div>
      <Face of={answer} lines={8}>
        {(list) => {
          const shown = list.filter((a) => matches(a, words));
          return (
            <section class="card" aria-label="Catalogue">
              {shown.length === 0
                ? <Empty title={list.length ? `No analysis matches "${words}"` : 'No analysis is configured'}>{list.length === 0 && <>The configuration names no recipe: see <code>analyses</code> in xom.toml.</>}</Empty>
                : (
                  <div class="scroll" tabIndex={0} role="region" aria-label="Table of analyses">
                    <table class="cataloguetable">
                      <thead><tr><th>Analysis</th><th>Variables</th><th>Tasks</th><th class="number">Time per run</th><th class="number" title="Resident memory. What XOM computes itself shares one read of the run, and its memory, with other analyses.">Memory per run</th><th class="number">Last run</th><th>Health</th></tr></thead>
                      <tbody>{shown.map((a) => <Row key={a.analysis} a={a} />)}</tbody>
                    </table>
                  </div>
                )}
            </section>
          );
        }}
      </Face>
    </>
  );
}
