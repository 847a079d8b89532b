// How long the pages take in the browser, from the click to the pixels, against a server that runs:
//   XOM_ADDRESS=http://127.0.0.1:8080 node measure.mjs A.V      A.V: the variable of the trend
// Prints one JSON object: times are [median, least, most] of 9 rounds [ms], sizes [bytes].
import { readdir, readFile, stat } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { desktop, newPage, openBrowser } from './tests/site.mjs';

const address = process.env.XOM_ADDRESS ?? 'http://127.0.0.1:8080';
const rounds = 9;
const figures = {};
const keep = (name, times) => {
  const sorted = times.sort((a, b) => a - b);
  figures[name] = [sorted[sorted.length >> 1], sorted[0], sorted.at(-1)].map((ms) => Math.round(ms * 10) / 10);
};

/** In the page: from an action to the frame after the first one in which `shown` holds [ms]. */
function timed({ act, shown }) {
  const run = new Function(act);
  const done = new Function(`return (${shown})`);
  return new Promise((resolve) => {
    const start = performance.now();
    const look = () => (done() ? requestAnimationFrame(() => resolve(performance.now() - start)) : requestAnimationFrame(look));
    run();
    look();
  });
}

const go = (path) => `history.pushState(null, '', ${JSON.stringify(path)}); dispatchEvent(new PopStateEvent('popstate'))`;
const inked = (selector) => `(() => { const c = document.querySelector('${selector}'); return c && c.width > 0 && c.getContext('2d').getImageData(0, c.height / 2 | 0, c.width, 1).data.some((v) => v > 0); })()`;

async function measure(page, name, before, action) {
  const times = [];
  for (let i = 0; i < rounds; ++i) {
    await page.goto(before.path);
    await page.locator(before.ready).first().waitFor();
    await page.waitForTimeout(150);
    times.push(await page.evaluate(timed, action));
  }
  keep(name, times);
}

async function bundle() {
  const folder = join(dirname(fileURLToPath(import.meta.url)), 'dist');
  let sum = 0;
  for (const entry of await readdir(folder, { recursive: true })) {
    const path = join(folder, entry);
    if (!(await stat(path)).isFile()) continue;
    const content = await readFile(path);
    sum += Math.min(content.length, gzipSync(content).length);
  }
  return sum;
}

figures.bundle_bytes = await bundle();
const browser = await openBrowser();
const page = await newPage(browser, address, { viewport: desktop });
const { data } = await (await fetch(`${address}/api/v1/runs?limit=1`)).json();
figures.runs = data.total;
const other = `-mode:${data.runs[0].mode}`;  // takes the first row away
const paints = [];
for (let i = 0; i < rounds; ++i) {
  const fresh = await newPage(browser, address, { viewport: desktop });
  await fresh.goto('/');
  await fresh.locator('main h1').waitFor();
  paints.push(await fresh.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0].startTime));
  await fresh.context().close();
}
keep('first_paint', paints);
const rows = { path: '/runs', ready: '.runbody a' };
await measure(page, 'runs_filter', rows, {
  act: `window.first = document.querySelector('.runbody a').textContent; ${go(`/runs?filter=${other}`)}`,
  shown: `document.querySelector('.runbody a') && document.querySelector('.runbody a').textContent !== window.first`,
});
await measure(page, 'runs_sort', rows, {
  act: `window.first = document.querySelector('.runbody a').textContent; ${go('/runs?sort=livetime')}`,
  shown: `document.querySelector('.runbody a') && document.querySelector('.runbody a').textContent !== window.first`,
});
await measure(page, 'coverage', rows, { act: go('/coverage'), shown: inked('.matrix canvas') });
await measure(page, 'trend', { path: '/trends', ready: '.variablerow' }, {
  act: go(`/trends?v=${process.argv[2]}`), shown: inked('.panel canvas'),
});
await browser.close();
console.log(JSON.stringify(figures));
