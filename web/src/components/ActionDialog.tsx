// Asks the engine for something: retry, recompute, exclude, include, prioritise. Waits for its answer.
import { useState } from 'preact/hooks';
import * as analyses from '../api/analyses';
import type { ApiError } from '../api/http';
import { act, command, type Action, type Verb } from '../api/tasks';
import { runList } from '../format/number';
import { useAnswer } from '../useAnswer';
import { Dialog } from './Dialog';
import { Failed } from './faces';
import { toast } from './toast';

export interface Choice {
  verb: Verb;
  analyses?: string[];
  runs?: number[];
  min_run?: number;
  max_run?: number;
  states?: string[];
}

const verbs: { verb: Verb; what: string }[] = [
  { verb: 'retry', what: 'try again what failed or has to be checked' },
  { verb: 'recompute', what: 'compute again, also what is done; old results are kept' },
  { verb: 'exclude', what: 'take the runs out: they are not wanted any more' },
  { verb: 'include', what: 'take an exclusion back' },
  { verb: 'prioritise', what: 'compute these before others' },
  { verb: 'cancel', what: 'stop what is running' },
];

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

async function outcome(ids: number[]): Promise<string> {
  let tasks = 0;
  for (const id of ids) {
    for (let tries = 0; ; ++tries) {
      const { data } = await command(id);
      if (data.done) {
        tasks += data.tasks ?? 0;
        break;
      }
      if (tries === 12) return 'Asked for. The engine carries it out when it runs.';
      await pause(250);
    }
  }
  return `Done: ${tasks} ${tasks === 1 ? 'task' : 'tasks'}.`;
}

export function ActionDialog({ choice, onClose }: { choice: Choice; onClose: () => void }) {
  const catalogue = useAnswer('analyses', analyses.analyses);
  const [verb, setVerb] = useState<Verb>(choice.verb);
  const [chosen, setChosen] = useState<string[] | null>(choice.analyses ?? null);
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const names = catalogue.data?.map((a) => a.analysis) ?? choice.analyses ?? [];
  const picked = chosen ?? names;
  const runs = choice.runs ? runList(choice.runs) : `${choice.min_run ?? 'first'} to ${choice.max_run ?? 'last'}`;
  const flip = (name: string): void => setChosen(picked.includes(name) ? picked.filter((n) => n !== name) : [...picked, name]);

  const send = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      const ids: number[] = [];
      for (const analysis of picked) {
        const action: Action = { verb, analysis, reason: reason.trim() };
        if (choice.runs) action.runs = choice.runs;
        if (choice.min_run !== undefined) action.min_run = choice.min_run;
        if (choice.max_run !== undefined) action.max_run = choice.max_run;
        if (choice.states) action.states = choice.states;
        if (verb === 'prioritise') action.priority = 10;
        ids.push(...(await act(action)).commands);
      }
      onClose();
      toast('Asked for …');
      toast(await outcome(ids));
    } catch (failure) {
      setError(failure as ApiError);
      setBusy(false);
    }
  };
  return (
    <Dialog label="Ask the engine" onClose={onClose}>
      <h2>Runs {runs}</h2>
      <form class="body stack" onSubmit={send}>
        <div class="segments wrap" role="group" aria-label="What">
          {verbs.map((v) => <button key={v.verb} type="button" aria-pressed={v.verb === verb} title={v.what} onClick={() => setVerb(v.verb)}>{v.verb}</button>)}
        </div>
        <p class="muted">{verbs.find((v) => v.verb === verb)!.what}.</p>
        <div class="chips" role="group" aria-label="Analyses">
          {names.map((name) => <button key={name} type="button" class="chip" aria-pressed={picked.includes(name)} onClick={() => flip(name)}>{name}</button>)}
        </div>
        <input value={reason} required placeholder="Reason (kept in the history)" aria-label="Reason" onInput={(event) => setReason(event.currentTarget.value)} />
        {error && <Failed error={error} />}
        <div class="row">
          <span class="fill" />
          <button type="button" onClick={onClose}>Cancel</button>
          <button class="primary" disabled={busy || reason.trim() === '' || picked.length === 0}>{`${verb} ${picked.length} ${picked.length === 1 ? 'analysis' : 'analyses'}`}</button>
        </div>
      </form>
    </Dialog>
  );
}
