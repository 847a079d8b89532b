import type { Trial } from '../../api/analyses';
import { bytes, count, unit, withError } from '../../format/number';
import { duration } from '../../format/time';
import { HistogramPlot } from '../../plots/HistogramPlot';
import { MapPlot } from '../../plots/MapPlot';

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
            {run.results && run.results.length > 0 && (
              <table>
                <tbody>
                  {run.results.map((r) => (
                    <tr key={r.variable}>
                      <td class="mono">{r.variable}</td>
                      <td class="number"><b>{withError(r.value, r.error)}</b> <span class="muted">{unit(r.unit)}</span></td>
                      <td class="number muted">n {count(r.n)}</td>
                      <td class="muted">{r.reason}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            )}
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
