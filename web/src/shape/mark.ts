// The row of a long table that the keyboard is on. Pure.

/** It belongs to a run: rows that come above push it down. `run` is unknown while the row is on its way. */
export interface Mark {
  index: number;
  run: number | undefined;
}

export const nowhere: Mark = { index: -1, run: undefined };

/** How far a run is looked for from where it was [rows]. */
const reach = 500;

/** Where the marked run is now; as it was while rows are on their way; nowhere if it has left. */
export function settled(mark: Mark, total: number, runAt: (index: number) => number | undefined): Mark {
  if (mark.index < 0) return nowhere;
  const here = runAt(mark.index);
  if (mark.run === undefined) return here === undefined ? mark : { index: mark.index, run: here };
  if (here === mark.run) return mark;
  let unknown = here === undefined && mark.index < total;
  for (let step = 1; step <= reach; ++step) {
    for (const index of [mark.index + step, mark.index - step]) {
      if (index < 0 || index >= total) continue;
      const run = runAt(index);
      if (run === mark.run) return { index, run };
      unknown ||= run === undefined && step < 40;
    }
  }
  return unknown ? mark : nowhere;
}
