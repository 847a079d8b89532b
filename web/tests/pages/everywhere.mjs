// What holds for every page.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { api, axeFinds, phone } from '../site.mjs';

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
      test(`${name}, ${colorScheme}: axe finds nothing, the console is silent`, async () => {
        const page = await site.open(path, { colorScheme, bypassCSP: true });
        await settled(page);
        assert.deepEqual(await axeFinds(page), []);
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

  const dialogs = {
    search: async (page) => {
      await page.keyboard.press('/');
      await page.getByRole('dialog', { name: 'Search' }).waitFor();
      await page.keyboard.type('light');
      await page.getByRole('option', { name: /Light yield/ }).first().waitFor();
    },
    'a search that finds nothing': async (page) => {
      await page.keyboard.press('/');
      await page.keyboard.type('xyzzy');
      await page.getByText('Nothing is called "xyzzy".').waitFor();
    },
    help: async (page) => {
      await page.keyboard.press('?');
      await page.getByRole('dialog', { name: 'Help' }).waitFor();
    },
    action: async (page) => {
      await page.goto('/coverage?from=53001&to=53040&sel=53006..53006&rows=light_yield');
      await page.getByRole('region', { name: 'Selection' }).getByText('1 done').waitFor();
      await page.getByRole('button', { name: 'recompute', exact: true }).click();
      await page.getByRole('button', { name: 'recompute 1 task' }).waitFor();
    },
    comment: async (page) => {
      await page.goto('/runs/53006');
      await page.getByRole('region', { name: 'Comments' }).getByRole('button', { name: 'Comment' }).click();
      await page.getByRole('dialog', { name: 'Comment' }).waitFor();
    },
    'a page that is not there': async (page) => {
      const answer = await page.goto('/nothing/here');
      assert.equal(answer.status(), 404);
      await page.getByRole('heading', { name: 'There is no page /nothing/here' }).waitFor();
      await page.getByRole('navigation').getByRole('link', { name: 'Runs' }).waitFor();
    },
  };
  for (const [name, make] of Object.entries(dialogs)) {
    for (const colorScheme of ['light', 'dark']) {
      test(`${name}, ${colorScheme}: axe finds nothing`, async () => {
        const page = await site.open('/', { colorScheme, bypassCSP: true });
        await make(page);
        assert.deepEqual(await axeFinds(page), []);
      });
    }
  }

  test('a program that asks for a page that is not there gets JSON', async () => {
    const answer = await fetch(`${site.address}/nothing`);
    assert.equal(answer.status, 404);
    assert.equal((await answer.json()).error.kind, 'not_found');
  });

  test('a filter in the search leads to the runs that match', async () => {
    const { matched } = await api(site.address, 'runs?filter=mode:tpc_kr83m&limit=1');
    const page = await site.open('/');
    await page.keyboard.press('/');
    await page.keyboard.type('mode:tpc_kr83m');
    await page.getByRole('option', { name: /Runs that match mode:tpc_kr83m/ }).getByText(`${matched} runs`).waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/runs?filter=mode:tpc_kr83m');
  });

  test('what is typed at once after / is all in the search', async () => {
    const page = await site.open('/');
    for (let round = 0; round < 5; ++round) {
      // All keys are there before the page is drawn again.
      await Promise.all(['/', '5', '3', '1', '0', '0'].map((key) => page.keyboard.press(key)));
      const box = page.getByRole('combobox', { name: /^Search runs/ });
      await box.waitFor();
      assert.equal(await box.inputValue(), '53100');
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
  });

  test('g is forgotten when another key comes', async () => {
    const page = await site.open('/');
    for (const key of ['g', 'h', 't']) await page.keyboard.press(key);
    await page.waitForTimeout(200);
    assert.equal(page.url(), `${site.address}/`);
    for (const key of ['g', 't']) await page.keyboard.press(key);
    await page.waitForURL('**/trends');
  });

  test('a part that fails says so, and the rest of the page goes on', async () => {
    const page = await site.open('/');
    await page.route('**/api/v1/operations', async (route) => {
      const answer = await (await route.fetch()).json();
      await route.fulfill({ contentType: 'application/json', body: JSON.stringify({ ...answer, data: { ...answer.data, store: null } }) });
    });
    await page.getByRole('link', { name: 'Operations' }).click();
    assert.match(await page.getByRole('alert').innerText(), /cannot be shown/);
    assert.ok(page.problems.length > 0, 'and it is on the console');
    page.problems.length = 0;
    await page.getByRole('link', { name: 'Runs', exact: true }).click();
    await page.getByRole('heading', { name: 'Runs' }).waitFor();
    await page.locator('.runrow').first().waitFor();
  });

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
      document.querySelector('dialog .hits [role=option]').click();
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
