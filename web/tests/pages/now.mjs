import assert from 'node:assert/strict';
import { test } from 'node:test';
import { api, phone, timeless } from '../site.mjs';

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

  test('the strip says which column is which analysis, on a phone, too', async () => {
    const data = await api(site.address, 'now');
    for (const options of [{}, { viewport: phone }]) {
      const page = await site.open('/', options);
      assert.deepEqual(await page.locator('.squares.names a').allInnerTexts(), data.analyses);
      for (const i of [0, data.analyses.length - 1]) {
        const name = await page.locator('.squares.names a').nth(i).boundingBox();
        const square = await page.locator('.strip tbody tr').first().locator('.dot').nth(i).boundingBox();
        assert.ok(Math.abs(name.x + name.width / 2 - square.x - square.width / 2) < 2);
      }
    }
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
    // One damaged file is one line, whichever analyses it stops.
    const details = await page.locator('.news li').allInnerTexts();
    assert.equal(details.filter((words) => words.includes('is damaged')).length, 1);
    assert.match(details.find((words) => words.includes('is damaged')), /to check: hot_spot, peak_rates/);
  });

  test('a square of the strip opens its reason', async () => {
    const page = await site.open('/');
    const square = page.locator('.squares a.fill-waiting, .squares a.fill-tocheck').first();
    const name = (await square.getAttribute('title')).split(':')[0];
    await square.click();
    await page.waitForURL(new RegExp(`/runs/\\d+\\?proof=${name}`));
    await page.locator('.analysis', { hasText: name }).locator('.proofbody').first().waitFor();
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
