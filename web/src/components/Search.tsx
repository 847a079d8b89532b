// The search box: runs, ranges, variables, analyses, pages.
import { useEffect, useState } from 'preact/hooks';
import { search, type Hit } from '../api/views';
import { go } from '../router';
import { useAnswer } from '../useAnswer';
import { Dialog } from './Dialog';

const start: Hit[] = [
  { kind: 'page', title: 'Now', url: '/', detail: 'what is new, late, wrong' },
  { kind: 'page', title: 'Runs', url: '/runs', detail: 'the table of all runs' },
  { kind: 'page', title: 'Trends', url: '/trends', detail: 'quantities over runs' },
  { kind: 'page', title: 'Coverage', url: '/coverage', detail: 'what is computed, what is not, and why' },
  { kind: 'page', title: 'Analyses', url: '/analyses', detail: 'what is computed, and how' },
  { kind: 'page', title: 'Workbench', url: '/analyses?workbench=new', detail: 'try a recipe' },
  { kind: 'page', title: 'Operations', url: '/operations', detail: 'engine, queue, failures, sinks' },
];

export function Search({ onClose }: { onClose: () => void }) {
  const [words, setWords] = useState('');
  const [asked, setAsked] = useState('');
  const [at, setAt] = useState(0);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(words.trim()), 120);
    return () => clearTimeout(timer);
  }, [words]);
  const answer = useAnswer(asked || null, (signal) => search(asked, signal));
  const hits = asked ? (answer.data ?? []) : start;

  const open = (hit: Hit | undefined): void => {
    if (!hit) return;
    onClose();
    go(hit.url);
  };
  // Enter may come before the answer to what was typed: the choice waits for it.
  const [waiting, setWaiting] = useState(false);
  const fresh = asked === words.trim() && !answer.loading;
  useEffect(() => {
    if (!waiting || !fresh) return;
    setWaiting(false);
    open(hits[at]);
  });
  const key = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') {
      event.preventDefault();
      // A number typed in haste is a run, whether or not the answer is there.
      if (/^\d+$/.test(words.trim()) && (!fresh || hits[at]?.kind !== 'run')) open({ kind: 'run', title: '', url: `/runs/${Number(words)}` });
      else setWaiting(true);
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setAt((hits.length + at + step) % Math.max(1, hits.length));
    }
  };

  return (
    <Dialog label="Search" onClose={onClose}>
      <input
        class="searchbox" type="text" autofocus value={words} placeholder="53120, 53000..53100, light yield, tag:messy …"
        aria-label="Search runs, ranges, variables, analyses" role="combobox" aria-expanded="true" aria-controls="hits"
        aria-activedescendant={hits[at] ? `hit${at}` : undefined} onKeyDown={key}
        onInput={(event) => { setWords(event.currentTarget.value); setAt(0); }}
      />
      <ul class="hits" id="hits" role="listbox" aria-label="Found">
        {hits.map((hit, i) => (
          <li key={hit.url + hit.title} id={`hit${i}`} class="hit" role="option" aria-selected={i === at} onClick={() => open(hit)}>
            <span class="kind">{hit.kind}</span>
            <span>{hit.title}</span>
            <span class="detail">{hit.detail}</span>
          </li>
        ))}
        {hits.length === 0 && !answer.loading && (
          <li class="empty" role="option" aria-selected="false" aria-disabled="true">{answer.error ? answer.error.message : `Nothing is called "${asked}".`}</li>
        )}
      </ul>
    </Dialog>
  );
}
