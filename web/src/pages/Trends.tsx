// Quantities over runs.
import { useMemo, useState } from 'preact/hooks';
import { axis as loadAxis, trend, type Series } from '../api/trend';
import { Comparison } from '../components/Comparison';
import { Empty, Failed, Loading, Warnings } from '../components/faces';
import { HoverLine, SelectionBar } from '../components/TrendBars';
import { TrendControls } from '../components/TrendControls';
import { TrendExport } from '../components/TrendExport';
import { VariableList } from '../components/VariableList';
import { TrendPanel } from '../plots/TrendPanel';
import { go, setQuery } from '../router';
import { bandsOf } from '../shape/bands';
import { marginOf, notes } from '../shape/margin';
import { answered, panels, withGaps } from '../shape/panels';
import { periods } from '../shape/periods';
import { runAxis } from '../shape/runAxis';
import { trendState } from '../shape/trendState';
import { useAnswer } from '../useAnswer';
import type { PageProps } from '.';

function NoRun({ all }: { all: boolean }) {
  if (all) return <Empty title="No run yet">Runs appear as soon as the run source lists one.</Empty>;
  return <Empty title="No run lies in this range"><button class="link" onClick={() => setQuery({ from: null, to: null })}>Show all runs</button></Empty>;
}

/** What is computed of all points waits for them: those of a trend may be the lowest and the highest alone. */
function Whole({ series }: { series: Series[] }) {
  if (series.some((s) => s.reduced)) return <div class="card"><Loading lines={8} /></div>;
  return <Comparison series={series} />;
}

export function Trends({ query }: PageProps) {
  const text = query.toString();
  const state = useMemo(() => trendState(query), [text]);
  const { v, from, to } = state;
  const asked = { v, min_run: from, max_run: to };
  const key = v.length ? `${v.join()}|${from}|${to}` : null;
  // A trend is drawn of as many points as can be seen, a distribution is made of all.
  const compared = state.view === 'compare';
  const form = compared ? { points: 0 } : { usual: 1 };
  // Points are drawn at once; why some are missing takes the server longer.
  const answer = useAnswer(key && `${key}|${state.view}`, (signal) => trend({ ...asked, ...form, gaps: 0 }, signal), true);
  const reasons = useAnswer(compared ? null : key, (signal) => trend({ ...asked, gaps: 1, points: 2 }, signal), true);
  const axisAnswer = useAnswer(`axis ${from} ${to}`, (signal) => loadAxis({ min_run: from, max_run: to }, signal), true);
  const [hover, setHover] = useState<number | null>(null);

  const axis = useMemo(() => axisAnswer.data && runAxis(axisAnswer.data, state.x), [axisAnswer.data, state.x]);
  const series = useMemo(() => withGaps(answer.data?.series ?? [], reasons.data?.series ?? []), [answer.data, reasons.data]);
  const list = useMemo(() => panels(series, state.together), [series, state.together]);
  const shade = useMemo(() => (axisAnswer.data && state.shade ? periods(axisAnswer.data, state.shade) : null), [axisAnswer.data, state.shade]);
  const look = useMemo(() => ({
    errors: state.errors, band: state.band, thresholds: state.limits, y: state.y, selection: state.selection,
    shading: shade?.stretches ?? [],
  }), [text, shade]);
  const margin = useMemo(() => Math.max(...list.map((panel) => marginOf(notes(panel.series, bandsOf(panel), look)))), [list, look]);
  const range = (a: number, b: number): void => setQuery(state.drag === 'zoom' ? { from: a, to: b } : { sel: `${a}..${b}` });
  const error = answer.error ?? axisAnswer.error;

  return (
    <>
      <div class="head">
        <h1>Trends</h1>
        <span class="fill" />
        {v.length > 0 && answer.data && <TrendExport asked={{ ...asked, v: answered(v, series) }} panels={list} shade={state.view === 'trend' ? shade : null} />}
      </div>
      <TrendControls state={state} axis={axisAnswer.data} series={series} shade={shade} />
      {error && <Failed error={error} retry={() => { answer.reload(); axisAnswer.reload(); }} />}
      <Warnings list={[...answer.warnings, ...axisAnswer.warnings]} />
      {v.length === 0 && <VariableList />}
      {state.selection && <SelectionBar selection={state.selection} axis={axis} />}
      {v.length > 0 && !error && (!answer.data || !axis) && <div class="card"><Loading lines={8} /></div>}
      {axis && axis.number.length === 0 && <div class="card"><NoRun all={from === null && to === null} /></div>}
      {v.length > 0 && answer.data && axis && axis.number.length > 0 && (
        state.view === 'trend'
          ? (
            <>
              <HoverLine run={hover} axis={axisAnswer.data!} drag={state.drag} shade={shade} />
              {list.map((panel) => (
                <TrendPanel
                  key={panel.id} panel={panel} axis={axis} look={look} hover={hover} margin={margin} height={list.length > 2 ? 200 : list.length > 1 ? 270 : 420}
                  onHover={setHover} onOpen={(run) => go(`/runs/${run}`)} onRange={range} onReset={() => setQuery({ from: null, to: null })}
                />
              ))}
            </>
          )
          : <Whole series={series} />
      )}
    </>
  );
}
