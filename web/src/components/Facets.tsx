// Modes, sources, tags and detectors of what the filter leaves, as switches.
import { useState } from 'preact/hooks';
import type { Facets as Data } from '../api/runs';
import { has, term, toggled } from '../shape/filter';
import { setQuery } from '../router';

const groups = [['mode', 'Mode'], ['source', 'Source'], ['tag', 'Tags'], ['detector', 'Detector']] as const;

export function Facets({ facets, filter }: { facets: Data | undefined; filter: string }) {
  const [more, setMore] = useState<string | null>(null);
  if (groups.every(([key]) => !facets?.[key]?.length)) return <aside class="card facets muted" aria-label="Facets">No mode, source, tag.</aside>;
  return (
    <aside class="card facets" aria-label="Facets">
      {groups.map(([key, title]) => {
        const list = facets?.[key] ?? [];
        if (list.length === 0) return null;
        const shown = more === key ? list : list.slice(0, 6);
        return (
          <section key={key}>
            <h3>{title}</h3>
            {shown.map(({ value, runs }) => {
              const t = term(key, value);
              return (
                <div class="facet" key={value}>
                  <button class="link" aria-pressed={has(filter, t)} onClick={() => setQuery({ filter: toggled(filter, t) })} title={t}>{value}</button>
                  <span class="muted">{runs}</span>
                  <button class="quiet not" aria-label={`without ${value}`} aria-pressed={has(filter, `-${t}`)} title={`-${t}`}
                    onClick={() => setQuery({ filter: toggled(filter, `-${t}`) })}>−</button>
                </div>
              );
            })}
            {list.length > 6 && <button class="link" onClick={() => setMore(more === key ? null : key)}>{more === key ? 'fewer' : `${list.length - 6} more`}</button>}
          </section>
        );
      })}
    </aside>
  );
}
