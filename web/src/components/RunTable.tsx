// A table of which only the rows on screen exist; the rest is asked for as it is scrolled to.
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Query } from '../api/http';
import { runNumbers, type RunRow, type ValueColumn } from '../api/runs';
import { column } from '../shape/columns';
import { nowhere, settled, type Mark } from '../shape/mark';
import { useKeys } from '../keyboard';
import { go, setQuery } from '../router';
import { useKeptScroll } from './useKeptScroll';
import { Empty, Failed } from './faces';
import { Cell } from './RunCell';
import { toast } from './toast';
import { useRows } from './useRows';

const rowHeight = 30;

interface RowProps {
  index: number;
  run: RunRow | undefined;
  columns: string[];
  grid: { gridTemplateColumns: string; minWidth: string };
  at: boolean;
  chosen: boolean;
  onPick: (index: number, event: MouseEvent) => void;
}

/** One row, made anew only if it changed. */
function TableRow({ index, run, columns, grid, at, chosen, onPick }: RowProps) {
  return useMemo(() => (
    <div class="runrow" role="row" aria-rowindex={index + 1} aria-selected={at} data-chosen={chosen} style={{ ...grid, transform: `translateY(${index * rowHeight}px)` }}>
      <span role="cell">
        {run && <input type="checkbox" aria-label={`Select run ${run.number}`} checked={chosen} onClick={(event) => onPick(index, event)} />}
      </span>
      {columns.map((key) => <span key={key} role="cell" class={column(key).number ? 'number' : ''}>{run ? <Cell run={run} column={key} /> : <i class="ghost" />}</span>)}
    </div>
  ), [index, run, grid, at, chosen]);
}

interface Props {
  asked: Query;
  columns: string[];
  /** Titles and units of the columns that are variables. */
  values: ValueColumn[] | undefined;
  narrow: boolean;
  /** The first page of rows; null while the filter is being read. */
  head: RunRow[] | null;
  matched: number | null;
  selected: ReadonlySet<number>;
  onSelect: (change: (before: ReadonlySet<number>) => ReadonlySet<number>) => void;
}

export function RunTable({ asked, columns, values, narrow, head, matched, selected, onSelect }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ first: 0, count: 40 });
  const [, draw] = useState(nowhere);
  const last = useRef(nowhere); // the row clicked before
  const here = useRef(nowhere); // keys may come faster than the page is drawn
  const setAt = (mark: Mark): void => {
    here.current = mark;
    draw(mark);
  };
  const { row, error, reload } = useRows(asked, head, view.first, view.count);
  const sort = String(asked.sort);
  const total = matched ?? 0;
  const numberAt = (index: number): number | undefined => row(index)?.number;
  here.current = settled(here.current, total, numberAt);
  last.current = settled(last.current, total, numberAt);

  const measure = useCallback(() => {
    const element = box.current;
    if (!element) return;
    const first = Math.max(0, Math.floor(element.scrollTop / rowHeight) - 5);
    setView({ first, count: Math.ceil(element.clientHeight / rowHeight) + 12 });
  }, []);
  useEffect(measure, [measure, matched]);
  useEffect(() => {
    const observer = new ResizeObserver(measure);
    observer.observe(box.current!);
    return () => observer.disconnect();
  }, [measure]);
  useEffect(() => {
    setAt(nowhere);
    last.current = nowhere;
  }, [asked.filter, asked.sort]);
  const keep = useKeptScroll(box, `${asked.filter}|${asked.sort}`, head !== null, measure);

  const move = (step: number): void => {
    const to = Math.min(total - 1, Math.max(0, here.current.index + step));
    setAt({ index: to, run: numberAt(to) });
    const element = box.current!;
    const head = 32;
    if (to * rowHeight < element.scrollTop) element.scrollTop = to * rowHeight;
    if ((to + 1) * rowHeight + head > element.scrollTop + element.clientHeight) element.scrollTop = (to + 1) * rowHeight + head - element.clientHeight;
  };
  const flip = (run: number | undefined): void => {
    if (run === undefined) return;
    onSelect((before) => {
      const next = new Set(before);
      if (!next.delete(run)) next.add(run);
      return next;
    });
  };
  /** All rows of a range, those too that were never on screen. */
  const selectRange = async (from: number, to: number): Promise<void> => {
    const known = Array.from({ length: to - from + 1 }, (_, i) => row(from + i)?.number);
    try {
      const { filter, sort } = asked;
      const numbers = known.every((n) => n !== undefined) ? known : (await runNumbers({ filter, sort, offset: from, limit: to - from + 1 })).data.numbers;
      onSelect((before) => new Set([...before, ...numbers]));
    } catch (failure) {
      toast(`The runs between could not be selected: ${(failure as Error).message}`);
    }
  };
  const click = (index: number, event: MouseEvent): void => {
    const from = last.current.index;
    if (event.shiftKey && from >= 0) void selectRange(Math.min(index, from), Math.max(index, from));
    else flip(numberAt(index));
    last.current = { index, run: numberAt(index) };
  };
  useKeys({
    j: () => move(1), k: () => move(-1), ArrowDown: () => move(1), ArrowUp: () => move(-1),
    x: () => flip(here.current.run), Escape: () => onSelect(() => new Set()),
    Enter: () => here.current.run !== undefined && go(`/runs/${here.current.run}`),
  });

  const picking = useRef(click);
  picking.current = click;
  const picked = useCallback((index: number, event: MouseEvent) => picking.current(index, event), []);
  const titles = JSON.stringify(values);
  const grid = useMemo(() => ({
    gridTemplateColumns: `36px ${columns.map((c) => `minmax(${column(c, values, narrow).width}px, ${c === 'tags' ? 2 : 1}fr)`).join(' ')}`,
    minWidth: `${columns.reduce((sum, c) => sum + column(c, values, narrow).width, 36)}px`,
  }), [columns.join(), titles, narrow]);
  const sorted = (key: string): 'ascending' | 'descending' | 'none' => (sort === key ? 'ascending' : sort === `-${key}` ? 'descending' : 'none');
  const shown = Array.from({ length: Math.max(0, Math.min(view.count, total - view.first)) }, (_, i) => view.first + i);
  return (
    <div ref={box} class="runtable" onScroll={() => { measure(); keep(); }} role="table" aria-label="Runs" aria-rowcount={total} tabIndex={0}>
      <div class="runrow runhead" role="row" style={grid}>
        <span role="columnheader"><span class="visually-hidden">Selected</span></span>
        {columns.map((key) => {
          const c = column(key, values);
          return (
            <span key={key} role="columnheader" title={c.title === key ? undefined : `${c.title}${key.includes('.') ? `: ${key}` : ''}`} class={c.number ? 'number' : ''} aria-sort={c.sort ? sorted(c.sort) : undefined}>
              {c.sort
                ? <button class="link" onClick={() => setQuery({ sort: sort === `-${c.sort}` ? c.sort! : `-${c.sort}` })}>{c.title}{{ ascending: ' ↑', descending: ' ↓', none: '' }[sorted(c.sort)]}</button>
                : c.title}
            </span>
          );
        })}
      </div>
      {error && <Failed error={error} retry={reload} />}
      {matched === 0 && !asked.filter && <Empty title="No run yet">Runs appear as soon as the run source lists one.</Empty>}
      {matched === 0 && asked.filter && <Empty title="No run passes the filter"><button class="link" onClick={() => setQuery({ filter: null })}>Take the filter away</button></Empty>}
      <div class="runbody" role="rowgroup" data-stale={head === null && matched !== null} style={{ height: `${total * rowHeight}px` }}>
        {shown.map((i) => {
          const run = row(i);
          return <TableRow key={i} index={i} run={run} columns={columns} grid={grid} at={i === here.current.index} chosen={run !== undefined && selected.has(run.number)} onPick={picked} />;
        })}
      </div>
    </div>
  );
}
