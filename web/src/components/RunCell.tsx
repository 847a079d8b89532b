import type { RunRow } from '../api/runs';
import type { States } from '../api/tasks';
import { even, withError } from '../format/number';
import { face, worst } from '../format/states';
import { duration } from '../format/time';
import { StateBar } from './StateMark';
import { Time } from './Time';

/** The bar, and in letters what somebody has to see: colour is never alone. */
function Coverage({ of }: { of: States }) {
  const first = worst(of);
  const { letter, word } = face(first);
  return (
    <span class="coverage">
      <StateBar of={of} />
      <small aria-hidden="true" title={word}>{first === 'done' || first === 'none' ? '' : `${of[first]} ${letter}`}</small>
    </span>
  );
}

/** One cell of the runs table. */
export function Cell({ run, column }: { run: RunRow; column: string }) {
  switch (column) {
    case 'number': return <a href={`/runs/${run.number}`}>{run.number}</a>;
    case 'mode': return <>{run.mode ?? '–'}</>;
    case 'source': return run.source && run.source !== 'none' ? <>{run.source}</> : <span class="muted">{run.source ?? '–'}</span>;
    case 'start': return <Time ns={run.start_ns} />;
    case 'livetime': return <>{run.livetime_s === undefined ? <span class="muted">running</span> : duration(run.livetime_s)}</>;
    case 'tags': return <>{run.tags?.map((tag) => <span key={tag} class="tag">{tag}</span>)}</>;
    case 'comments': return <>{run.comments || ''}</>;
    case 'coverage': return <Coverage of={run.coverage} />;
    case 'detectors': return <span class="muted">{run.detectors?.join(', ')}</span>;
    default: {
      const error = run.errors?.[column];
      return <>{error ? withError(run.values?.[column], error) : even(run.values?.[column])}</>;
    }
  }
}
