// Runs x analyses: what is computed, what is not, and why.
import { useMemo } from 'preact/hooks';
import { coverage } from '../api/tasks';
import { CoverageDetail } from '../components/coverage/CoverageDetail';
import { CoverageMatrix } from '../components/coverage/CoverageMatrix';
import { Empty, Face } from '../components/faces';
import { StateMark } from '../components/StateMark';
import { useKeys } from '../keyboard';
import { count, percent } from '../format/number';
import { states, wanted } from '../format/states';
import { setQuery } from '../router';
import { coverageState, selected, totalsOf } from '../shape/coverage';
import { useAnswer } from '../useAnswer';
import type { PageProps } from '.';

export function Coverage({ query }: PageProps) {
  const text = query.toString();
  const state = useMemo(() => coverageState(query), [text]);
  const bins = Math.max(20, Math.min(240, Math.floor((window.innerWidth - (window.innerWidth > 760 ? 420 : 150)) / 9)));
  const asked = { min_run: state.from, max_run: state.to, bins };
  const answer = useAnswer(`coverage ${state.from} ${state.to} ${bins}`, (signal) => coverage(asked, signal), true);
  useKeys({ Escape: () => setQuery({ sel: null, rows: null }) });
  const zoomed = state.from !== null || state.to !== null;
  const setState = (key: string): void => setQuery({ state: state.emphasis === key ? null : key }, 'replace');

  return (
    <Face of={answer} lines={10}>
      {(data) => {
        const totals = totalsOf(data);
        return (
          <>
            <div class="head">
              <h1>Coverage</h1>
              <span class="muted">
                {zoomed && <><a href="/coverage">all runs</a> › </>}
                runs {data.min_run}–{data.max_run}, {count(data.runs)} {data.runs === 1 ? 'run' : 'runs'} · {percent(totals.done ?? 0, wanted(totals))} of {count(wanted(totals))} tasks done
              </span>
              <span class="fill" />
              <div class="segments" role="group" aria-label="Dragging">
                <button aria-pressed={state.drag === 'zoom'} onClick={() => setQuery({ drag: null }, 'replace')}>Drag zooms</button>
                <button aria-pressed={state.drag === 'select'} onClick={() => setQuery({ drag: 'select' }, 'replace')}>selects</button>
              </div>
            </div>
            <div class="row" role="group" aria-label="States; choose one to stress it">
              {states.map((s) => (
                <button key={s.key} class="chip" aria-pressed={state.emphasis === s.key} onClick={() => setState(s.key)} title={`${s.meaning}; click to stress`}>
                  <StateMark state={s.key} /> <b>{count(totals[s.key] ?? 0)}</b>
                </button>
              ))}
            </div>
            {data.runs === 0 || data.rows.length === 0
              ? <div class="card"><Empty title={data.rows.length === 0 ? 'No analysis is configured' : 'No run lies in this range'}><a href="/coverage">All runs</a></Empty></div>
              : <CoverageMatrix data={data} state={selected(state, data)} />}
            <CoverageDetail data={data} state={selected(state, data)} />
          </>
        );
      }}
    </Face>
  );
}
