import { useState } from 'preact/hooks';
import type { ValueColumn } from '../api/runs';
import { column, known } from '../shape/columns';
import { VariableSearch } from './VariableSearch';

interface Props {
  chosen: string[];
  values: ValueColumn[] | undefined;
  onChange: (columns: string[]) => void;
}

export function ColumnPicker({ chosen, values, onChange }: Props) {
  const [adding, setAdding] = useState(false);
  const flip = (key: string): void => onChange(chosen.includes(key) ? chosen.filter((c) => c !== key) : [...chosen, key]);
  const variables = chosen.filter((c) => c.includes('.'));
  return (
    <div class="card body row" role="group" aria-label="Columns">
      {known.filter((c) => c.key !== 'number').map((c) => (
        <button key={c.key} class="chip" aria-pressed={chosen.includes(c.key)} onClick={() => flip(c.key)}>{c.title}</button>
      ))}
      {variables.map((key) => (
        <button key={key} class="chip" aria-pressed="true" onClick={() => flip(key)} title={`Take ${key} out`}>{column(key, values).title} ×</button>
      ))}
      {adding
        ? <VariableSearch label="Add a variable as a column" onPick={(found) => { setAdding(false); if (!chosen.includes(found.key)) flip(found.key); }} />
        : <button class="chip" onClick={() => setAdding(true)}>+ variable</button>}
    </div>
  );
}
