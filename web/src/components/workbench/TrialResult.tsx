import type { Trial } from '../../api/analyses';
import { run as loadRun, type Result } from '../../api/runs';
import { bytes, count, unit, withError } from '../../format/number';
import { duration } from '../../format/time';
import { HistogramPlot } from '../../plots/HistogramPlot';
import { MapPlot } from '../../plots/MapPlot';
import { against } from '../../shape/workbench';
import { useAnswer } from '../../useAnswer';

/** What was computed, beside what the store has of this run. */
function Values({ of, run, results }: { of: string; run: number; results: Result[] }) {
  const answer = useAnswer(`run ${run}`, (signal) => loadRun(run, signal));
  const known = answer.data?.analyses?.find((a) => a.analysis === of);
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={`Values of run ${run}`}>
      <table>
        <thead><tr><th>Variable</th><th class="number">Value</th><th class="number">n</th><th class="number">Stored{known && ` (${known.version})`}</th><th>Difference</th></tr></thead>
        <tbody>
          {results.map((r) => {
            const stored = known?.values?.find((v) => v.variable === r.variable);
            return (
              <tr key={r.variable}>
                <td class="mono">{r.variable}{r.reason && <div class="muted small">{r.reason}</div>}</td>
                <td class="number"><b>{withError(r.value, r.error)}</b> <span class="muted">{unit(r.unit)}</span></td>
                <td class="number muted">{count(r.n)}</td>
                <td class="number">{stored ? withError(stored.value, stored.error) : <span class="muted">{answer.data ? 'none' : '…'}</span>}</td>
                <td class="muted nowrap">{against(r, stored)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

export function TrialResult({ trial }: { trial: Trial }) {
  return (
    <>
      {trial.runs.map((run) => {
        const rows = (run.proof?.inputs ?? []).reduce((n, i) => n + i.rows, 0);
        const size = (run.proof?.inputs ?? []).reduce((n, i) => n + i.bytes, 0);
        return (
          <section key={run.run} class="card" aria-label={`Run ${run.run}`}>
            <header>
              <h2>{trial.analysis}, run <a href={`/runs/${run.run}`}>{run.run}</a></h2>
              <span class={run.outcome === 'ok' ? 'tag good' : 'tag bad'}>{run.outcome.replace('_', ' ')}</span>
              <span class="fill" />
              {run.proof && <span class="muted small">{duration(run.proof.duration_ns / 1e9)}, {count(rows)} rows, {bytes(size)}</span>}
            </header>
            {run.reason && <div class="body bad said">{run.reason}</div>}
            {run.results && run.results.length > 0 && <Values of={trial.analysis} run={run.run} results={run.results} />}
            {(run.artifacts ?? []).filter((a) => a.content).map((a) => (
              <div class="body" key={a.name}>
                <h3>{a.name}</h3>
                {a.content!.y_edges ? <MapPlot histogram={a.content!} log={false} /> : <HistogramPlot pair={{ histogram: a.content! }} log={false} height={220} />}
              </div>
            ))}
            {run.log_tail && <div class="body"><pre class="code">{run.log_tail}</pre></div>}
          </section>
        );
      })}
    </>
  );
}
