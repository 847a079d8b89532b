// Modes, sources, tags and detectors of what the other terms of the filter leave, as switches.
import { useState } from 'preact/hooks';
import type { Facets as Data } from '../api/runs';
import { flipped, has, picked, term, toggled } from '../shape/filter';
import { setQuery } from '../router';

const groups = [['mode', 'Mode'], ['source', 'Source'], ['tag', 'Tags'], ['detector', 'Detector']] as const;

interface Props {
  facets: Data | undefined;
  filter: string;
  /** Shown when asked for: there is little room. */
  folded: boolean;
}

export function Facets({ facets, filter, folded }: Props) {
  const [more, setMore] = useState<string | null>(null);
  const [open, setOpen] = useState(!folded);
  const there = groups.filter(([key]) => facets?.[key]?.length);
  if (there.length === 0) return <aside class="facets none" aria-label="Facets" />;
  if (!open) {
    return <aside class="facets none" aria-label="Facets"><button class="chip" aria-expanded="false" onClick={() => setOpen(true)}>Choose {there.map(([, title]) => title.toLowerCase()).join(', ')} ▾</button></aside>;
  }
  return (
    <aside class="card facets" aria-label="Facets">
      {folded && <button class="chip" aria-expanded="true" onClick={() => setOpen(false)}>Fewer ▴</button>}
      {groups.map(([key, title]) => {
        const list = facets?.[key] ?? [];
        if (list.length === 0) return null;
        const shown = more === key ? list : list.slice(0, 6);
        return (
          <section key={key}>
            <h2>{title}</h2>
            {shown.map(({ value, runs }) => {
              const t = term(key, value);
              return (
                <div class="facet" key={value}>
                  <button class="link" aria-pressed={picked(filter, key, value)} onClick={() => setQuery({ filter: flipped(filter, key, value) })} title={t}>{value}</button>
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
