// From data that appear on disk to their value in an open page: `xom up` on the demo's experiment, whose newest runs get
// their peak_basics only while their page is open.   node latency.mjs [RUNS]     Prints one JSON object, seconds.
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { api, makeSite, newPage, openBrowser, serve } from './tests/site.mjs';

const analysis = 'peak_rates';
const quantile = (sorted, q) => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))];
const digits = (seconds) => Number(seconds.toFixed(3));
const summary = (list) => {
  const sorted = [...list].sort((a, b) => a - b);
  return { p50: digits(quantile(sorted, 0.5)), p95: digits(quantile(sorted, 0.95)), most: digits(sorted.at(-1)) };
};

/** Takes the data of the newest runs away of which the analysis can be done; gives [run number, where they are, where
 * they belong]. */
async function holdBack({ directory, command }, count) {
  const strax = join(directory, 'strax');
  const kept = join(directory, 'kept');
  await mkdir(kept);
  const results = JSON.parse((await command('--json', 'results', analysis, '--limit', '0')).stdout);
  const done = new Set(results.map((result) => result.run));
  const names = (await readdir(strax)).filter((name) => /^\d+-peak_basics-[a-z0-9]+$/.test(name) && done.has(Number.parseInt(name, 10))).sort();
  const taken = names.slice(-count);
  for (const name of taken) await rename(join(strax, name), join(kept, name));
  return taken.map((name) => [Number.parseInt(name, 10), join(kept, name), join(strax, name)]);
}

const count = Number(process.argv[2] ?? 50);
const site = await makeSite();
const browser = await openBrowser();
let server;
try {
  const runs = await holdBack(site, count);
  for (const end of ['', '-wal', '-shm']) await rm(join(site.directory, `xom.db${end}`), { force: true });
  await site.command('pass').catch((error) => { if (error.code !== 3) throw error; });
  server = await serve(site.directory, 'up');
  const page = await newPage(browser, server.address);
  const [whole, without] = [[], []];
  for (const [number, from, to] of runs) {
    await page.goto(`/runs/${number}`);
    await page.getByText('live, as of').waitFor();
    const asked = async () => (await api(server.address, `runs/${number}`)).analyses.find((a) => a.analysis === analysis);
    if ((await asked())?.task?.state === 'done') throw new Error(`run ${number} is done before its data are there`);
    const values = await page.locator('table.values td.value b').count();
    const start = performance.now();
    await rename(from, to);
    await page.waitForFunction((before) => document.querySelectorAll('table.values td.value b').length > before, values, { polling: 'raf', timeout: 60_000 });
    const took = (performance.now() - start) / 1000;
    const { proof } = await asked();
    whole.push(took);
    without.push(took - proof.duration_ns * 1e-9);
  }
  console.log(JSON.stringify({ runs: runs.length, whole: summary(whole), without_computing: summary(without) }));
} finally {
  await browser.close();
  await server?.stop();
  await site.remove();
}
