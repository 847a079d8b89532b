// Finds variables by typing.
import { useEffect, useState } from 'preact/hooks';
import { variables, type Found } from '../api/analyses';
import { unit } from '../format/number';
import { useAnswer } from '../useAnswer';

export function VariableSearch({ label, onPick }: { label: string; onPick: (found: Found) => void }) {
  const [words, setWords] = useState('');
  const [asked, setAsked] = useState('');
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(words), 120);
    return () => clearTimeout(timer);
  }, [words]);
  const answer = useAnswer(open ? `variables?${asked}` : null, (signal) => variables({ q: asked, limit: 50 }, signal));
  const list = open ? (answer.data ?? []) : [];
  const pick = (found: Found): void => {
    setWords('');
    setOpen(false);
    onPick(found);
  };
  // Enter may come before the answer to what was typed: the choice waits for it.
  const [waiting, setWaiting] = useState(false);
  const fresh = asked === words && !answer.loading;
  useEffect(() => {
    if (!waiting || !fresh) return;
    setWaiting(false);
    if (list[at]) pick(list[at]);
  });
  const key = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step && list.length) {
      event.preventDefault();
      setAt((at + step + list.length) % list.length);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      setWaiting(true);
    } else if (event.key === 'Escape') setOpen(false);
  };
  return (
    <div class="withsuggest">
      <input
        type="text" value={words} placeholder={`${label} …`} aria-label={label} role="combobox" autocomplete="off" spellcheck={false}
        aria-expanded={list.length > 0} aria-controls="variable-list" aria-activedescendant={list[at] ? `variable${at}` : undefined}
        onInput={(event) => { setWords(event.currentTarget.value); setOpen(true); setAt(0); }}
        onFocus={() => setOpen(true)} onBlur={() => setTimeout(() => setOpen(false), 150)} onKeyDown={key}
      />
      <ul class="suggest" id="variable-list" role="listbox" aria-label="Variables" hidden={!open || (list.length === 0 && answer.loading)}>
        {list.map((found, i) => (
          <li key={found.key} id={`variable${i}`} role="option" aria-selected={i === at} onPointerDown={(event) => { event.preventDefault(); pick(found); }}>
            <span>{found.title} {unit(found.unit) && <span class="muted">[{unit(found.unit)}]</span>}</span>
            <small>{found.key} · {found.points} runs</small>
          </li>
        ))}
        {list.length === 0 && !answer.loading && open && <li>{answer.error?.message ?? `No variable matches "${asked}".`}</li>}
      </ul>
    </div>
  );
}
