// A whole site to look at: an experiment, computed, and served by a real `xom serve` on a free port.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { copyFile, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';

const run = promisify(execFile);
const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const build = process.env.XOM_BUILD ?? join(root, 'build/release');
export const xom = join(build, 'xom');
const demo = join(build, 'xom-demo');

/** The program as a server, listening on the address it prints. Another user gets a copy: the clone need not be open to everybody. */
export async function serve(directory, verb = 'serve', as = {}) {
  let program = xom;
  if (as.uid !== undefined) await copyFile(xom, (program = join(directory, 'xom')));
  const child = spawn(program, ['--config', 'xom.toml', verb, '--listen', '127.0.0.1:0'], { cwd: directory, stdio: ['ignore', 'pipe', 'pipe'], ...as });
  let said = '';
  const address = await new Promise((done, failed) => {
    const look = (chunk) => {
      said += chunk;
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(said);
      if (found) done(found[0]);
    };
    child.stdout.on('data', look);
    child.stderr.on('data', look);
    child.once('exit', (code) => failed(new Error(`xom ${verb} ended with ${code}: ${said}`)));
  });
  const stop = () => new Promise((done) => {
    if (child.exitCode !== null) return done();
    child.once('exit', done);
    child.kill('SIGTERM');
  });
  return { address, stop, pid: child.pid, said: () => said };
}

/** An experiment of some hundred runs in a new directory; with its results, or as the data alone. */
export async function makeSite({ computed = true, runs = true } = {}) {
  const directory = await mkdtemp(join(tmpdir(), 'xom-web-'));
  await cp(join(root, 'demo/xom.toml'), join(directory, 'xom.toml'));
  await cp(join(root, 'demo/analyses'), join(directory, 'analyses'), { recursive: true });
  if (runs) await run(demo, ['make', directory]);
  else await mkdir(join(directory, 'strax'));
  const command = (...words) => run(xom, ['--config', 'xom.toml', ...words], { cwd: directory, maxBuffer: 1 << 28 });
  if (computed) await command('pass').catch((error) => { if (error.code !== 3) throw error; });
  return {
    directory,
    command,
    arrive: (count = 1) => run(demo, ['live', directory, '--every', '0s', '--count', String(count)]),
    configure: async (text) => writeFile(join(directory, 'xom.toml'), `${await readFile(join(directory, 'xom.toml'), 'utf8')}\n${text}\n`),
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}

export async function openBrowser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
}

export const desktop = { width: 1440, height: 900 };
export const phone = { width: 390, height: 844 };

const opened = new Set();

/** Of a suite, after each test: no page had a problem, whatever the test was about; all are closed. */
export async function silent() {
  const pages = [...opened];
  opened.clear();
  for (const page of pages) await page.context().close().catch(() => {});
  assert.deepEqual(pages.flatMap((page) => page.problems), [], 'the console of every page is silent');
}

/** A page that remembers every error on its console, except those of answers that a test makes fail. */
export async function newPage(browser, address, options = {}) {
  const context = await browser.newContext({ viewport: desktop, baseURL: address, ...options });
  const page = await context.newPage();
  opened.add(page);
  page.problems = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of (4|5)\d\d|net::ERR_(CONNECTION_REFUSED|INTERNET_DISCONNECTED|INCOMPLETE_CHUNKED_ENCODING|CONNECTION_RESET|EMPTY_RESPONSE|FAILED)/.test(message.text())) page.problems.push(message.text());
  });
  page.on('pageerror', (error) => page.problems.push(error.stack ?? String(error)));
  return page;
}

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** All findings of axe, in words. The page was opened with bypassCSP. */
export async function axeFinds(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => axe.run(document, { resultTypes: ['violations'] }));
  return violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => `${n.html.slice(0, 120)} ${n.failureSummary?.split('\n')[1] ?? ''}`).join(' | ')}`);
}

/** Words in which ages pass: compared without them. */
export const timeless = (words) => words.replace(/\d+(\.\d+)? (s|min|h|d)\b/g, 'T').replace(/T( T)+/g, 'T');

export async function api(address, path) {
  const answer = await fetch(`${address}/api/v1/${path}`);
  const body = await answer.json();
  if (!answer.ok) throw new Error(`${path}: ${JSON.stringify(body)}`);
  return body.data;
}
