import assert from 'node:assert/strict';
import { test } from 'node:test';
import { api, timeless } from '../site.mjs';

export function now(site) {
  test('shows the newest runs, each with the states of its analyses', async () => {
    const data = await api(site.address, 'now');
    const page = await site.open('/');
    const rows = page.locator('.strip tbody tr');
    assert.equal(await rows.count(), data.runs.length);
    assert.equal(await rows.first().locator('a').first().innerText(), String(data.runs[0].number));
    assert.equal(await rows.first().locator('.squares .dot').count(), data.analyses.length);
    assert.deepEqual(page.problems, []);
  });

  test('shows every key trend that has points, with the newest value', async () => {
    const data = await api(site.address, 'now');
    const trends = data.trends.filter((t) => t.run.length > 0);
    assert.ok(trends.length >= 6);
    const page = await site.open('/');
    assert.equal(await page.locator('.tile').count(), trends.length);
    assert.deepEqual(await page.locator('.tile h3').allInnerTexts(), trends.map((t) => t.title));
  });

  test('says what is wrong first, with a link', async () => {
    const data = await api(site.address, 'now');
    const page = await site.open('/');
    const first = page.locator('.news li a').first();
    assert.equal(timeless(await first.innerText()), timeless(data.news[0].text));
    assert.equal(await first.getAttribute('href'), data.news[0].url);
  });

  test('j and Enter open a run', async () => {
    const data = await api(site.address, 'now');
    const page = await site.open('/');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/runs/${data.runs[1].number}`);
  });
}
