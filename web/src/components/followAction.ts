// What became of an action, told at the foot of whichever page is open, until it is through.
import { command, taskCounts, type Verb } from '../api/tasks';
import type { Query } from '../api/http';
import { ended, progress, tally } from '../shape/progress';
import { count } from '../format/number';
import { toast } from './toast';

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
const longest = 10 * 60 * 1000;

/** How many tasks the engine changed; null: it has not answered yet. */
async function carriedOut(ids: number[]): Promise<number | null> {
  let tasks = 0;
  for (const id of ids) {
    for (let tries = 0; ; ++tries) {
      const { data } = await command(id);
      if (data.done) {
        tasks += data.tasks ?? 0;
        break;
      }
      if (tries === 12) return null;
      await pause(250);
    }
  }
  return tasks;
}

export async function follow(verb: Verb, ids: number[], where: Query, picked: string[]): Promise<void> {
  toast('Asked for …');
  const tasks = await carriedOut(ids);
  if (tasks === null) return toast('Asked for. The engine carries it out when it runs.');
  if (tasks === 0 || !['retry', 'recompute'].includes(verb)) return toast(`Done: ${count(tasks)} ${tasks === 1 ? 'task' : 'tasks'}.`);
  const start = performance.now();
  for (;;) {
    const { pending, waiting, bad } = tally((await taskCounts(where)).data, picked);
    if (pending === 0) return toast(ended(tasks, waiting, bad));
    const passed = performance.now() - start;
    if (passed > longest) return toast(`${count(pending)} tasks are still queued or running: see Operations.`);
    toast(progress(tasks, pending, passed / 1000), 'stays');
    await pause(passed < 5000 ? 500 : 2000);
  }
}
