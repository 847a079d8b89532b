import type { RunRow } from '../api/runs';
import { even } from '../format/number';
import { duration } from '../format/time';
import { StateBar } from './StateMark';
import { Time } from './Time';

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
    case 'coverage': return <StateBar of={run.coverage} />;
    case 'detectors': return <span class="muted">{run.detectors?.join(', ')}</span>;
    default: return <>{even(run.values?.[column])}</>;
  }
}
