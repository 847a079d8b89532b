// Two variables against each other, and the distribution of each.
import { useMemo } from 'preact/hooks';
import type { Series } from '../api/trend';
import { count, labelled, plain } from '../format/number';
import { HistogramPlot } from '../plots/HistogramPlot';
import { Scatter } from '../plots/Scatter';
import { correlation, distribution, pairs, usual } from '../shape/pairs';
import { Empty } from './faces';

function Distribution({ series }: { series: Series }) {
  const histogram = useMemo(() => distribution(series), [series]);
  const band = usual(series.value);
  return (
    <section class="card">
      <header>
        <h2>{labelled(series.title, series.unit)}</h2>
        <span class="muted">{series.version}</span>
        <span class="fill" />
        {band && <span class="muted">median {plain(band.median)}, spread {plain(band.spread, 2)}</span>}
      </header>
      <div class="body">
        {histogram
          ? <HistogramPlot pair={{ histogram: { ...histogram, x_title: labelled(series.title, series.unit) } }} log={false} height={230} />
          : <Empty title="No value in this range" />}
      </div>
    </section>
  );
}

function Correlation({ a, b }: { a: Series; b: Series }) {
  const list = useMemo(() => pairs(a, b), [a, b]);
  const r = correlation(list);
  return (
    <section class="card">
      <header>
        <h2>{b.title} against {a.title}</h2>
        <span class="fill" />
        <span class="muted">
          {count(list.length)} runs have both{r && <> · correlation {plain(r.r, 2)} ± {plain(r.error, 1)}</>}
        </span>
      </header>
      <div class="body">
        {list.length === 0
          ? <Empty title="No run has both values">They may belong to different modes.</Empty>
          : <Scatter pairs={list} x={labelled(a.title, a.unit)} y={labelled(b.title, b.unit)} />}
      </div>
    </section>
  );
}

export function Comparison({ series }: { series: Series[] }) {
  const [a, ...others] = series;
  if (!a) return <div class="card"><Empty title="No values" /></div>;
  const reduced = series.some((s) => s.reduced);
  return (
    <>
      {reduced && <div class="notice warn">There are more runs than points: minimum and maximum stand for the rest. Zoom in for every run.</div>}
      {others.length === 0 && <div class="notice">Add a second variable to see how they go together.</div>}
      {others.map((b) => <Correlation key={b.key + b.version} a={a} b={b} />)}
      <div class="two">{series.map((s) => <Distribution key={s.key + s.version} series={s} />)}</div>
    </>
  );
}
