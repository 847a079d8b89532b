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

/** What was typed and not sent, by the runs it is about: Esc, or a click beside the dialog, throws nothing away. */
const drafts = new Map<string, string>();

export function CommentDialog({ runs, onClose, onDone }: Props) {
  const about = runs.join();
  const [words, keep] = useState(drafts.get(about) ?? '');
  const setWords = (text: string): void => {
    keep(text);
    if (text.trim()) drafts.set(about, text);
    else drafts.delete(about);
  };
  const [error, setError] = useState<ApiError | null>(null);
  const send = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    try {
      await comment(runs, words.trim());
      drafts.delete(about);
      toast(`Comment written to ${runs.length === 1 ? `run ${runs[0]}` : `${runs.length} runs`}.`);
      onClose();
      onDone?.();
    } catch (failure) {
      setError(failure as ApiError);
    }
  };
  const typed = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    if (words.trim()) (event.currentTarget as HTMLTextAreaElement).form!.requestSubmit();
  };
  const discard = (): void => {
    drafts.delete(about);
    onClose();
  };
  return (
    <Dialog label="Comment" onClose={onClose}>
      <h2>Comment on {runs.length === 1 ? 'run' : 'runs'} {runList(runs)}</h2>
      <form class="body stack" onSubmit={send}>
        <textarea rows={4} autofocus required aria-label="Comment" value={words} onInput={(event) => setWords(event.currentTarget.value)} onKeyDown={typed} />
        {error && <Failed error={error} />}
        <div class="row">
          <span class="muted small"><kbd>Ctrl</kbd> <kbd>Enter</kbd> writes it; Esc keeps it for later</span>
          <span class="fill" />
          <button type="button" onClick={discard}>{words.trim() ? 'Discard' : 'Cancel'}</button>
          <button class="primary" disabled={words.trim() === ''}>Write</button>
        </div>
      </form>
    </Dialog>
  );
}
