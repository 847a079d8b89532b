// A state: colour, letter and word; and several of them as a bar.
import type { States } from '../api/tasks';
import { face, inWords, states, wanted } from '../format/states';

export function StateMark({ state, count }: { state: string; count?: number }) {
  const { key, letter, word, meaning } = face(state);
  return (
    <span class="state" title={meaning}>
      <i class={`fill-${key}`} aria-hidden="true">{letter}</i>
      {count !== undefined && <b>{count}</b>}
      {word}
    </span>
  );
}

export function StateBar({ of }: { of: States }) {
  const all = wanted(of);
  const words = inWords({ ...of, none: 0 });
  return (
    <div class="bar" role="img" aria-label={words} title={words}>
      {all > 0 && states.filter((s) => s.key !== 'none' && of[s.key]).map((s) => (
        <span key={s.key} class={`fill-${s.key}`} style={{ flexGrow: of[s.key] }} />
      ))}
    </div>
  );
}
