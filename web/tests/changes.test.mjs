// What changes while somebody looks: new runs, actions, comments. Each on a site of its own, with its engine.
//   scripts/web browser-test
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { api, makeSite, newPage, openBrowser, serve, silent } from './site.mjs';

describe('changes', () => {
  let browser;
  let site;
  let server;
  before(async () => {
    browser = await openBrowser();
    site = await makeSite();
    server = await serve(site.directory, 'up');
  }, { timeout: 180_000 });
  afterEach(silent);
  after(async () => {
    await browser?.close();
    await server?.stop();
    await site?.remove();
  });
  const open = async (path) => {
    const page = await newPage(browser, server.address);
    await page.goto(path);
    await page.locator('main h1').waitFor();
    return page;
  };

  test('a new run appears on the open page Now, with its values, without loading it again', async () => {
    const page = await open('/');
    await page.evaluate(() => (window.sameDocument = true));
    const newest = (await api(server.address, 'now')).runs[0].number;
    await site.arrive();
    const row = page.locator('.strip tbody tr').first();
    await row.getByRole('link', { name: String(newest + 1) }).waitFor({ timeout: 30_000 });
    await row.locator('.fill-done').first().waitFor({ timeout: 30_000 });
    assert.equal(await page.evaluate(() => window.sameDocument), true);
    assert.match(await page.locator('.asof').innerText(), /^live, as of \d\d:\d\d:\d\d$/);
    assert.deepEqual(page.problems, []);
  });

  test('the row chosen by keyboard stays on its run while others arrive above it', async () => {
    for (const [path, rows] of [['/', '.strip tbody tr'], ['/runs', '.runbody [role=row]']]) {
      const page = await open(path);
      await page.locator(rows).nth(2).waitFor();
      const chosen = page.locator(`${rows}[aria-selected=true] a`).first();
      for (let i = 0; i < 3; ++i) await page.keyboard.press('j');
      const number = await chosen.innerText();
      const newest = Number((await page.locator(`${rows} a`).first().innerText()));
      await site.arrive(2);
      await page.locator(rows).getByRole('link', { name: String(newest + 2), exact: true }).waitFor({ timeout: 30_000 });
      assert.equal(await chosen.innerText(), number);
      await page.keyboard.press('Enter');
      await page.waitForURL(`**/runs/${number}`);
    }
  });

  test('recompute asks the engine, and the store has a new generation', async () => {
    const { runs } = await api(server.address, 'runs?filter=light_yield:done&limit=1');
    const number = runs[0].number;
    const task = async () => (await api(server.address, `runs/${number}`)).analyses.find((a) => a.analysis === 'light_yield').task;
    const before = await task();
    const page = await open(`/coverage?from=${number}&to=${number}&sel=${number}..${number}&rows=light_yield`);
    await page.getByRole('button', { name: 'recompute', exact: true }).click();
    await page.getByLabel('Reason').fill('seen in a test');
    await page.getByRole('button', { name: 'recompute 1 task' }).click();
    await page.getByText(/Computed: 1 task\./).waitFor({ timeout: 20_000 });
    assert.ok((await task()).generation > before.generation);
    assert.deepEqual(page.problems, []);
  });

  test('exclude takes a run out, include brings it back, each with its reason', async () => {
    const { runs } = await api(server.address, 'runs?filter=vetoes:done&limit=1&offset=3');
    const number = runs[0].number;
    const wanted = async () => (await api(server.address, `explain?analysis=vetoes&run=${number}`))[0].wanted;
    const page = await open(`/coverage?from=${number - 3}&to=${number}&sel=${number}..${number}&rows=vetoes`);
    for (const [verb, expected] of [['exclude', false], ['include', true]]) {
      await page.getByRole('region', { name: 'Selection' }).getByRole('button', { name: verb, exact: true }).click();
      await page.getByLabel('Reason').fill(`${verb} in a test`);
      await page.getByRole('button', { name: verb === 'exclude' ? 'exclude 1 task' : 'include 1 analysis' }).click();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await page.getByText(/Done: \d+ task/).waitFor({ timeout: 20_000 });
      assert.equal(await wanted(), expected);
    }
  });

  test('a comment is written to the run, and shown with who wrote it', async () => {
    const { runs } = await api(server.address, 'runs?limit=1&offset=5');
    const number = runs[0].number;
    const page = await open(`/runs/${number}`);
    await page.getByRole('region', { name: 'Comments' }).getByRole('button', { name: 'Comment' }).click();
    const words = 'pump was noisy; <b>look again</b>, as in 53001 and https://example.org/log';
    const field = page.getByRole('dialog').getByLabel('Comment');
    await field.fill(words);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('region', { name: 'Comments' }).getByRole('button', { name: 'Comment' }).click();
    assert.equal(await field.inputValue(), words, 'Esc throws nothing away');
    await field.press('Control+Enter');
    await page.locator('.said', { hasText: 'pump was noisy' }).waitFor();
    const { comments } = await api(server.address, `runs/${number}`);
    assert.ok(comments.some((c) => c.text === words && c.from === 'xom'));
    const said = page.locator('.said', { hasText: 'pump was noisy' });
    assert.deepEqual(await said.getByRole('link').evaluateAll((all) => all.map((a) => a.getAttribute('href'))), ['/runs/53001', 'https://example.org/log']);
  });

  test('when the server ends, the page says that it is not live, and keeps what it shows', async () => {
    const page = await open('/');
    await page.locator('.tile').first().waitFor();
    await server.stop();
    await page.locator('.asof.off').waitFor({ timeout: 10_000 });
    assert.ok((await page.locator('.tile').count()) > 0);
  });

  test('an engine that was killed is told of within half a minute, by a server that goes on', async () => {
    const engine = await serve(site.directory, 'up');
    server = await serve(site.directory);
    const page = await open('/');
    await page.getByText('engine runs', { exact: true }).waitFor();
    assert.match(await page.locator('.asof').innerText(), /^live, as of/);
    process.kill(engine.pid, 'SIGKILL');
    await page.locator('.asof.off').getByText('no engine runs').waitFor({ timeout: 30_000 });
    await page.getByText('engine stopped', { exact: true }).waitFor({ timeout: 5_000 });
  });
});
