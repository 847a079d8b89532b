import assert from 'node:assert/strict';
import { test } from 'node:test';
import { api, phone } from '../site.mjs';

const numbers = (page) => page.locator('.runbody .runrow a').allInnerTexts();

export function runs(site) {
  test('lists runs as the server sorts them, and says how many', async () => {
    const data = await api(site.address, 'runs?limit=20');
    const page = await site.open('/runs');
    await page.locator('.runbody a').first().waitFor();
    assert.deepEqual((await numbers(page)).slice(0, 20), data.runs.map((r) => String(r.number)));
    assert.match(await page.locator('.head').innerText(), new RegExp(`${data.total} runs`));
  });

  test('a filter of the address holds, and its facet is pressed', async () => {
    const data = await api(site.address, 'runs?filter=mode:tpc_kr83m&limit=1');
    const page = await site.open('/runs?filter=mode:tpc_kr83m');
    await page.getByText(`${data.matched} of ${data.total} runs`).waitFor();
    assert.equal(await page.getByRole('button', { name: 'tpc_kr83m', exact: true }).getAttribute('aria-pressed'), 'true');
  });

  test('typing filters, with completion, and changes the address', async () => {
    const page = await site.open('/runs');
    await page.getByRole('combobox', { name: 'Filter runs' }).click();
    await page.keyboard.type('mode:kr');
    await page.getByRole('option').first().waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL(/filter=mode:tpc_kr83m/);
  });

  test('a filter that cannot be read shows the server\'s words', async () => {
    const answer = await fetch(`${site.address}/api/v1/runs?filter=livetime>soon`);
    assert.equal(answer.status, 400);
    const { error } = await answer.json();
    const page = await site.open('/runs?filter=livetime>soon');
    await page.getByRole('alert').waitFor();
    assert.ok((await page.getByRole('alert').innerText()).includes(error.message.slice(0, 40)));
  });

  test('a filter that cannot be read is asked once, and nothing stands below the server\'s words', async () => {
    const page = await site.open('/runs');
    await page.locator('.runbody a').first().waitFor();
    const asked = [];
    page.on('request', (request) => request.url().includes('/api/v1/runs?') && asked.push(request.url()));
    await page.getByRole('combobox', { name: 'Filter runs' }).fill('livetime>soon');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    await page.waitForLoadState('networkidle');
    assert.equal(asked.length, 1, asked.join(' '));
    assert.equal(await page.getByRole('button', { name: 'Try again' }).count(), 0);
    assert.equal(await page.locator('.facets').count() + (await page.locator('.runtable').count()), 0);
    await page.getByRole('combobox', { name: 'Filter runs' }).fill('mode:tpc_kr83m');
    await page.keyboard.press('Enter');
    await page.locator('.runbody a').first().waitFor();
    assert.equal(await page.getByRole('alert').count(), 0);
  });

  test('a term that cannot be read yet leaves the table as it was', async () => {
    const page = await site.open('/runs');
    await page.locator('.runbody a').first().waitFor();
    await page.getByRole('combobox', { name: 'Filter runs' }).fill('livetime>soon');
    await page.getByRole('alert').waitFor();
    assert.ok((await page.locator('.runbody a').count()) > 10);
    assert.deepEqual(page.problems, []);
  });

  test('a name that is neither field nor analysis is told, with those there are', async () => {
    const page = await site.open('/runs?filter=foo:bar');
    await page.getByRole('alert').getByText("'foo' is no field and no analysis").waitFor();
    assert.match(await page.getByRole('alert').innerText(), /mode, source, tag[\s\S]*light_yield/);
  });

  test('a facet that is chosen still shows the others, and takes one more of them', async () => {
    const page = await site.open('/runs?filter=mode:tpc_kr83m');
    const { matched } = await api(site.address, 'runs?filter=mode:tpc_kr83m,tpc_bkg&limit=1');
    await page.getByRole('button', { name: 'tpc_bkg', exact: true }).click();
    await page.waitForURL(/filter=mode:tpc_kr83m,tpc_bkg/);
    await page.locator('.head').getByText(new RegExp(`^${matched}( of \\d+)? runs`)).waitFor();
    assert.equal(await page.getByRole('button', { name: 'tpc_bkg', exact: true }).getAttribute('aria-pressed'), 'true');
  });

  test('Back leads to the rows that were left', async () => {
    const page = await site.open('/runs');
    await page.locator('.runbody a').first().waitFor();
    await page.locator('.runtable').evaluate((table) => (table.scrollTop = 150 * 30));
    const data = await api(site.address, 'runs?offset=155&limit=1');
    const link = page.getByRole('link', { name: String(data.runs[0].number), exact: true });
    await link.click();
    await page.waitForURL(`**/runs/${data.runs[0].number}`);
    await page.goBack();
    await link.waitFor();
    assert.equal(await page.locator('.runtable').evaluate((table) => table.scrollTop), 150 * 30);
    // Another filter begins at its top, also if it comes while the table scrolls and the answer takes a while.
    await page.route('**/api/v1/runs?*filter=*', (route) => setTimeout(() => void route.continue(), 400));
    await page.getByRole('button', { name: 'tpc_bkg', exact: true }).evaluate((facet) => {
      const table = document.querySelector('.runtable');
      table.addEventListener('scroll', () => facet.click(), { once: true });
      table.scrollTop = 100 * 30;
    });
    await page.waitForURL(/filter=/);
    await page.waitForFunction(() => document.querySelector('.runtable')?.scrollTop === 0);
    assert.deepEqual(page.problems, []);
  });

  test('on a phone the states of a run are in sight, and facets unfold', async () => {
    const page = await site.open('/runs', { viewport: phone });
    await page.locator('.runbody a').first().waitFor();
    const bar = await page.locator('.runbody .bar').first().boundingBox();
    assert.ok(bar.x >= 0 && bar.x + bar.width <= phone.width && bar.width > 50, JSON.stringify(bar));
    assert.equal(await page.locator('.facet').count(), 0);
    await page.getByRole('button', { name: /^Choose mode/ }).click();
    await page.locator('.facet').first().waitFor();
    for (const facet of await page.locator('.facet').all()) {
      const box = await facet.boundingBox();
      assert.ok(box.x >= 0 && box.x + box.width <= phone.width, 'no facet is cut');
    }
    await page.getByRole('button', { name: 'tpc_kr83m', exact: true }).click();
    await page.waitForURL(/filter=mode:tpc_kr83m/);
    await page.context().close();
  });

  test('a value can be a column, and be sorted by', async () => {
    const data = await api(site.address, 'runs?columns=light_yield.LYS1a&sort=-light_yield.LYS1a&limit=1');
    const page = await site.open('/runs?columns=mode,light_yield.LYS1a&sort=-light_yield.LYS1a');
    await page.locator('.runbody a').first().waitFor();
    assert.equal((await numbers(page))[0], String(data.runs[0].number));
    const shown = await page.locator('.runbody .runrow').first().locator('.number').last().innerText();
    const [, value, error] = /^([\d.]+) ± ([\d.]+)$/.exec(shown) ?? [];
    const row = data.runs[0];
    assert.ok(Math.abs(value - row.values['light_yield.LYS1a']) < row.errors['light_yield.LYS1a'], shown);
    assert.ok(Math.abs(error - row.errors['light_yield.LYS1a']) < 0.01, shown);
    assert.match(await page.locator('.runhead').innerText(), /Light yield at 32\.2 keV \[PE\/keV\]/);
  });

  test('rows far down are fetched when they are scrolled to', async () => {
    const data = await api(site.address, 'runs?offset=250&limit=1');
    const page = await site.open('/runs');
    await page.locator('.runbody a').first().waitFor();
    await page.locator('.runtable').evaluate((table) => (table.scrollTop = 250 * 30));
    await page.getByRole('link', { name: String(data.runs[0].number), exact: true }).waitFor();
    assert.ok((await page.locator('.runbody .runrow').count()) < 80);
  });

  test('keys select runs, and a selection can be commented or recomputed', async () => {
    const page = await site.open('/runs');
    await page.locator('.runbody a').first().waitFor();
    for (const key of ['j', 'x', 'j', 'x']) await page.keyboard.press(key);
    const bar = page.getByRole('group', { name: 'Selected runs' });
    assert.match(await bar.innerText(), /2 runs/);
    await bar.getByRole('button', { name: 'Recompute' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: /recompute \d+ task/ }).waitFor();
    await dialog.getByText('No engine runs').waitFor();
    await dialog.getByRole('button', { name: 'Choose no analysis' }).click();
    await dialog.getByText('Choose at least one analysis.').waitFor();
    await page.keyboard.press('Escape');
  });

  test('a click with shift selects all rows between, those too that were never on screen; all that match can be selected', async () => {
    const { matched, numbers } = await api(site.address, 'runs?numbers=1&limit=1000');
    const page = await site.open('/runs');
    await page.locator('.runbody a').first().waitFor();
    await page.getByRole('checkbox', { name: `Select run ${numbers[0]}` }).click();
    await page.locator('.runtable').evaluate((table) => (table.scrollTop = 250 * 30));
    await page.getByRole('checkbox', { name: `Select run ${numbers[255]}` }).click({ modifiers: ['Shift'] });
    const bar = page.getByRole('group', { name: 'Selected runs' });
    await bar.getByText('256 runs', { exact: true }).waitFor();
    await bar.getByRole('button', { name: `Select all ${matched} that match` }).click();
    await bar.getByText(`${matched} runs`, { exact: true }).waitFor();
    assert.equal(await bar.getByRole('button', { name: /Select all/ }).count(), 0);
  });

  test('the CSV link asks for what is shown', async () => {
    const page = await site.open('/runs?filter=mode:tpc_kr83m');
    const href = await page.getByRole('link', { name: 'CSV' }).getAttribute('href');
    const answer = await fetch(site.address + href);
    assert.equal(answer.status, 200);
    const data = await api(site.address, 'runs?filter=mode:tpc_kr83m&limit=1');
    assert.equal((await answer.text()).trimEnd().split(/\r?\n/).length, data.matched + 1);
  });
}
