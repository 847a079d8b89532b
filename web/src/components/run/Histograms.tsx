import { histogram, type RunAnalysis } from '../../api/runs';
import { artifactUrl } from '../../api/tasks';
import { count } from '../../format/number';
import { HistogramPlot } from '../../plots/HistogramPlot';
import { MapPlot } from '../../plots/MapPlot';
import { setQuery } from '../../router';
import { moments, sum } from '../../shape/histogram';
import { plain } from '../../format/number';
import { useAnswer } from '../../useAnswer';
import { Empty, Face } from '../faces';

interface Props {
  run: number;
  analysis: string;
  version: string;
  name: string;
  title: string;
  log: boolean;
}

function One({ run, analysis, version, name, title, log }: Props) {
  const answer = useAnswer(`${run} ${analysis} ${name} ${version}`, (signal) => histogram(run, { analysis, name, version }, signal));
  return (
    <section class="card" aria-label={`Histogram ${title}`}>
      <Face of={answer}>
        {(pair) => {
          const h = pair.histogram;
          const facts = h.y_edges ? null : moments(h);
          return (
            <>
              <header>
                <h3>{title}</h3><span class="muted">{analysis}</span>
                <span class="fill" />
                <span class="muted small">
                  {count(sum(h.counts))} entries
                  {facts && facts.entries > 0 && <> · mean {plain(facts.mean)} · s.d. {plain(facts.deviation, 3)}</>}
                  {h.outside ? <> · {count(h.outside)} outside</> : null}
                </span>
              </header>
              <div class="body">
                {sum(h.counts) === 0 ? <Empty title="Empty">No entry passed the selection.</Empty>
                  : h.y_edges ? <MapPlot histogram={h} log={log} /> : <HistogramPlot pair={pair} log={log} />}
                {pair.reference && !h.y_edges && (
                  <div class="muted small">
                    <span aria-hidden="true">┄ </span>run <a href={`/runs/${pair.reference.run}`}>{pair.reference.run}</a>, the previous of the same mode, scaled to the same entries
                  </div>
                )}
              </div>
            </>
          );
        }}
      </Face>
    </section>
  );
}

/** Pictures that a command left. */
function Figures({ analyses }: { analyses: RunAnalysis[] }) {
  const figures = analyses.flatMap((a) => (a.artifacts ?? []).filter((f) => /^image\/(png|jpeg|webp)$/.test(f.media_type)).map((f) => ({ ...f, analysis: a.analysis })));
  if (figures.length === 0) return null;
  return (
    <>
      <h2>Figures</h2>
      <div class="histograms">
        {figures.map((f) => (
          <figure key={f.id} class="card figure">
            <a href={artifactUrl(f.id)} target="_blank" rel="noopener"><img src={artifactUrl(f.id)} alt={`${f.name} of ${f.analysis}`} loading="lazy" /></a>
            <figcaption class="muted small">{f.name}, {f.analysis}</figcaption>
          </figure>
        ))}
      </div>
    </>
  );
}

export function Histograms({ run, analyses, log }: { run: number; analyses: RunAnalysis[]; log: boolean }) {
  const all = analyses.flatMap((a) => (a.histograms ?? []).map((h) => ({ ...h, analysis: a.analysis, version: a.version })));
  if (all.length === 0) return <Figures analyses={analyses} />;
  return (
    <>
      <Figures analyses={analyses} />
      <div class="head">
        <h2>Histograms</h2>
        <span class="fill" />
        <div class="segments" role="group" aria-label="Scale">
          <button aria-pressed={!log} onClick={() => setQuery({ log: null }, 'replace')}>linear</button>
          <button aria-pressed={log} onClick={() => setQuery({ log: '1' }, 'replace')}>log</button>
        </div>
      </div>
      <div class="histograms">
        {all.map((h) => <One key={`${h.analysis}.${h.name}`} run={run} analysis={h.analysis} version={h.version} name={h.name} title={h.title} log={log} />)}
      </div>
    </>
  );
}
