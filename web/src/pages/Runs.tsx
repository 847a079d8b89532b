// The table of all runs. Filter, sort, columns and scroll position of the address; rows come as they are scrolled to.
import { useMemo, useRef, useState } from 'preact/hooks';
import * as api from '../api/runs';
import { BulkBar } from '../components/BulkBar';
import { ColumnPicker } from '../components/ColumnPicker';
import { Failed, Warnings } from '../components/faces';
import { Facets } from '../components/Facets';
import { FilterInput } from '../components/FilterInput';
import { RunTable } from '../components/RunTable';
import { toast } from '../components/toast';
import { group } from '../format/number';
import { columnsOf } from '../shape/columns';
import { analysesOf } from '../shape/filter';
import { setQuery } from '../router';
import { pageSize } from '../components/useRows';
import { useMedia } from '../useMedia';
import { useAnswer } from '../useAnswer';
import type { PageProps } from '.';

export function Runs({ query }: PageProps) {
  const filter = query.get('filter') ?? '';
  const sort = query.get('sort') ?? '-number';
  const narrow = useMedia('(max-width: 760px)');
  const columns = columnsOf(query.get('columns'), narrow);
  const variables = columns.filter((c) => c.includes('.')).join(',');
  const [selected, setSelected] = useState<ReadonlySet<number>>(new Set());
  const [picking, setPicking] = useState(false);
  const asked = useMemo(() => ({ filter, sort, columns: variables }), [filter, sort, variables]);
  // One question for the number of runs, the facets and the rows on screen first: a filter is read once.
  const first = useAnswer(JSON.stringify(asked), (signal) => api.runs({ ...asked, limit: pageSize, facets: true }, signal), true);
  const all = useAnswer('facets of all runs', (signal) => api.runs({ limit: 1, facets: true }, signal));
  const page = first.error ? null : first.data;
  // While a term is half typed and cannot be read, what was there before it stays below the message.
  const [typing, setTyping] = useState(false);
  const change = (text: string, still: boolean): void => {
    setTyping(still);
    setQuery({ filter: text || null });
  };
  const before = useRef({ asked, page });
  if (page && !first.loading) before.current = { asked, page };
  const kept = first.error && typing ? before.current : { asked, page };

  const chosen = useMemo(() => [...selected], [selected]);
  const selectAll = async (): Promise<void> => {
    try {
      setSelected(new Set((await api.runNumbers({ filter })).data.numbers));
    } catch (failure) {
      toast(`They could not be selected: ${(failure as Error).message}`);
    }
  };

  return (
    <>
      <div class="head">
        <h1>Runs</h1>
        <span class="muted" role="status">
          {page && (page.matched === page.total ? `${group(String(page.total))} runs` : `${group(String(page.matched))} of ${group(String(page.total))} runs`)}
        </span>
        <span class="fill" />
        <button onClick={() => setPicking(!picking)} aria-expanded={picking}>Columns</button>
        <a class="button" href={api.runsCsv(asked)} download="runs.csv">CSV</a>
      </div>
      <div class="row"><FilterInput value={filter} facets={all.data?.facets} onChange={change} /></div>
      {picking && <ColumnPicker chosen={columns} values={page?.columns} onChange={(list) => setQuery({ columns: list.join(',') })} />}
      {first.error && <Failed error={first.error} retry={first.reload} />}
      <Warnings list={first.warnings} />
      {(!first.error || kept.page) && (
        <div class="runsgrid">
          <Facets key={String(narrow)} facets={kept.page?.facets} filter={filter} folded={narrow} />
          <div class="card tablecard">
            <BulkBar runs={chosen} chosen={analysesOf(filter)} onClear={() => setSelected(new Set())} all={{ runs: page?.matched ?? 0, onSelect: () => void selectAll() }} />
            <RunTable
              asked={kept.asked} columns={columns} values={kept.page?.columns} narrow={narrow} head={first.loading ? null : (kept.page?.runs ?? null)} matched={kept.page?.matched ?? null}
              selected={selected} onSelect={setSelected}
            />
          </div>
        </div>
      )}
    </>
  );
}
