import assert from 'node:assert/strict';
import { test } from 'node:test';
import { api, phone } from '../site.mjs';

export function run(site) {
  const krypton = async () => (await api(site.address, 'runs?filter=mode:tpc_kr83m&limit=1&offset=2')).runs[0].number;

  test('shows every value with its error and what is usual', async () => {
    const number = await krypton();
    const data = await api(site.address, `runs/${number}`);
    const page = await site.open(`/runs/${number}`);
    const values = data.analyses.flatMap((a) => a.values ?? []);
    assert.ok(values.length > 10);
    const body = await page.locator('table.values').innerText();
    for (const v of values) assert.ok(body.includes(v.title), v.title);
    const shown = await page.locator('table.values td.value b').allInnerTexts();
    const first = values.filter((v) => v.value !== null)[0];
    assert.ok(Math.abs(parseFloat(shown[0].replace('−', '-').replace('\u202f', '')) - first.value) <= (first.error ?? 0) + Math.abs(first.value) * 0.01);
    assert.deepEqual(page.problems, []);
  });

  test('shows each histogram, with the previous run of the mode as reference', async () => {
    const number = await krypton();
    const data = await api(site.address, `runs/${number}`);
    const histograms = data.analyses.flatMap((a) => a.histograms ?? []);
    const page = await site.open(`/runs/${number}`);
    await page.locator('.histograms canvas').nth(histograms.length - 1).waitFor();
    assert.equal(await page.locator('.histograms canvas').count(), histograms.length);
    assert.match(await page.locator('.histograms').innerText(), /previous of the same mode/);
  });

  test('a map shows the run, the previous of the mode, or how they differ', async () => {
    const number = await krypton();
    const page = await site.open(`/runs/${number}`);
    const card = page.locator('.histograms .card', { has: page.getByRole('group', { name: 'Map shows' }) }).first();
    await card.scrollIntoViewIfNeeded();
    const pixels = () => card.locator('canvas').evaluate((canvas) => canvas.toDataURL());
    const seen = new Set([await pixels()]);
    for (const [word, map] of [['previous', 'reference'], ['difference', 'pull']]) {
      await card.getByRole('button', { name: word, exact: true }).click();
      await page.waitForURL(new RegExp(`map=${map}`));
      await card.getByRole('button', { name: word, exact: true, pressed: true }).waitFor();
      await card.locator(`canvas[aria-label*="run"]`).waitFor();
      seen.add(await pixels());
    }
    assert.equal(seen.size, 3, 'three pictures');
    await card.locator('canvas').hover({ position: { x: 150, y: 120 } });
    assert.match(await card.locator('.tip').innerText(), /entries\nrun \d+, scaled: .*\ndifference .*/);
    await page.goBack();
    await card.getByRole('button', { name: 'previous', exact: true, pressed: true }).waitFor();
    assert.deepEqual(page.problems, []);
  });

  test('proof names the definition, the inputs and the command that repeats it', async () => {
    const number = await krypton();
    const data = await api(site.address, `runs/${number}`);
    const one = data.analyses.find((a) => a.proof?.inputs?.length);
    const page = await site.open(`/runs/${number}?proof=${one.analysis}`);
    const body = page.locator('.proofbody').first();
    const words = await body.innerText();
    assert.ok(words.includes(one.proof.definition_hash));
    assert.ok(words.includes(one.proof.inputs[0].hash));
    assert.ok(words.includes(one.repeat));
    await body.getByRole('button', { name: 'Log', exact: true }).click();
    await body.getByRole('button', { name: 'Definition' }).click();
    await body.locator('pre').first().waitFor();
    await body.getByText('xom-definition = ').waitFor();
    await body.getByRole('button', { name: `Retry or recompute ${one.analysis}` }).click();
    const chosen = page.getByRole('dialog').getByRole('group', { name: /^Analyses/ }).getByRole('button', { pressed: true });
    await chosen.first().waitFor();
    assert.deepEqual((await chosen.allInnerTexts()).map((words) => words.replace(/\s*\d+$/, '')), [one.analysis]);
  });

  test('says for an analysis without a value why, and what is next', async () => {
    const { tasks } = await api(site.address, 'tasks?state=waiting,tocheck,failed&limit=1');
    const page = await site.open(`/runs/${tasks[0].run}`);
    const words = await page.locator('main').innerText();
    assert.ok(words.includes(tasks[0].reason.slice(0, 60)), tasks[0].reason);
    assert.match(words, /Next: /);
  });

  test('j, k, J and K go to neighbours', async () => {
    const number = await krypton();
    const data = await api(site.address, `runs/${number}`);
    const page = await site.open(`/runs/${number}`);
    await page.keyboard.press('j');
    await page.waitForURL(`**/runs/${data.next}`);
    await page.getByRole('heading', { name: `Run ${data.next}` }).waitFor();
    await page.keyboard.press('k');
    await page.waitForURL(`**/runs/${number}`);
    await page.getByRole('heading', { name: `Run ${number}` }).waitFor();
    await page.keyboard.press('K');
    await page.waitForURL(`**/runs/${data.previous_same_mode}`);
  });

  test('numbers have units, n stands where there is one, and a reason is told once, in words', async () => {
    const page = await site.open(`/runs/${await krypton()}`);
    const facts = await page.locator('.facts').innerText();
    assert.match(facts, /Livetime/);
    assert.match(facts, /rate\.tpc\.avg\s+\d+(\.\d+)? MB\/s/);
    const row = page.locator('table.values tr', { hasText: 'Mean data rate' });
    assert.equal((await row.locator('td').nth(5).innerText()).trim(), '');
    const { tasks } = await api(site.address, 'tasks?state=tocheck&limit=1');
    const other = await site.open(`/runs/${tasks[0].run}`);
    const words = await other.locator('main').innerText();
    assert.equal(words.split(tasks[0].reason.slice(0, 60)).length - 1, 1, 'once');
    assert.ok(words.includes(' is to check: ') && !words.includes('tocheck'));
    await other.setViewportSize(phone);
    const why = await other.locator('.values .why td > div').first().boundingBox();
    assert.ok(why.x >= 0 && why.x + why.width <= phone.width, 'a phone shows all of it');
  });

  test('on a phone what is unusual stands beside the value', async () => {
    const { runs } = await api(site.address, 'runs?filter=mode:tpc_bkg&limit=200');
    for (const { number } of runs) {
      const { analyses } = await api(site.address, `runs/${number}`);
      if (!analyses.some((a) => a.values?.some((v) => Math.abs(v.pull ?? 0) >= 3))) continue;
      const page = await site.open(`/runs/${number}`, { viewport: phone });
      const flag = await page.locator('td.value .tag').first().boundingBox();
      assert.ok(flag.x >= 0 && flag.x + flag.width <= phone.width, JSON.stringify(flag));
      await page.setViewportSize({ width: 1440, height: 900 });
      assert.equal(await page.locator('td.value .tag').first().isVisible(), false, 'a wide page has it in its column');
      return;
    }
    assert.fail('no run has a value that is unusual');
  });

  test('a run that is not known is said to be so', async () => {
    const page = await site.browser.newPage({ baseURL: site.address });
    await page.goto(`${site.address}/runs/1`);
    assert.match(await page.getByRole('alert').innerText(), /Not found/);
    await page.close();
  });
}
