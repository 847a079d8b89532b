// One end of a range of runs, written as a run, a date, or how long ago. What cannot be understood stays, with the reason.
import { useEffect, useState } from 'preact/hooks';
import { axis } from '../api/trend';
import { setQuery } from '../router';
import { needsAxis, readBound } from '../shape/bound';

export function Bound({ name, value, word }: { name: 'from' | 'to'; value: number | null; word: string }) {
  const [text, setText] = useState(String(value ?? ''));
  const [mistake, setMistake] = useState('');
  useEffect(() => {
    setText(String(value ?? ''));
    setMistake('');
  }, [value]);
  const read = async (): Promise<void> => {
    try {
      const all = needsAxis(text) ? (await axis({})).data : null;
      const bound = readBound(text, name, all, Date.now() / 1000);
      if ('mistake' in bound) return setMistake(bound.mistake);
      setMistake('');
      setText(String(bound.run ?? ''));
      setQuery({ [name]: bound.run });
    } catch (failure) {
      setMistake(`The runs could not be asked for: ${(failure as Error).message}`);
    }
  };
  return (
    <span class="boundfield">
      <input
        class="bound" placeholder={word} aria-label={`${word} of the range`} title="a run, a date (UTC), or how long ago: 53101, 2026-01-31, -7d" value={text}
        aria-invalid={mistake !== ''} aria-describedby={mistake ? `why-${name}` : undefined} spellcheck={false} autocomplete="off"
        onInput={(event) => setText(event.currentTarget.value)} onChange={() => void read()}
      />
      {mistake && <span class="bad small" id={`why-${name}`} role="alert">{mistake}</span>}
    </span>
  );
}
