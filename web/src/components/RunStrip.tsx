// The newest runs, each with its analyses as a strip of states.
import { useRef, useState } from 'preact/hooks';
import type { Now } from '../api/views';
import { face } from '../format/states';
import { duration } from '../format/time';
import { useKeys } from '../keyboard';
import { go } from '../router';
import { Empty } from './faces';
import { Time } from './Time';

export function RunStrip({ runs, analyses }: { runs: Now['runs']; analyses: string[] }) {
  // A run, not a row: new runs push the rows down.
  const [at, show] = useState<number | null>(null);
  const here = useRef<number | null>(null); // keys may come faster than the page is drawn
  const setAt = (run: number | null): void => {
    here.current = run;
    show(run);
  };
  const move = (step: number): void => {
    const row = runs.findIndex((run) => run.number === here.current);
    const to = runs[Math.min(runs.length - 1, Math.max(0, row + step))];
    if (!to) return;
    setAt(to.number);
    document.getElementById(`strip${to.number}`)?.scrollIntoView({ block: 'nearest' });
  };
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    Enter: () => here.current !== null && go(`/runs/${here.current}`),
    Escape: () => setAt(null),
  });
  return (
    <section class="card" aria-label="Last runs">
      <header>
        <h2>Last runs</h2>
        <span class="muted">one column per analysis</span>
        <span class="fill" />
        <a href="/runs">All runs</a>
      </header>
      {runs.length === 0 && <Empty title="No run yet">Runs appear as soon as the run source lists one.</Empty>}
      <div class="scroll strip" tabIndex={0} role="region" aria-label="Table of the last runs">
        <table>
          <thead>
            <tr>
              <th>Run</th><th class="wide">Start</th><th>Mode</th><th class="number wide">Livetime</th>
              <th><div class="squares names">{analyses.map((name) => <a key={name} href={`/analyses/${name}`} title={name}>{name}</a>)}</div></th>
            </tr>
          </thead>
          <tbody>
            {runs.map((run) => (
              <tr key={run.number} id={`strip${run.number}`} aria-selected={run.number === at}>
                <td><a href={`/runs/${run.number}`}>{run.number}</a></td>
                <td class="muted wide"><Time ns={run.start_ns} /></td>
                <td class="nowrap">
                  {run.mode} {run.tags?.map((tag) => <span class="tag" key={tag}>{tag}</span>)}
                </td>
                <td class="muted number wide">{duration(run.livetime_s)}</td>
                <td>
                  <div class="squares">
                    {analyses.map((name) => {
                      const state = run.states[name] ?? 'none';
                      const { word, letter, key } = face(state);
                      return (
                        <a key={name} class={`dot fill-${key}`} tabIndex={-1} href={`/runs/${run.number}?proof=${name}`} title={`${name}: ${word}`}>
                          {key === 'done' || key === 'none' ? '' : letter}<span class="visually-hidden">{`${name} ${word}`}</span>
                        </a>
                      );
                    })}
                  </div>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
