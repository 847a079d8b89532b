import assert from 'node:assert/strict';
import { test } from 'node:test';
import { api, timeless } from '../site.mjs';

export function operations(site) {
  test('shows latency per stage, failures by message, the store and the configuration', async () => {
    const data = await api(site.address, 'operations');
    const page = await site.open('/operations');
    await page.getByRole('region', { name: 'Latency' }).waitFor();
    const words = await page.locator('main').innerText();
    assert.equal(await page.getByRole('region', { name: 'Latency', exact: true }).locator('tbody tr').count(), data.latency.length);
    for (const f of data.failures) assert.ok(words.includes(f.reason.slice(0, 80)), f.reason);
    assert.ok(words.includes(data.configuration.file));
    assert.ok(timeless(words).includes(timeless(data.engine.text)));
    assert.deepEqual(page.problems, []);
  });

  test('says per executor how many slots are in use, and what is queued', async () => {
    const { executors } = await api(site.address, 'operations');
    assert.ok(executors.length > 0);
    const page = await site.open('/operations');
    const slots = page.getByRole('region', { name: 'Slots' });
    await slots.waitFor();
    const words = await slots.innerText();
    for (const e of executors) assert.match(words, new RegExp(`${e.executor}[^]*${e.in_use} of ${e.slots} (slot|thread)s? in use, ${e.queued} queued`));
  });

  test('tasks of one state are listed by an address', async () => {
    const data = await api(site.address, 'tasks?state=waiting&limit=100');
    const page = await site.open('/operations?state=waiting');
    await page.locator('.taskrow').first().waitFor();
    assert.equal(await page.locator('.taskrow').count(), data.tasks.length);
  });
}
