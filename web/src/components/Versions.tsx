// The history of an analysis, and the difference of two definitions.
import { useMemo } from 'preact/hooks';
import type { AnalysisDetail, Version } from '../api/analyses';
import { inWords } from '../format/states';
import { setQuery } from '../router';
import { diff, pretty } from '../shape/diff';
import { Time } from './Time';

function Diff({ old, now }: { old: Version | undefined; now: Version }) {
  const lines = useMemo(() => diff(old ? pretty(old.definition) : '', pretty(now.definition)), [old, now]);
  if (!old) return <pre class="code" tabIndex={0}>{pretty(now.definition)}</pre>;
  const changed = lines.filter((l) => l.sign !== ' ').length;
  return (
    <>
      <p class="muted small">{changed === 0 ? 'The definitions are equal.' : `${old.version} → ${now.version}: ${lines.filter((l) => l.sign === '+').length} lines new, ${lines.filter((l) => l.sign === '−').length} gone`}</p>
      <pre class="code diff" tabIndex={0}>
        {lines.map((l, i) => <div key={i} class={l.sign === '+' ? 'plus' : l.sign === '−' ? 'minus' : ''}>{`${l.sign} ${l.text}`}</div>)}
      </pre>
    </>
  );
}

export function Versions({ of, query }: { of: AnalysisDetail; query: URLSearchParams }) {
  const sorted = [...of.versions].sort((a, b) => b.order - a.order);
  const now = sorted.find((v) => v.version === query.get('version')) ?? sorted[0];
  const before = now && sorted.find((v) => v.order < now.order);
  const old = sorted.find((v) => v.version === query.get('against')) ?? before;
  const compare = query.get('against') !== '';
  return (
    <section class="card" aria-label="Versions">
      <header>
        <h2>Versions</h2>
        <span class="fill" />
        {sorted.length > 1 && now && (
          <>
            <label class="field">compare
              <select value={now.version} onChange={(event) => setQuery({ version: event.currentTarget.value }, 'replace')}>{sorted.map((v) => <option key={v.version}>{v.version}</option>)}</select>
            </label>
            <label class="field">with
              <select value={old?.version ?? ''} onChange={(event) => setQuery({ against: event.currentTarget.value }, 'replace')}>{sorted.filter((v) => v !== now).map((v) => <option key={v.version}>{v.version}</option>)}</select>
            </label>
          </>
        )}
      </header>
      <div class="scroll" tabIndex={0} role="region" aria-label="Table of versions">
        <table>
          <thead><tr><th>Version</th><th>First seen</th><th>Tasks</th><th>Definition</th><th><span class="visually-hidden">Definition in full</span></th></tr></thead>
          <tbody>
            {sorted.map((v) => (
              <tr key={v.version}>
                <td><b>{v.version}</b> {v.current && <span class="tag good">in force</span>}</td>
                <td><Time ns={v.first_seen_ns} /></td>
                <td>{inWords(v.tasks)}</td>
                <td><code>{v.hash}</code></td>
                <td><a href={`/analyses/${of.analysis}?version=${v.version}`}>definition</a></td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {now && <div class="body"><Diff old={compare && old !== now ? old : undefined} now={now} /></div>}
    </section>
  );
}
