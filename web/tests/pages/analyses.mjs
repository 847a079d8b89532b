import assert from 'node:assert/strict';
import { test } from 'node:test';
import { api } from '../site.mjs';

export function analyses(site) {
  test('the catalogue lists every analysis, and can be searched', async () => {
    const list = await api(site.address, 'analyses');
    const page = await site.open('/analyses');
    await page.locator('.cataloguetable tbody tr').first().waitFor();
    assert.equal(await page.locator('.cataloguetable tbody tr').count(), list.length);
    await page.getByLabel('Find in the catalogue').fill('light yield');
    await page.waitForURL(/q=light/);
    assert.ok((await page.locator('.cataloguetable tbody tr').count()) < list.length);
    assert.deepEqual(page.problems, []);
  });

  test('an analysis has its variables with units and ranges, its versions, its definition', async () => {
    const data = await api(site.address, 'analyses/light_yield');
    const page = await site.open('/analyses/light_yield');
    const words = await page.locator('main').innerText();
    for (const v of data.variables) assert.ok(words.includes(v.title) && words.includes(v.variable));
    assert.ok(words.includes(data.versions[0].hash));
    assert.match(words, /mean\(s1_a_area\) \/ 32\.2/);
  });

  test('an analysis that is not known is said to be so', async () => {
    const page = await site.browser.newPage();
    await page.goto(`${site.address}/analyses/nothing`);
    assert.match(await page.getByRole('alert').innerText(), /Not found/);
    await page.close();
  });

  test('the workbench computes a recipe on a run, with the values of the store', async () => {
    const { runs } = await api(site.address, 'runs?filter=light_yield:done&limit=1');
    const stored = (await api(site.address, `runs/${runs[0].number}`)).analyses.find((a) => a.analysis === 'light_yield');
    const page = await site.open(`/analyses?workbench=light_yield&runs=${runs[0].number}`);
    await page.getByLabel('Recipe in TOML').filter({ hasText: '' }).waitFor();
    await page.waitForFunction(() => document.querySelector('textarea').value.includes('light_yield'));
    await page.getByRole('button', { name: 'Compute' }).click();
    const outcome = page.getByRole('region', { name: `Run ${runs[0].number}` });
    await outcome.waitFor({ timeout: 30_000 });
    const shown = await outcome.locator('td b').first().innerText();
    assert.ok(Math.abs(parseFloat(shown) - stored.values[0].value) <= stored.values[0].error);
    assert.ok((await outcome.locator('canvas').count()) > 0);
  });

  test('a mistake in a recipe is shown with the caret below it', async () => {
    const page = await site.open('/analyses?workbench=light_yield&runs=53006');
    await page.waitForFunction(() => document.querySelector('textarea').value.includes('light_yield'));
    const editor = page.getByLabel('Recipe in TOML');
    await editor.fill((await editor.inputValue()).replace('mean(s1_a_area)', 'mean(s1_a_area'));
    await page.getByRole('button', { name: 'Compute' }).click();
    const alert = page.getByRole('alert');
    await alert.waitFor({ timeout: 30_000 });
    assert.match(await alert.innerText(), /\^/);
  });
}
