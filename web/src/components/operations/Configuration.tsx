import { useState } from 'preact/hooks';
import type { Operations } from '../../api/views';

/** The configuration in force, and where each value came from. */
export function Configuration({ data }: { data: Operations['configuration'] }) {
  const [all, setAll] = useState(false);
  const entries = Object.entries(data.values ?? {});
  const shown = all ? entries : entries.filter(([, v]) => v.origin !== 'default');
  return (
    <section class="card" aria-label="Configuration">
      <header>
        <h2>Configuration in force</h2><code class="muted">{data.file}</code>
        <span class="fill" />
        <button class="link" onClick={() => setAll(!all)}>{all ? 'Only what is set' : `With ${entries.length - shown.length} defaults`}</button>
      </header>
      <div class="scroll" tabIndex={0} role="region" aria-label="Table of the configuration">
        <table class="config">
          <thead><tr><th>Key</th><th>Value</th><th>From</th></tr></thead>
          <tbody>
            {shown.map(([key, { value, origin }]) => (
              <tr key={key}><td class="nowrap">{key}</td><td><code>{value}</code></td><td class="muted nowrap">{origin}</td></tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
