// What can be done with selected runs.
import { useState } from 'preact/hooks';
import { runList } from '../format/number';
import { useMay } from '../session';
import { ActionDialog } from './ActionDialog';
import { CommentDialog } from './CommentDialog';

export function BulkBar({ runs, onClear }: { runs: number[]; onClear: () => void }) {
  const [open, setOpen] = useState<'comment' | 'act' | null>(null);
  const mayComment = useMay('comment');
  const mayRetry = useMay('retry');
  const mayOperate = useMay('operate');
  if (runs.length === 0) return null;
  const low = Math.min(...runs);
  const high = Math.max(...runs);
  return (
    <div class="bulk row" role="group" aria-label="Selected runs">
      <b>{runs.length} {runs.length === 1 ? 'run' : 'runs'}</b>
      <span class="muted">{runList(runs, 3)}</span>
      <span class="fill" />
      <button disabled={!mayComment} title={mayComment ? '' : 'Needs the role shifter'} onClick={() => setOpen('comment')}>Comment</button>
      <button disabled={!mayRetry} title={mayRetry ? '' : 'Needs the role shifter'} onClick={() => setOpen('act')}>{mayOperate ? 'Recompute …' : 'Retry …'}</button>
      <a class="button" href={`/coverage?from=${low}&to=${high}`}>Coverage</a>
      <button class="quiet" onClick={onClear}>Clear</button>
      {open === 'comment' && <CommentDialog runs={runs} onClose={() => setOpen(null)} />}
      {open === 'act' && <ActionDialog choice={{ runs, verb: mayOperate ? 'recompute' : 'retry' }} onClose={() => setOpen(null)} />}
    </div>
  );
}
