// Asks the engine for something: retry, recompute, exclude, include, prioritise. Waits for its answer.
import { useContext, useRef, useState } from 'preact/hooks';
import type { ApiError } from '../api/http';
import { act, taskCounts, type Action, type Verb } from '../api/tasks';
import { health } from '../api/views';
import { count, runList } from '../format/number';
import { SessionContext } from '../session';
import { places, ranges, tooMany, touched, verbFace, verbs } from '../shape/actions';
import { useAnswer } from '../useAnswer';
import { Dialog } from './Dialog';
import { Failed } from './faces';
import { follow } from './followAction';
import { toast } from './toast';

export interface Choice {
  verb: Verb;
  /** Those that are offered; all without it. */
  analyses?: string[];
  /** Those that are chosen at first; without it, all that something can be done to. */
  chosen?: string[];
  runs?: number[];
  min_run?: number;
  max_run?: number;
  states?: string[];
}

const plural = (n: number, one: string, many: string): string => `${count(n)} ${n === 1 ? one : many}`;

export function ActionDialog({ choice, onClose }: { choice: Choice; onClose: () => void }) {
  const { may } = useContext(SessionContext);
  const range = { ...(choice.min_run !== undefined && { min_run: choice.min_run }), ...(choice.max_run !== undefined && { max_run: choice.max_run }) };
  const where = choice.runs ? { runs: ranges(choice.runs) } : range;
  const crowd = choice.runs ? tooMany(choice.runs) : '';
  const counts = useAnswer(crowd ? null : `counts ${JSON.stringify(where)}`, (signal) => taskCounts(where, signal), true);
  const [verb, setVerb] = useState<Verb>(choice.verb);
  const engine = useAnswer('health', health, true).data?.engine;
  const [chosen, setChosen] = useState<string[] | null>(choice.chosen?.length ? choice.chosen : null);
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);

  const offered = (counts.data ?? []).filter((a) => !choice.analyses || choice.analyses.includes(a.analysis));
  const of = verb === 'retry' || verb === 'recompute' ? 'computable' : 'states';
  const tasksOf = (name: string): number | null => touched(verb, offered.find((a) => a.analysis === name)?.[of] ?? {}, choice.states);
  // Without a choice: those it does something to.
  const able = offered.map((a) => a.analysis).filter((name) => tasksOf(name) !== 0);
  const picked = chosen ? chosen.filter((name) => offered.some((a) => a.analysis === name)) : able;
  const flip = (name: string): void => setChosen(picked.includes(name) ? picked.filter((n) => n !== name) : [...picked, name]);
  const tasks = picked.map(tasksOf).reduce<number | null>((sum, n) => (sum === null || n === null ? null : sum + n), 0);
  const runs = choice.runs ? runList(choice.runs) : choice.min_run === choice.max_run ? choice.min_run : `${choice.min_run ?? 'first'} to ${choice.max_run ?? 'last'}`;

  const lacks = crowd ? crowd : !counts.data ? 'Counting the tasks …'
    : picked.length === 0 ? (chosen ? 'Choose at least one analysis.' : 'No task of these runs is in a state for that.')
    : tasks === 0 ? 'No task of these analyses is in a state for that.'
    : reason.trim() === '' ? 'Say why: the reason is kept in the history.' : '';

  // What the server has taken already: after a failure half way it is not asked for twice.
  const taken = useRef(new Map<string, number[]>());
  const ask = async (action: Action): Promise<number[]> => {
    const key = JSON.stringify(action);
    const ids = taken.current.get(key) ?? (await act(action)).commands;
    taken.current.set(key, ids);
    return ids;
  };
  const send = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      const ids: number[] = [];
      for (const analysis of picked) {
        const action: Action = { verb, analysis, reason: reason.trim() };
        const states = choice.states ?? (verb === 'prioritise' ? verbFace(verb).states : null);
        if (states) action.states = states;
        if (verb === 'prioritise') action.priority = 10;
        for (const place of choice.runs ? places(choice.runs) : [range]) ids.push(...(await ask({ ...action, ...place })));
      }
      onClose();
      follow(verb, ids, where, picked).catch((failure: Error) => toast(`Asked for; what became of it cannot be told: ${failure.message}`));
    } catch (failure) {
      setError(failure as ApiError);
      setBusy(false);
    }
  };
  return (
    <Dialog label="Ask the engine" onClose={onClose}>
      <h2>{choice.runs?.length === 1 || choice.min_run === choice.max_run && !choice.runs ? 'Run' : 'Runs'} {runs}</h2>
      <form class="body stack" onSubmit={send}>
        <div class="segments wrap" role="group" aria-label="What">
          {verbs.map((v) => (
            <button key={v.verb} type="button" aria-pressed={v.verb === verb} disabled={!may.includes(v.needs)} title={may.includes(v.needs) ? v.what : `Needs the role ${v.role}`} onClick={() => setVerb(v.verb)}>{v.verb}</button>
          ))}
        </div>
        <p class="muted">{verbFace(verb).what}.</p>
        {engine && !engine.running && <div class="notice warn"><div><b>No engine runs.</b> What you ask for is kept, and done as soon as one runs.</div></div>}
        {counts.error && <Failed error={counts.error} retry={counts.reload} />}
        {offered.length > 1 && (
          <div class="row tight">
            <span class="muted">{count(picked.length)} of {count(offered.length)} analyses</span>
            <button type="button" class="link" aria-label="Choose all analyses" onClick={() => setChosen(able)}>all</button>
            <button type="button" class="link" aria-label="Choose no analysis" onClick={() => setChosen([])}>none</button>
          </div>
        )}
        <div class="chips" role="group" aria-label="Analyses, with the number of tasks">
          {offered.map(({ analysis }) => {
            const n = tasksOf(analysis);
            return <button key={analysis} type="button" class="chip" aria-pressed={picked.includes(analysis)} disabled={n === 0 && !picked.includes(analysis)} onClick={() => flip(analysis)}>{analysis}{n !== null && <b class="number">{count(n)}</b>}</button>;
          })}
        </div>
        <input value={reason} required placeholder="Reason (kept in the history)" aria-label="Reason" onInput={(event) => setReason(event.currentTarget.value)} />
        {error && <Failed error={error} />}
        <p class="muted small" id="lacks" role="status">{lacks}</p>
        <div class="row">
          <span class="fill" />
          <button type="button" onClick={onClose}>Cancel</button>
          <button class="primary" aria-describedby="lacks" disabled={busy || lacks !== ''}>{crowd ? verb : tasks === null ? `${verb} ${plural(picked.length, 'analysis', 'analyses')}` : `${verb} ${plural(tasks, 'task', 'tasks')}`}</button>
        </div>
      </form>
    </Dialog>
  );
}
