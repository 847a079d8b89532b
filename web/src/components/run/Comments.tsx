import { useContext, useState } from 'preact/hooks';
import { removeComment, type Comment } from '../../api/runs';
import { SessionContext, useMay } from '../../session';
import { CommentDialog } from '../CommentDialog';
import { Linked } from '../Linked';
import { Time } from '../Time';
import { toast } from '../toast';

export function Comments({ run, comments, onChange }: { run: number; comments: Comment[]; onChange: () => void }) {
  const [open, setOpen] = useState(false);
  const session = useContext(SessionContext);
  const mayComment = useMay('comment');
  const mayOperate = useMay('operate');
  const remove = (id: number): void => void removeComment(id).then(onChange, (error: Error) => toast(error.message));
  return (
    <section class="card" aria-label="Comments">
      <header>
        <h2>Comments</h2>
        <span class="fill" />
        <button disabled={!mayComment} title={mayComment ? '' : 'Needs the role shifter'} onClick={() => setOpen(true)}>Comment</button>
      </header>
      <div class="body">
        {comments.length === 0 && <span class="muted">Nobody has said anything about this run.</span>}
        {comments.map((c) => (
          <div class="comment" key={`${c.at_ns}${c.text}`}>
            <div class="muted small">
              <b>{c.user}</b> <Time ns={c.at_ns} /> {c.from === 'source' ? '· run database' : ''}
              {c.id !== undefined && (mayOperate || c.user === session.user) && <button class="link" onClick={() => remove(c.id!)}>remove</button>}
            </div>
            <div class="said"><Linked text={c.text} /></div>
          </div>
        ))}
      </div>
      {open && <CommentDialog runs={[run]} onClose={() => setOpen(false)} onDone={onChange} />}
    </section>
  );
}
