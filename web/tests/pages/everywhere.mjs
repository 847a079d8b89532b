// What holds for every page.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { api, phone } from '../site.mjs';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export const pages = {
  now: '/',
  runs: '/runs?filter=mode:tpc_kr83m',
  run: '/runs/53006',
  trends: '/trends?v=light_yield.LYS1a&v=single_electron.se_gain&shade=mode',
  variables: '/trends',
  correlation: '/trends?v=light_yield.LYS1a&v=electron_lifetime.electron_lifetime&view=compare',
  coverage: '/coverage',
  cell: '/coverage?from=53001&to=53040&sel=53006..53006&rows=light_yield',
  analyses: '/analyses',
  analysis: '/analyses/light_yield',
  workbench: '/analyses?workbench=light_yield',
  operations: '/operations',
};

async function settled(page) {
  await page.waitForFunction(() => !document.querySelector('.loading'));
}

export function everywhere(site) {
  for (const [name, path] of Object.entries(pages)) {
    for (const colorScheme of ['light', 'dark']) {
      test(`${name}, ${colorScheme}: axe finds nothing serious, the console is silent`, async () => {
        const page = await site.open(path, { colorScheme, bypassCSP: true });
        await settled(page);
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() => axe.run(document, { resultTypes: ['violations'] }));
        const serious = violations.filter((v) => ['serious', 'critical'].includes(v.impact));
        assert.deepEqual(serious.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => `${n.html.slice(0, 120)} ${n.failureSummary?.split('\n')[1] ?? ''}`).join(' | ')}`), []);
        assert.deepEqual(page.problems, []);
        await page.context().close();
      });
    }
    test(`${name}: 390 px wide, nothing scrolls sideways`, async () => {
      const page = await site.open(path, { viewport: phone });
      await settled(page);
      assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= phone.width);
      await page.context().close();
    });
  }

  test('nothing is asked of another host', async () => {
    const page = await site.open('/');
    const hosts = new Set();
    page.on('request', (request) => hosts.add(new URL(request.url()).host));
    for (const path of Object.values(pages)) await page.goto(path).then(() => settled(page));
    assert.deepEqual([...hosts], [new URL(site.address).host]);
  });

  test('/ finds runs, variables and analyses, ? shows the keys', async () => {
    const page = await site.open('/');
    await page.keyboard.press('/');
    await page.keyboard.type('light');
    const hits = await api(site.address, 'search?q=light');
    await page.getByRole('option', { name: hits[0].title }).first().waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('/');
    await page.keyboard.type('53006');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/runs/53006');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Help' }).waitFor();
    await page.keyboard.press('Escape');
    for (const [key, path] of [['t', '/trends'], ['c', '/coverage'], ['o', '/operations'], ['n', '/']]) {
      await page.keyboard.press('g');
      await page.keyboard.press(key);
      await page.waitForURL(`${site.address}${path}`);
    }
  });

  test('a dialog that opens as another closes stays open', async () => {
    const page = await site.open('/');
    await page.keyboard.press('/');
    await page.getByRole('dialog', { name: 'Search' }).waitFor();
    // Within one turn of the page's loop: the browser has not yet told of the first dialog's end.
    await page.evaluate(async () => {
      document.querySelector('dialog .hits a').click();
      while (document.querySelector('dialog')) await Promise.resolve();
      document.dispatchEvent(new KeyboardEvent('keydown', { key: '?', bubbles: true }));
    });
    await page.getByRole('dialog', { name: 'Help' }).waitFor();
    await page.evaluate(() => new Promise((done) => setTimeout(done, 100)));
    assert.equal(await page.getByRole('dialog', { name: 'Help' }).count(), 1);
  });

  test('back and forward walk through states of a page', async () => {
    const page = await site.open('/runs');
    await page.getByRole('button', { name: 'tpc_kr83m', exact: true }).click();
    await page.waitForURL(/filter=/);
    await page.goBack();
    await page.waitForURL(`${site.address}/runs`);
    await page.goForward();
    await page.waitForURL(/filter=mode:tpc_kr83m/);
  });

  test('light, dark or as the system has it, kept for the next visit', async () => {
    const page = await site.open('/');
    const change = page.getByRole('button', { name: /^Colours/ });
    await change.click();
    await change.click();
    assert.equal(await page.locator('html').getAttribute('data-theme'), 'dark');
    await page.reload();
    assert.equal(await page.locator('html').getAttribute('data-theme'), 'dark');
  });

  test('the footer says who may do what', async () => {
    const page = await site.open('/');
    assert.match(await page.locator('footer').innerText(), /everybody who can open this page may look and act/);
  });
}
