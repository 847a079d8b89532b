// What the pages say when something is wrong with the site: no engine, a store that cannot be written, no store.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, afterEach, before, describe, test } from 'node:test';
import { api, axeFinds, makeSite, newPage, openBrowser, phone, serve, silent } from './site.mjs';

describe('a site in trouble', () => {
  let browser;
  let site;
  const servers = [];
  const start = async (...how) => {
    servers.push(await serve(site.directory, ...how));
    return servers.at(-1);
  };
  before(async () => {
    browser = await openBrowser();
    site = await makeSite();
  }, { timeout: 180_000 });
  afterEach(async () => {
    await silent();
    for (const server of servers.splice(0)) await server.stop();
  });
  after(async () => {
    await browser?.close();
    await site?.remove();
  });
  const open = async (server, path, options) => {
    const page = await newPage(browser, server.address, options);
    await page.goto(path);
    await page.locator('main h1').waitFor();
    return page;
  };

  test('an engine that does not run is the first news, and said in every page', async () => {
    const server = await start();
    const page = await open(server, '/');
    const first = page.locator('.news li').first();
    assert.match(await first.innerText(), /^wrong\s+no engine runs: nothing new is computed\s+last pass .* ago/);
    assert.equal(await first.locator('.tag.bad').count(), 1);
    assert.match(await page.locator('.head').first().innerText(), /engine stopped/);
    assert.match(await page.locator('footer').innerText(), /no engine runs/i);
    const running = await start('up');
    const other = await open(running, '/');
    await other.locator('.head .tag.good').waitFor();
    assert.doesNotMatch(await other.locator('.news').innerText(), /no engine/);
  });

  test('an action without an engine is kept for it, and the page says so', async () => {
    const server = await start();
    const { tasks } = await api(server.address, 'tasks?state=tocheck&limit=1');
    const { run, analysis } = tasks[0];
    const page = await open(server, `/coverage?from=${run}&to=${run}&sel=${run}..${run}&rows=${analysis}`);
    await page.getByRole('region', { name: 'Selection' }).getByRole('button', { name: 'retry', exact: true }).click();
    await page.getByLabel('Reason').fill('a test');
    await page.getByRole('button', { name: 'retry 1 task' }).click();
    await page.getByText('The engine carries it out when it runs.').waitFor({ timeout: 10_000 });
  });

  test('a store that cannot be written is read, said to be so, and what would change it is refused in words', async () => {
    await start();
    // Somebody else's files: root may write whatever the permissions say.
    const root = process.getuid() === 0;
    execFileSync('chmod', ['-R', root ? 'a+rX' : 'a-w', site.directory]);
    try {
      const server = await start('serve', root ? { uid: 65534, gid: 65534 } : {});
      const { tasks } = await api(server.address, 'tasks?state=done&limit=1');
      const { run, analysis } = tasks[0];
      const page = await open(server, `/coverage?from=${run}&to=${run}&sel=${run}..${run}&rows=${analysis}`);
      assert.match(await page.locator('footer').innerText(), /The store cannot be written: look only/);
      await page.getByRole('region', { name: 'Selection' }).getByRole('button', { name: 'recompute', exact: true }).click();
      await page.getByLabel('Reason').fill('a test');
      await page.getByRole('button', { name: 'recompute 1 task' }).click();
      const alert = page.getByRole('dialog').getByRole('alert');
      await alert.waitFor();
      assert.match(await alert.innerText(), /the store cannot be written now/);
      await page.goto(`/runs/${run}`);
      await page.getByRole('region', { name: 'Comments' }).getByRole('button', { name: 'Comment' }).click();
      await page.getByRole('dialog').getByLabel('Comment').fill('nobody will read it');
      await page.getByRole('button', { name: 'Write' }).click();
      assert.match(await page.getByRole('dialog').getByRole('alert').innerText(), /the store cannot be written now/);
    } finally {
      if (!root) execFileSync('chmod', ['-R', 'u+w', site.directory]);
    }
  });
});

describe('a site before its first pass', () => {
  let browser;
  let site;
  let server;
  before(async () => {
    browser = await openBrowser();
    site = await makeSite({ computed: false });
    server = await serve(site.directory);
  }, { timeout: 180_000 });
  afterEach(silent);
  after(async () => {
    await browser?.close();
    await server?.stop();
    await site?.remove();
  });

  test('has its frame, says what to do, and shows the pages once there is a store', async () => {
    const page = await newPage(browser, server.address, { bypassCSP: true, viewport: phone });
    await page.goto('/runs');
    await page.getByRole('heading', { name: 'There is no store yet' }).waitFor();
    assert.match(await page.locator('main').innerText(), /xom up[\s\S]*xom pass/);
    assert.equal(await page.getByRole('navigation').getByRole('link').count(), 6);
    assert.deepEqual(await axeFinds(page), []);
    await site.command('pass').catch((error) => assert.equal(error.code, 3));
    await page.getByRole('heading', { name: 'Runs' }).waitFor({ timeout: 15_000 });
  });
});
