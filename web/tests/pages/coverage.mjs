import assert from 'node:assert/strict';
import { test } from 'node:test';
import { api } from '../site.mjs';

export function coverage(site) {
  test('counts tasks per state as the server does', async () => {
    const data = await api(site.address, 'coverage?bins=20');
    const sum = (state) => data.rows.reduce((n, r) => n + (r.totals[state] ?? 0), 0);
    const page = await site.open('/coverage');
    const chips = await page.locator('.row .chip').allInnerTexts();
    const shown = (word) => Number(chips.find((c) => c.includes(word)).replace(/\D/g, ''));
    assert.equal(shown('done'), sum('done'));
    assert.equal(shown('to check'), sum('tocheck'));
    assert.equal(shown('waiting'), sum('waiting'));
    assert.equal(await page.locator('.matrixnames a').count(), data.rows.length);
    assert.deepEqual(page.problems, []);
  });

  test('dragging zooms, until a column is one run', async () => {
    const page = await site.open('/coverage');
    const box = await page.locator('.matrix canvas').boundingBox();
    await page.mouse.move(box.x + 100, box.y + 40);
    await page.mouse.down();
    await page.mouse.move(box.x + 200, box.y + 40, { steps: 4 });
    await page.mouse.up();
    await page.waitForURL(/from=\d+&to=\d+/);
  });

  test('a cell says why, and what is next', async () => {
    const { tasks } = await api(site.address, 'tasks?state=waiting,tocheck&limit=1');
    const { run, analysis } = tasks[0];
    const [explained] = await api(site.address, `explain?analysis=${analysis}&run=${run}`);
    const page = await site.open(`/coverage?from=${run - 5}&to=${run}&sel=${run}..${run}&rows=${analysis}`);
    const detail = page.getByRole('region', { name: 'Selection' });
    await detail.getByText('Rule:').waitFor();
    const words = await detail.innerText();
    assert.ok(words.includes(explained.headline.slice(0, 60)));
    assert.ok(words.includes(explained.rule));
  });

  test('arrow keys move from cell to cell, Enter opens it', async () => {
    const { max_run: last } = await api(site.address, 'coverage?bins=1');
    const page = await site.open(`/coverage?from=${last - 10}&to=${last}`);
    await page.locator('.matrix canvas').focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowLeft']) await page.keyboard.press(key);
    const tip = await page.locator('.keytip').innerText();
    assert.match(tip, new RegExp(`run ${last - 1}`));
    await page.keyboard.press('Enter');
    await page.waitForURL(new RegExp(`sel=${last - 1}..${last - 1}`));
  });

  test('a selection can be retried, recomputed, excluded and prioritised', async () => {
    const { max_run: last } = await api(site.address, 'coverage?bins=1');
    const page = await site.open(`/coverage?from=${last - 10}&to=${last}&sel=${last - 5}..${last}&rows=peak_rates,peak_shape`);
    for (const verb of ['retry', 'recompute', 'exclude', 'prioritise']) await page.getByRole('button', { name: verb, exact: true }).waitFor();
    await page.getByRole('button', { name: 'exclude', exact: true }).click();
    const dialog = page.getByRole('dialog');
    assert.equal(await dialog.getByRole('button', { name: 'exclude 2 analyses' }).isDisabled(), true);
    await dialog.getByLabel('Reason').fill('test');
    assert.equal(await dialog.getByRole('button', { name: 'exclude 2 analyses' }).isDisabled(), false);
  });
}
