import assert from 'node:assert/strict';
import { test } from 'node:test';
import { api, phone } from '../site.mjs';

/** The numbers of tasks per state are those of the answer. */
async function shows(page, data) {
  const sum = (state) => data.rows.reduce((n, r) => n + (r.totals[state] ?? 0), 0);
  const chips = await page.locator('.row .chip').allInnerTexts();
  const shown = (word) => Number(chips.find((c) => c.includes(word)).replace(/\D/g, ''));
  for (const [word, state] of [['done', 'done'], ['to check', 'tocheck'], ['waiting', 'waiting'], ['not wanted', 'none']]) assert.equal(shown(word), sum(state), word);
}

export function coverage(site) {
  test('counts tasks per state as the server does', async () => {
    const data = await api(site.address, 'coverage?bins=20');
    const page = await site.open('/coverage');
    await shows(page, data);
    assert.equal(await page.locator('.matrixnames a').count(), data.rows.length);
    assert.deepEqual(page.problems, []);
  });

  const zoomed = async (page) => {
    await page.waitForURL(/from=\d+&to=\d+/);
    const { searchParams: query } = new URL(page.url());
    const range = `min_run=${query.get('from')}&max_run=${query.get('to')}`;
    await page.locator('.head', { hasText: `runs ${query.get('from')}–${query.get('to')}` }).waitFor();
    return api(site.address, `coverage?${range}&bins=20`);
  };
  const whole = async (page) => {
    const all = await api(site.address, 'coverage?bins=20');
    await page.goBack();
    await page.waitForURL(`${site.address}/coverage`);
    await page.locator('.head', { hasText: `runs ${all.min_run}–${all.max_run}` }).waitFor();
    assert.equal(await page.locator('main h1').count(), 1, 'one page, not two');
    await shows(page, all);
  };

  test('dragging zooms to the runs below, whose tasks alone are counted; back shows all', async () => {
    const page = await site.open('/coverage');
    const box = await page.locator('.matrix canvas').boundingBox();
    await page.mouse.move(box.x + box.width - 150, box.y + 40);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width - 20, box.y + 40, { steps: 4 });
    await page.mouse.up();
    const data = await zoomed(page);
    await shows(page, data);
    const row = data.rows.findIndex((r) => r.analysis === 'event_rate');
    const percent = await page.locator('.matrixtotals .number').nth(row).innerText();
    const { done = 0, none, ...others } = data.rows[row].totals;
    const all = Object.values(others).reduce((sum, n) => sum + n, done);
    assert.ok(Math.abs(parseFloat(percent.replace('>', '')) - (100 * done) / all) < 0.6, `${percent} is ${done} of ${all}`);
    await page.mouse.move(box.x + box.width - 5, box.y + 60);
    await page.locator('.matrix .tip').waitFor();
    await whole(page);
  });

  test('a click zooms into the column at the right edge; back shows all', async () => {
    const page = await site.open('/coverage');
    const box = await page.locator('.matrix canvas').boundingBox();
    await page.mouse.click(box.x + box.width - 4, box.y + 40);
    await shows(page, await zoomed(page));
    await page.mouse.move(box.x + box.width - 4, box.y + 60);
    await whole(page);
  });

  test('keys zoom, and go on in what is shown then; back shows all', async () => {
    const page = await site.open('/coverage');
    await page.locator('.matrix canvas').focus();
    for (const key of ['ArrowRight', 'ArrowDown', 'ArrowDown', 'ArrowLeft', 'Enter']) await page.keyboard.press(key);
    const data = await zoomed(page);
    await page.keyboard.press('ArrowLeft');
    const tip = await page.locator('.keytip').innerText();
    const run = Number(/runs? (\d+)/.exec(tip)[1]);
    assert.ok(run >= data.min_run && run <= data.max_run, tip);
    await whole(page);
  });

  test('a selection in columns of several runs counts exactly its runs', async () => {
    const { max_run: last } = await api(site.address, 'coverage?bins=1');
    const from = last - 8;
    const exact = await api(site.address, `coverage?min_run=${from}&max_run=${last}&bins=1`);
    const { totals } = exact.rows.find((r) => r.analysis === 'peak_rates');
    const page = await site.open(`/coverage?sel=${from}..${last}&rows=peak_rates`, { viewport: phone });
    const detail = page.getByRole('region', { name: 'Selection' });
    await detail.getByText(/\d+ done/).waitFor();
    assert.match(await detail.innerText(), new RegExp(`\\b${totals.done} done`));
    assert.ok(Object.values(totals).reduce((a, b) => a + b) === 9);
  });

  test('what an action would not change is not offered, and says why', async () => {
    const { runs } = await api(site.address, 'runs?filter=light_yield:done&limit=1');
    const run = runs[0].number;
    const page = await site.open(`/coverage?from=${run}&to=${run}&sel=${run}..${run}&rows=light_yield`);
    const detail = page.getByRole('region', { name: 'Selection' });
    await detail.getByText('1 done').waitFor();
    for (const verb of ['retry', 'prioritise', 'cancel', 'include']) {
      const button = detail.getByRole('button', { name: verb, exact: true });
      assert.equal(await button.isDisabled(), true, verb);
      assert.ok(await button.getAttribute('title'));
    }
    assert.equal(await detail.getByRole('button', { name: 'recompute', exact: true }).isDisabled(), false);
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
    const page = await site.open(`/coverage?from=${last - 10}&to=${last}&sel=${last - 5}..${last}&rows=peak_rates,light_yield`);
    for (const verb of ['retry', 'recompute', 'exclude', 'prioritise']) await page.getByRole('button', { name: verb, exact: true }).waitFor();
    await page.getByRole('button', { name: 'exclude', exact: true }).click();
    const counts = await api(site.address, `tasks/counts?min_run=${last - 5}&max_run=${last}`);
    const tasks = (name) => Object.values(counts.find((c) => c.analysis === name).states).reduce((a, b) => a + b, 0);
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: new RegExp(`peak_rates ?${tasks('peak_rates')}`) }).waitFor();
    assert.equal(await dialog.locator('.chip[aria-pressed="true"]').count(), ['peak_rates', 'light_yield'].filter((n) => tasks(n) > 0).length, 'only those it would change');
    const all = tasks('peak_rates') + tasks('light_yield');
    const button = dialog.getByRole('button', { name: `exclude ${all} task` });
    assert.equal(await button.isDisabled(), true);
    assert.match(await dialog.locator('#lacks').innerText(), /reason/);
    await dialog.getByLabel('Reason').fill('test');
    assert.equal(await button.isDisabled(), false);
  });
}
