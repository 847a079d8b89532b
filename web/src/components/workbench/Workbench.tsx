// Try a recipe on some runs without storing anything.
import { useEffect, useState } from 'preact/hooks';
import { analysis, workbench, type Trial } from '../../api/analyses';
import { ApiError } from '../../api/http';
import { draftOf, keepDraft } from '../../drafts';
import { runs as loadRuns } from '../../api/runs';
import { runNumbers } from '../../shape/runNumbers';
import { mistakeLine } from '../../shape/workbench';
import { setQuery } from '../../router';
import { useMay } from '../../session';
import { useAnswer } from '../../useAnswer';
import { Failed } from '../faces';
import { copy } from '../toast';
import { Editor } from './Editor';
import { TrialResult } from './TrialResult';

const example = `[analysis.my_analysis]
version  = "v0.1"
title    = "What it is"
run_mode = ["tpc_bkg"]
data     = "peak_basics"

[[analysis.my_analysis.variable]]
name  = "median_area"
title = "Median area of S2s"
unit  = "PE"
value = "median(area)"
where = "type == 2"

[[analysis.my_analysis.histogram]]
name  = "area"
where = "type == 2"
x     = { value = "log10(area)", bins = 120, range = [0, 6], title = "log10(area [PE])" }
`;

export function Workbench({ from, runs }: { from: string; runs: string }) {
  const known = useAnswer(from && from !== 'new' ? `analysis ${from}` : null, (signal) => analysis(from, signal));
  const newest = useAnswer('newest runs', (signal) => loadRuns({ limit: 3 }, signal));
  const [toml, setToml] = useState(draftOf(from) ?? (from === 'new' ? example : ''));
  const [typed, setTyped] = useState(runs);
  const [busy, setBusy] = useState(false);
  const [trial, setTrial] = useState<Trial[] | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const [mistake, setMistake] = useState<number | null>(null);
  const mayCompute = useMay('compute');

  const original = from === 'new' ? example : (known.data?.toml ?? null);
  const edited = original !== null && toml !== original;
  const edit = (text: string): void => {
    setToml(text);
    setMistake(null);
    keepDraft(from, text === original ? null : text);
  };
  useEffect(() => void (known.data?.toml && draftOf(from) === null && setToml(known.data.toml)), [known.data]);
  useEffect(() => {
    const run = known.data?.last_run ?? newest.data?.runs[1]?.number ?? newest.data?.runs[0]?.number;
    if (typed === '' && run !== undefined && (from === 'new' || known.data)) setTyped(String(run));
  }, [known.data, newest.data]);

  const compute = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    setMistake(null);
    setQuery({ runs: typed }, 'replace');
    try {
      const answer = await workbench(toml, runNumbers(typed));
      const list = Array.isArray(answer) ? answer : [answer];
      setTrial(list);
      setMistake(list.flatMap((one) => one.runs).map((run) => mistakeLine(toml, run.reason ?? '')).find((line) => line !== null) ?? null);
    } catch (failure) {
      setTrial(null);
      setError(failure instanceof ApiError ? failure : new ApiError(400, 'usage', (failure as Error).message));
      setMistake(mistakeLine(toml, (failure as Error).message));
    }
    setBusy(false);
  };
  const key = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void compute();
  };
  return (
    <>
      <div class="head">
        <h1>Workbench</h1>
        <span class="muted">nothing is stored</span>
        <span class="fill" />
        <a href="/analyses">All analyses</a>
      </div>
      {known.error && <Failed error={known.error} />}
      <div class="bench">
        <section class="card" aria-label="Recipe">
          <header>
            <h2>Recipe</h2>
            {edited && <span class="muted">edited; kept in this window</span>}
            <span class="fill" />
            {edited && <button class="quiet" onClick={() => edit(original)}>Undo all edits</button>}
            <button onClick={() => copy(toml)}>Copy as TOML</button>
          </header>
          <Editor value={toml} mistake={mistake} onChange={edit} onKey={key} />
          <div class="body row">
            <label class="field grow">Runs <input class="grow" value={typed} placeholder="53120 53121..53124" onInput={(event) => setTyped(event.currentTarget.value)} onKeyDown={key} /></label>
            <button class="primary" disabled={busy || !mayCompute} title={mayCompute ? 'Ctrl+Enter' : 'Needs the role analyst'} onClick={() => void compute()}>{busy ? 'Computing …' : 'Compute'}</button>
          </div>
        </section>
        <section class="stack wide" aria-label="Outcome" aria-live="polite">
          {error && <div class="notice bad" role="alert"><div>{mistake !== null && <b id="mistake">Line {mistake} of the recipe</b>}<pre class="mono">{error.message}</pre></div></div>}
          {trial?.map((one) => <TrialResult key={one.analysis} trial={one} />)}
          {!trial && !error && <div class="card empty"><b>Values appear here</b>At most ten runs, one minute. Ctrl+Enter computes.</div>}
        </section>
      </div>
    </>
  );
}
