import { histogram, type RunAnalysis } from '../../api/runs';
import { artifactUrl } from '../../api/tasks';
import { HistogramPlot } from '../../plots/HistogramPlot';
import { MapPlot, type MapFace } from '../../plots/MapPlot';
import { setQuery } from '../../router';
import { moments, sum } from '../../shape/histogram';
import { count, plain } from '../../format/number';
import { useAnswer } from '../../useAnswer';
import { Empty, Face } from '../faces';

interface Props {
  run: number;
  analysis: string;
  version: string;
  name: string;
  title: string;
  log: boolean;
  face: MapFace;
}

function One({ run, analysis, version, name, title, log, face }: Props) {
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
                  : h.y_edges ? <MapPlot histogram={h} reference={pair.reference} face={face} log={log} /> : <HistogramPlot pair={pair} log={log} />}
                {pair.reference && sum(h.counts) > 0 && <Reference run={pair.reference.run} map={h.y_edges !== undefined} face={face} />}
              </div>
            </>
          );
        }}
      </Face>
    </section>
  );
}

function Reference({ run, map, face }: { run: number; map: boolean; face: MapFace }) {
  const link = <a href={`/runs/${run}`}>{run}</a>;
  if (!map) return <div class="muted small"><span aria-hidden="true">┄ </span>run {link}, the previous of the same mode, scaled to the same entries</div>;
  const choose = (to: MapFace): void => setQuery({ map: to === 'this' ? null : to });
  return (
    <div class="row mapfoot">
      <div class="segments" role="group" aria-label="Map shows">
        <button aria-pressed={face === 'this'} onClick={() => choose('this')}>this run</button>
        <button aria-pressed={face === 'reference'} onClick={() => choose('reference')}>previous</button>
        <button aria-pressed={face === 'pull'} onClick={() => choose('pull')}>difference</button>
      </div>
      <span class="muted small">
        {face === 'pull' ? <>to run {link} of the same mode, in standard deviations</> : <>previous of the same mode: {link}{face === 'reference' && ', scaled to the same entries'}</>}
      </span>
    </div>
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

export function Histograms({ run, analyses, log, face }: { run: number; analyses: RunAnalysis[]; log: boolean; face: MapFace }) {
  const all = analyses.flatMap((a) => (a.histograms ?? []).map((h) => ({ ...h, analysis: a.analysis, version: a.version })));
  if (all.length === 0) return <Figures analyses={analyses} />;
  return (
    <>
      <Figures analyses={analyses} />
      <div class="head">
        <h2>Histograms</h2>
        <span class="fill" />
        <div class="segments" role="group" aria-label="Scale">
          <button aria-pressed={!log} onClick={() => setQuery({ log: null })}>linear</button>
          <button aria-pressed={log} onClick={() => setQuery({ log: '1' })}>log</button>
        </div>
      </div>
      <div class="histograms">
        {all.map((h) => <One key={`${h.analysis}.${h.name}`} run={run} analysis={h.analysis} version={h.version} name={h.name} title={h.title} log={log} face={face} />)}
      </div>
    </>
  );
}
