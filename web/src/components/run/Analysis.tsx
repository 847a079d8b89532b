// One analysis of the run: its state, what is next, and, opened, log and proof.
import { useState } from 'preact/hooks';
import type { RunAnalysis } from '../../api/runs';
import { artifactUrl, attemptLog, definition, logUrl } from '../../api/tasks';
import { bytes } from '../../format/number';
import { sentence } from '../../format/states';
import { useMay } from '../../session';
import { pretty } from '../../shape/diff';
import { useAnswer } from '../../useAnswer';
import { Face } from '../faces';
import { StateMark } from '../StateMark';
import { Ago } from '../Time';
import { Proof } from './Proof';

function Log({ attempt }: { attempt: number }) {
  const answer = useAnswer(`log ${attempt}`, (signal) => attemptLog(attempt, signal));
  return (
    <Face of={answer} lines={3}>
      {(words) => (words ? <pre class="code" tabIndex={0}>{words}</pre> : <span class="muted">The log is empty.</span>)}
    </Face>
  );
}

function Definition({ task }: { task: number }) {
  const answer = useAnswer(`definition ${task}`, (signal) => definition(task, signal));
  return <Face of={answer} lines={3}>{(data) => <pre class="code" tabIndex={0}>{pretty(data.definition)}</pre>}</Face>;
}

interface Props {
  of: RunAnalysis;
  open: boolean;
  onAct: () => void;
}

export function Analysis({ of, open, onAct }: Props) {
  const [shown, setShown] = useState(open);
  const [more, setMore] = useState<'log' | 'definition' | null>(null);
  const { task, attempt } = of;
  const mayRetry = useMay('retry');
  // Without any value the table of values says why.
  const said = task.state !== 'done' && (of.values ?? []).length > 0;
  const flip = (what: 'log' | 'definition'): void => setMore(more === what ? null : what);
  return (
    <div class="analysis">
      <button class="proofrow" aria-expanded={shown} onClick={() => setShown(!shown)}>
        <span class="name"><span class="twist" aria-hidden="true">{shown ? '▾' : '▸'}</span>{of.analysis}</span>
        <StateMark state={task.state} />
        <span class="muted"><Ago ns={task.changed_ns} /></span>
      </button>
      {(shown || said) && (
        <div class="proofbody">
          <p>{sentence(of.headline)}</p>
          <p class="muted">Next: {of.next}</p>
          {shown && (
            <>
              {of.proof && <Proof of={of} proof={of.proof} />}
              <div class="row">
                {attempt && <button aria-expanded={more === 'log'} onClick={() => flip('log')}>Log</button>}
                <button aria-expanded={more === 'definition'} onClick={() => flip('definition')}>Definition</button>
                <button disabled={!mayRetry} title={mayRetry ? '' : 'Needs the role shifter'} aria-label={`Retry or recompute ${of.analysis}`} onClick={onAct}>Retry …</button>
                {attempt && <a href={logUrl(attempt.id)} target="_blank" rel="noopener">log as text</a>}
                {(of.artifacts ?? []).filter((a) => a.kind !== 'histogram').map((a) => (
                  <a key={a.id} href={artifactUrl(a.id)} target="_blank" rel="noopener">{a.name} ({bytes(a.bytes)})</a>
                ))}
              </div>
              {more === 'log' && attempt && <Log attempt={attempt.id} />}
              {more === 'definition' && <Definition task={task.id} />}
            </>
          )}
        </div>
      )}
    </div>
  );
}
