import { useState } from 'preact/hooks';
import type { ApiError } from '../api/http';
import { comment } from '../api/runs';
import { runList } from '../format/number';
import { Dialog } from './Dialog';
import { Failed } from './faces';
import { toast } from './toast';

interface Props {
  runs: number[];
  onClose: () => void;
  onDone?: () => void;
}

export function CommentDialog({ runs, onClose, onDone }: Props) {
  const [words, setWords] = useState('');
  const [error, setError] = useState<ApiError | null>(null);
  const send = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    try {
      await comment(runs, words.trim());
      toast(`Comment written to ${runs.length === 1 ? `run ${runs[0]}` : `${runs.length} runs`}.`);
      onClose();
      onDone?.();
    } catch (failure) {
      setError(failure as ApiError);
    }
  };
  return (
    <Dialog label="Comment" onClose={onClose}>
      <h2>Comment on {runs.length === 1 ? 'run' : 'runs'} {runList(runs)}</h2>
      <form class="body stack" onSubmit={send}>
        <textarea rows={4} autofocus required aria-label="Comment" value={words} onInput={(event) => setWords(event.currentTarget.value)} />
        {error && <Failed error={error} />}
        <div class="row">
          <span class="fill" />
          <button type="button" onClick={onClose}>Cancel</button>
          <button class="primary" disabled={words.trim() === ''}>Write</button>
        </div>
      </form>
    </Dialog>
  );
}
