// Title of a panel, its series, and what the run under the cursor says.
import { count, entries, labelled, range, unit, withError } from '../format/number';
import { face } from '../format/states';
import { gapAt, nameOf, type Panel } from '../shape/panels';
import type { ModeBand, Series } from '../api/trend';
import { seriesColour, seriesShape } from './trendDraw';

function Reading({ series, run }: { series: Series; run: number }) {
  const i = series.run.indexOf(run);
  const value = series.value[i];
  const n = entries(series.n[i], value);
  if (value !== null && value !== undefined) {
    return (
      <>
        <b class="number">{withError(value, series.error[i])}</b> {unit(series.unit)}
        {n && <span class="muted"> n {n}</span>}
      </>
    );
  }
  const gap = gapAt(series, run);
  if (gap) return <span class="why"><b>{face(gap.state).word}</b>: {gap.reason}</span>;
  if (i >= 0) return <span class="why"><b>{series.state[i] === 1 ? 'empty' : 'failed'}</b>: no value could be computed</span>;
  return <span class="muted">not wanted for run {run}</span>;
}

export function PanelHead({ panel, bands, hover }: { panel: Panel; bands: ModeBand[]; hover: number | null }) {
  const only = panel.series.length === 1 ? panel.series[0]! : null;
  return (
    <header>
      <h2>{labelled(panel.title, panel.unit)}</h2>
      {panel.series.map((s, k) => (
        <span key={`${s.key}${s.version}${s.container ?? ''}`} class="reading">
          <i aria-hidden="true" style={{ color: seriesColour(k) }}>{seriesShape(k)}</i>
          <span class="muted">{nameOf(s, panel)}</span>
          {hover !== null && <Reading series={s} run={hover} />}
        </span>
      ))}
      <span class="fill" />
      {hover === null && only && (
        <span class="muted panelnote">
          {count(only.total)} runs{only.reduced ? ', drawn as minimum and maximum' : ''}
          {bands.some((b) => b.spread > 0) && <> · usual {bands.map((b) => `${bands.length > 1 ? `${b.mode} ` : ''}${withError(b.median, b.spread)}`).join(', ')}</>}
          {range(only.low, only.high) && <> · expected {range(only.low, only.high)}</>}
        </span>
      )}
    </header>
  );
}
