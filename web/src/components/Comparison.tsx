// Two variables against each other, and the distribution of each.
import { useMemo } from 'preact/hooks';
import type { Series } from '../api/trend';
import { count, labelled, plain, runList, unit, withError } from '../format/number';
import { HistogramPlot } from '../plots/HistogramPlot';
import { Scatter } from '../plots/Scatter';
import { correlation, distribution, namesOf, pairs, usual } from '../shape/pairs';
import { Empty } from './faces';

/** Runs that the axis leaves out: said, and a way to them. */
function Beyond({ series, runs, word, edge }: { series: Series; runs: number[]; word: 'below' | 'above'; edge: number }) {
  if (runs.length === 0) return null;
  const said = `${count(runs.length)} ${runs.length === 1 ? 'run' : 'runs'} ${word} ${plain(edge)}`;
  return <>{runs.length === 1 ? <a href={`/runs/${runs[0]}`}>{said}</a> : <a href={`/runs?filter=${series.analysis}.${series.variable}${word === 'below' ? '<' : '>'}${edge}`} title={runList(runs, 12)}>{said}</a>}</>;
}

function Distribution({ series, name }: { series: Series; name: string }) {
  const histogram = useMemo(() => distribution(series), [series]);
  const band = usual(series.value);
  return (
    <section class="card compared">
      <header>
        <h2>{labelled(name, series.unit)}</h2>
        <span class="muted">{series.version}</span>
        <span class="fill" />
        {band && (
          <span class="muted" title="Median ± 1.4826 median absolute deviations">
            {count(series.value.filter((v) => v !== null).length)} runs · median and spread {withError(band.median, band.spread)} {unit(series.unit)}
          </span>
        )}
      </header>
      <div class="body">
        {histogram
          ? (
            <>
              <HistogramPlot pair={{ histogram: { ...histogram, x_title: labelled(name, series.unit) } }} log={false} height={230} entries="runs" />
              {histogram.below.length + histogram.above.length > 0 && (
                <div class="row small beyond" role="note" aria-label="Beyond the axis">
                  <Beyond series={series} runs={histogram.below} word="below" edge={histogram.x_edges[0]!} />
                  <span class="fill" />
                  <Beyond series={series} runs={histogram.above} word="above" edge={histogram.x_edges[histogram.x_edges.length - 1]!} />
                </div>
              )}
            </>
          )
          : <Empty title="No value in this range" />}
      </div>
    </section>
  );
}

function Correlation({ a, b, names }: { a: Series; b: Series; names: [string, string] }) {
  const list = useMemo(() => pairs(a, b), [a, b]);
  const r = correlation(list);
  return (
    <section class="card compared">
      <header>
        <h2>{names[1]} against {names[0]}</h2>
        <span class="fill" />
        <span class="muted">
          {count(list.length)} runs have both{r && <> · correlation {withError(r.r, r.error)}</>}
        </span>
      </header>
      <div class="body">
        {list.length === 0
          ? <Empty title="No run has both values">They may belong to different modes.</Empty>
          : <Scatter pairs={list} x={labelled(names[0], a.unit)} y={labelled(names[1], b.unit)} />}
      </div>
    </section>
  );
}

export function Comparison({ series }: { series: Series[] }) {
  const [a, ...others] = series;
  if (!a) return <div class="card"><Empty title="No values" /></div>;
  const names = namesOf(series);
  return (
    <>
      {others.length === 0 && <div class="notice">Add a second variable to see how they go together.</div>}
      {others.map((b, i) => <Correlation key={b.key + b.version} a={a} b={b} names={[names[0]!, names[i + 1]!]} />)}
      <div class="two">{series.map((s, i) => <Distribution key={s.key + s.version} series={s} name={names[i]!} />)}</div>
    </>
  );
}
