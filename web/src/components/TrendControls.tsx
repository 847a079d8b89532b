// Which variables, which axis, what is drawn. Each control changes the address and nothing else.
import type { ComponentChildren } from 'preact';
import { variables, type Found } from '../api/analyses';
import type { Axis, Series } from '../api/trend';
import { group } from '../format/number';
import { periodColour } from '../plots/trendDraw';
import { setQuery } from '../router';
import type { Periods } from '../shape/periods';
import type { TrendState } from '../shape/trendState';
import { useThemeTurn } from '../theme';
import { useAnswer } from '../useAnswer';
import { useMedia } from '../useMedia';
import { Bound } from './Bound';
import { VariableSearch } from './VariableSearch';

function Chips({ state, series }: { state: TrendState; series: Series[] }) {
  const known = useAnswer('variables', (signal) => variables({ limit: 500 }, signal));
  const keyOf = (v: string): string => v.split(/[@!]/)[0]!;
  const without = (v: string): void => setQuery({ v: state.v.filter((one) => one !== v) });
  return (
    <>
      {state.v.map((v) => {
        const found: Found | undefined = known.data?.find((f) => f.key === keyOf(v));
        const others = found?.versions.filter((version) => !state.v.includes(`${found.key}@${version}`)
          && !(v === found.key && series.some((s) => `${s.analysis}.${s.variable}` === found.key && s.version === version))) ?? [];
        return (
          <span key={v} class="tag chosen">
            {found?.title ?? v}{v.includes('@') ? ` ${v.slice(v.indexOf('@') + 1)}` : ''}
            {others.length > 0 && (
              <select aria-label={`Overlay another version of ${v}`} value="" onChange={(event) => setQuery({ v: [...state.v, `${found!.key}@${event.currentTarget.value}`] })}>
                <option value="">+ version</option>
                {others.map((version) => <option key={version}>{version}</option>)}
              </select>
            )}
            <button class="quiet" aria-label={`Take ${v} away`} onClick={() => without(v)}>×</button>
          </span>
        );
      })}
    </>
  );
}

interface Choice<T extends string> {
  label: string;
  name: string;
  value: T;
  all: [T, string][];
  usual: T;
}

function Segments<T extends string>({ label, name, value, all, usual }: Choice<T>) {
  return (
    <div class="segments" role="group" aria-label={label}>
      {all.map(([key, word]) => (
        <button key={key} aria-pressed={key === value} onClick={() => setQuery({ [name]: key === usual ? null : key })}>{word}</button>
      ))}
    </div>
  );
}

function Switch({ name, on, word, usual = true, title }: { name: string; on: boolean; word: string; usual?: boolean; title: string }) {
  const flip = (): void => setQuery({ [name]: !on === usual ? null : !on ? '1' : '0' });
  return <button class="chip" aria-pressed={on} title={title} onClick={flip}>{word}</button>;
}

/** What the shading means. */
function Legend({ shade }: { shade: Periods }) {
  const runs = (n: number): string => `${group(String(n))} ${n === 1 ? 'run' : 'runs'}`;
  return (
    <div class="row legend" role="group" aria-label="Shaded periods">
      {shade.shaded.map(({ name, runs: n }, i) => (
        <span key={name}><i aria-hidden="true" style={{ background: periodColour(i) }} />{name} <span class="muted">{runs(n)}</span></span>
      ))}
      {shade.shaded.length === 0 && <span class="muted">Nothing to shade in these runs.</span>}
      {shade.plain && <span class="muted">not shaded: {shade.plain.name}, {runs(shade.plain.runs)}</span>}
    </div>
  );
}

/** On a phone the plot comes first: what it shows can be unfolded. */
function Folded({ children }: { children: ComponentChildren }) {
  const narrow = useMedia('(max-width: 760px)');
  if (!narrow) return <div class="row">{children}</div>;
  return <details><summary>What is drawn</summary><div class="row">{children}</div></details>;
}

interface Props {
  state: TrendState;
  axis: Axis | null;
  series: Series[];
  shade: Periods | null;
}

export function TrendControls({ state, axis, series, shade }: Props) {
  useThemeTurn();
  const finger = useMedia('(hover: none)');
  return (
    <div class="card controls">
      <div class="row">
        <VariableSearch label="Add a variable" onPick={(found) => setQuery({ v: [...new Set([...state.v, found.key])] })} />
        <Chips state={state} series={series} />
      </div>
      {state.v.length > 0 && (
        <Folded>
          <Segments label="View" name="view" value={state.view} usual="trend" all={[['trend', 'Trend'], ['compare', 'Distribution and correlation']]} />
          {state.view === 'trend' && <Segments label="Run axis" name="x" value={state.x} usual="steps" all={[['steps', 'Equal steps'], ['livetime', 'Livetime'], ['time', 'Time']]} />}
          {state.view === 'trend' && <Segments label="Value axis" name="y" value={state.y} usual="all" all={[['all', 'All values'], ['robust', 'Without far ones'], ['log', 'Log']]} />}
          {state.view === 'trend' && <Segments label="Dragging" name="drag" value={state.drag} usual="zoom" all={[['zoom', finger ? 'Swipe zooms' : 'Drag zooms'], ['select', 'selects']]} />}
          <span class="row tight">
            <Bound name="from" value={state.from} word="from run, date" /> – <Bound name="to" value={state.to} word="to run, date" />
            {(state.from !== null || state.to !== null) && <button class="quiet" onClick={() => setQuery({ from: null, to: null })}>All runs</button>}
          </span>
          {state.view === 'trend' && <Drawn state={state} axis={axis} />}
        </Folded>
      )}
      {state.v.length > 0 && state.view === 'trend' && shade && <Legend shade={shade} />}
    </div>
  );
}

function Drawn({ state, axis }: { state: TrendState; axis: Axis | null }) {
  return (
    <>
          <label class="field">
            Shade
            <select value={state.shade} onChange={(event) => setQuery({ shade: event.currentTarget.value || null })}>
              <option value="">nothing</option>
              <option value="mode">mode</option>
              <option value="source">source</option>
              {axis?.tags.map((tag) => <option key={tag} value={`tag:${tag}`}>tag {tag}</option>)}
            </select>
          </label>
          <span class="chips">
            <Switch name="errors" on={state.errors} word="Errors" title="One standard deviation" />
            <Switch name="band" on={state.band} word="Usual band" title="Median ± 1.4826 median absolute deviations of all runs of this range, of each mode" />
            <Switch name="limits" on={state.limits} word="Expected range" title="Limits of the definition" />
            <Switch name="together" on={state.together} usual={false} word="Same unit together" title="One panel per unit" />
          </span>
    </>
  );
}
