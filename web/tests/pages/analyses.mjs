import assert from 'node:assert/strict';
import { test } from 'node:test';
import { api, newPage, phone } from '../site.mjs';

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

  test('an analysis leads to its own coverage, and to the workbench if it can be tried there', async () => {
    for (const { analysis, kind } of await api(site.address, 'analyses')) {
      if (!['light_yield'].includes(analysis) && kind !== 'command') continue;
      const page = await site.open(`/analyses/${analysis}`);
      assert.equal(await page.getByRole('link', { name: 'Open in the workbench' }).count(), kind === 'command' ? 0 : 1, analysis);
      await page.locator('.head').getByRole('link', { name: 'Coverage' }).click();
      await page.waitForURL(`**/coverage?rows=${analysis}`);
      await page.getByRole('region', { name: 'Selection' }).getByRole('heading', { name: new RegExp(`^${analysis}, runs`) }).waitFor();
    }
  });

  test('an analysis that is not known is said to be so', async () => {
    const page = await newPage(site.browser, site.address);
    await page.goto('/analyses/nothing');
    assert.match(await page.getByRole('alert').innerText(), /Not found/);
  });

  test('the workbench computes a recipe on a run, with the values of the store', async () => {
    const { runs } = await api(site.address, 'runs?filter=light_yield:done&limit=1');
    const stored = (await api(site.address, `runs/${runs[0].number}`)).analyses.find((a) => a.analysis === 'light_yield');
    const page = await site.open(`/analyses?workbench=light_yield&runs=${runs[0].number}`);
    await page.getByLabel('Recipe in TOML').filter({ hasText: '' }).waitFor();
    await page.waitForFunction(() => document.querySelector('textarea').value.includes('light_yield'));
    await page.getByRole('button', { name: 'Compute' }).click();
    const outcome = page.getByRole('region', { name: `Run ${runs[0].number}`, exact: true });
    await outcome.waitFor({ timeout: 30_000 });
    const shown = await outcome.locator('td b').first().innerText();
    assert.ok(Math.abs(parseFloat(shown) - stored.values[0].value) <= stored.values[0].error);
    assert.ok((await outcome.locator('canvas').count()) > 0);
    await outcome.getByText('the same').first().waitFor();
    const [, , , beside] = await outcome.locator('tbody tr').first().locator('td').allInnerTexts();
    assert.equal(beside, shown, 'the stored value stands beside');
  });

  test('an edited recipe is still there after a walk to another page, and can be taken back', async () => {
    const { toml } = await api(site.address, 'analyses/light_yield');
    const page = await site.open('/analyses?workbench=light_yield');
    const recipe = page.getByLabel('Recipe in TOML');
    await page.waitForFunction(() => document.querySelector('textarea').value.includes('light_yield'));
    await recipe.fill(`${toml}# tried`);
    await page.getByRole('link', { name: 'Operations' }).click();
    await page.getByRole('heading', { name: 'Operations' }).waitFor();
    await page.goBack();
    await page.getByText('edited; kept in this window').waitFor();
    assert.equal(await recipe.inputValue(), `${toml}# tried`);
    await page.getByRole('button', { name: 'Undo all edits' }).click();
    assert.equal(await recipe.inputValue(), toml);
    await page.reload();
    await page.waitForFunction(() => document.querySelector('textarea')?.value.includes('light_yield'));
    assert.equal(await recipe.inputValue(), toml);
  });

  test('the workbench without a name begins with an example that can be computed', async () => {
    const page = await site.open('/analyses?workbench=');
    assert.match(await page.getByLabel('Recipe in TOML').inputValue(), /\[\[analysis\.my_analysis\.variable\]\]/);
    const { runs } = await api(site.address, 'runs?filter=mode:tpc_bkg peak_rates:done&limit=1');
    await page.getByLabel('Runs').fill(String(runs[0].number));
    await page.getByRole('button', { name: 'Compute' }).click();
    await page.getByRole('region', { name: `Run ${runs[0].number}`, exact: true }).getByText('median_area').waitFor({ timeout: 30_000 });
  });

  test('time and memory per run are those of the interface', async () => {
    const list = await api(site.address, 'analyses');
    const page = await site.open('/analyses');
    const rows = page.locator('.cataloguetable tbody tr');
    await rows.first().waitFor();
    assert.ok(list.some((a) => a.kind === 'command' && a.cost.median_memory_bytes > 0), 'of a command');
    assert.ok(list.some((a) => a.kind === 'recipe' && a.cost.median_memory_bytes > 0), 'of what the engine computes');
    for (const [i, a] of list.entries()) {
      const cell = await rows.nth(i).locator('td[data-label="Memory per run"]').innerText();
      if (a.cost.median_memory_bytes) assert.ok(Math.abs(parseFloat(cell) - a.cost.median_memory_bytes / 2 ** 20) < 2, `${a.analysis}: ${cell}`);
      else assert.equal(cell.trim(), '–');
    }
    const detail = await site.open('/analyses/light_yield');
    assert.match(await detail.getByRole('region', { name: 'Facts' }).innerText(), /Memory per run[\s\S]*Limits\s+.* GiB/);
  });

  test('on a phone the catalogue shows tasks, cost and health of every analysis', async () => {
    const page = await site.open('/analyses', { viewport: phone });
    const row = page.locator('.cataloguetable tbody tr').first();
    await row.waitFor();
    for (const label of ['Tasks', 'Time per run', 'Memory per run', 'Health']) {
      const box = await row.locator(`td[data-label="${label}"]`).boundingBox();
      assert.ok(box.width > 60 && box.x >= 0 && box.x + box.width <= phone.width, label);
    }
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
    const line = (await editor.inputValue()).split('\n').findIndex((words) => words.includes('mean(s1_a_area /')) + 1;
    assert.match(await alert.innerText(), new RegExp(`Line ${line} of the recipe`));
    assert.equal(await page.locator('.linenumbers .mistake').innerText(), String(line));
    await editor.press('End');
    await editor.type(' ');
    assert.equal(await page.locator('.linenumbers .mistake').count(), 0, 'until something is changed');
  });
}
