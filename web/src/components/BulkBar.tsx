// What can be done with selected runs.
import { useMemo, useState } from 'preact/hooks';
import { count, runList } from '../format/number';
import { useMay } from '../session';
import { most } from '../shape/actions';
import { ActionDialog } from './ActionDialog';
import { CommentDialog } from './CommentDialog';

interface Props {
  runs: number[];
  onClear: () => void;
  /** Analyses that an action is about at first. */
  chosen?: string[];
  /** All runs that match, where they may be more than those selected. */
  all?: { runs: number; onSelect: () => void };
}

export function BulkBar({ runs, onClear, chosen, all }: Props) {
  const [open, setOpen] = useState<'comment' | 'act' | null>(null);
  const mayComment = useMay('comment');
  const mayRetry = useMay('retry');
  const mayOperate = useMay('operate');
  const words = useMemo(() => runList(runs, 3), [runs]);
  if (runs.length === 0) return null;
  const low = runs.reduce((a, b) => Math.min(a, b));
  const high = runs.reduce((a, b) => Math.max(a, b));
  const crowd = runs.length > most.commented;
  return (
    <div class="bulk row" role="group" aria-label="Selected runs">
      <b>{count(runs.length)} {runs.length === 1 ? 'run' : 'runs'}</b>
      <span class="muted">{words}</span>
      {all && all.runs > runs.length && <button class="link" onClick={all.onSelect}>Select all {count(all.runs)} that match</button>}
      <span class="fill" />
      {crowd && <span class="muted small">a comment takes at most {count(most.commented)} runs</span>}
      <button disabled={!mayComment || crowd} title={mayComment ? '' : 'Needs the role shifter'} onClick={() => setOpen('comment')}>Comment</button>
      <button disabled={!mayRetry} title={mayRetry ? '' : 'Needs the role shifter'} onClick={() => setOpen('act')}>{mayOperate ? 'Recompute …' : 'Retry …'}</button>
      <a class="button" href={`/coverage?from=${low}&to=${high}`}>Coverage</a>
      <button class="quiet" onClick={onClear}>Clear</button>
      {open === 'comment' && <CommentDialog runs={runs} onClose={() => setOpen(null)} />}
      {open === 'act' && <ActionDialog choice={{ runs, verb: mayOperate ? 'recompute' : 'retry', ...(chosen && { chosen }) }} onClose={() => setOpen(null)} />}
    </div>
  );
}
