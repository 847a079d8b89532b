// All variables by analysis, to begin with.
import { variables, type Found } from '../api/analyses';
import { setQuery } from '../router';
import { unit } from '../format/number';
import { useAnswer } from '../useAnswer';
import { Empty, Face } from './faces';

export function VariableList() {
  const answer = useAnswer('variables', (signal) => variables({ limit: 500 }, signal));
  const groups = (list: Found[]): [string, Found[]][] => [...Map.groupBy(list, (f) => f.analysis_title ?? f.analysis)];
  return (
    <Face of={answer}>
      {(list) => (
        <div class="card">
          <header><h2>Choose a variable</h2><span class="muted">or type above: title, name, analysis</span></header>
          {list.length === 0 && <Empty title="No analysis is configured"><code>xom check</code> says what is missing.</Empty>}
          <div class="variablegroups">
            {groups(list).map(([title, found]) => (
              <section key={title}>
                <h3>{title}</h3>
                {found.map((f) => (
                  <div key={f.key} class="variablerow">
                    <button class="link" onClick={() => setQuery({ v: [f.key] })}>{f.title}{unit(f.unit) && ` [${unit(f.unit)}]`}</button>
                    <span class="muted">{f.points} runs</span>
                  </div>
                ))}
              </section>
            ))}
          </div>
        </div>
      )}
    </Face>
  );
}
