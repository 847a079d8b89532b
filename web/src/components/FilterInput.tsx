// The filter of runs, with completion.
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import * as analyses from '../api/analyses';
import type { Facets } from '../api/runs';
import { suggestions, unfinished, wordAt } from '../shape/filter';
import { useAnswer } from '../useAnswer';

interface Props {
  value: string;
  facets: Facets | undefined;
  /** `typing`: nobody has said yet that this is all. */
  onChange: (text: string, typing: boolean) => void;
}

export function FilterInput({ value, facets, onChange }: Props) {
  const [text, setText] = useState(value);
  const [cursor, setCursor] = useState(value.length);
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(-1);
  const input = useRef<HTMLInputElement>(null);
  const timer = useRef(0);
  const catalogue = useAnswer('analyses', analyses.analyses);
  const given = useRef(value); // Enter may be quicker than the effect that starts the timer
  const give = (typing: boolean): void => {
    if (typing && text.trim() === given.current) return;
    given.current = text.trim();
    onChange(text.trim(), typing);
  };
  useEffect(() => {
    given.current = value;
    setText(value);
  }, [value]);
  useEffect(() => {
    if (text.trim() === value || unfinished(text)) return;
    timer.current = window.setTimeout(() => give(true), 350);
    return () => clearTimeout(timer.current);
  }, [text]);

  const names = useMemo(() => ({
    analyses: catalogue.data?.map((a) => a.analysis) ?? [],
    variables: catalogue.data?.flatMap((a) => (a.variables ?? []).map((v) => `${a.analysis}.${v.variable}`)) ?? [],
  }), [catalogue.data]);
  const { from, word } = wordAt(text, cursor);
  const list = open ? suggestions(word, facets, names) : [];

  const take = (insert: string): void => {
    const rest = text.slice(cursor);
    const done = /[:<>=]$/.test(insert) ? insert : `${insert} `;
    const next = text.slice(0, from) + done + rest.trimStart();
    setText(next);
    setCursor(from + done.length);
    setAt(-1);
    input.current?.focus();
    requestAnimationFrame(() => input.current?.setSelectionRange(from + done.length, from + done.length));
  };
  const key = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step && list.length) {
      event.preventDefault();
      setAt((at + step + list.length) % list.length);
    } else if ((event.key === 'Enter' || event.key === 'Tab') && list[at]) {
      event.preventDefault();
      take(list[at].insert);
    } else if (event.key === 'Enter') {
      setOpen(false);
      clearTimeout(timer.current);
      give(false);
    } else if (event.key === 'Escape') {
      if (open) setOpen(false);
      else input.current?.blur();
    }
  };
  return (
    <div class="withsuggest">
      <input
        ref={input} value={text} type="text" spellcheck={false} autocomplete="off" aria-label="Filter runs" role="combobox"
        placeholder="Filter: mode:tpc_* -tag:messy livetime>600 light_yield:failed 53000..53100"
        aria-expanded={list.length > 0} aria-controls="filter-list" aria-activedescendant={list[at] ? `suggest${at}` : undefined}
        onInput={(event) => { setText(event.currentTarget.value); setCursor(event.currentTarget.selectionStart ?? 0); setOpen(true); setAt(-1); }}
        onClick={(event) => { setCursor(event.currentTarget.selectionStart ?? 0); setOpen(true); }}
        onBlur={() => setTimeout(() => setOpen(false), 150)} onKeyDown={key}
      />
      <ul class="suggest" id="filter-list" role="listbox" aria-label="Completions" hidden={list.length === 0}>
        {list.map((s, i) => (
          <li key={s.insert} id={`suggest${i}`} role="option" aria-selected={i === at} onPointerDown={(event) => { event.preventDefault(); take(s.insert); }}>
            <code>{s.insert}</code><small>{s.detail}</small>
          </li>
        ))}
      </ul>
    </div>
  );
}
