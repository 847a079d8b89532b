import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { api, phone } from '../site.mjs';

const two = '/trends?v=light_yield.LYS1a&v=single_electron.se_gain';

export function trends(site) {
  test('without a variable, all of them can be chosen', async () => {
    const list = await api(site.address, 'variables?limit=500');
    const page = await site.open('/trends');
    await page.locator('.variablerow').first().waitFor();
    assert.equal(await page.locator('.variablerow').count(), list.length);
    await page.getByRole('button', { name: /Light yield at 32.2 keV/ }).click();
    await page.waitForURL(/v=light_yield\.LYS1a/);
    await page.locator('.panel canvas').waitFor();
  });

  test('typing finds a variable', async () => {
    const page = await site.open('/trends');
    await page.getByRole('combobox', { name: 'Add a variable' }).fill('electron lifetime');
    await page.getByRole('option').first().waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(/v=electron_lifetime/);
  });

  test('each variable has a panel that says how many runs it holds', async () => {
    const { series } = await api(site.address, two.replace('/trends', 'trend'));
    const page = await site.open(two);
    await page.locator('.panel canvas').nth(1).waitFor();
    assert.equal(await page.locator('.panel').count(), 2);
    for (const [i, s] of series.entries()) assert.ok((await page.locator('.panel header').nth(i).innerText()).includes(`${s.total} runs`));
    assert.deepEqual(page.problems, []);
  });

  test('a variable that there is not is named, and the others are drawn', async () => {
    const page = await site.open('/trends?v=light_yield.LYS1a&v=light_yield.LYS9');
    await page.locator('.panel canvas').waitFor();
    await page.getByText("there is no variable 'light_yield.LYS9'").waitFor();
    assert.equal(await page.locator('.panel').count(), 1);
    assert.ok(!(await page.getByRole('link', { name: 'CSV' }).getAttribute('href')).includes('LYS9'));
  });

  test('the cursor reads the value of its run in every panel; a click opens the run', async () => {
    const page = await site.open(two);
    await page.locator('.u-over').nth(1).waitFor();
    const box = await page.locator('.u-over').nth(1).boundingBox();
    await page.mouse.move(box.x + box.width * 0.5, box.y + 60);
    const line = page.locator('.hoverline b');
    await line.waitFor();
    const number = Number((await line.innerText()).replace('Run ', ''));
    const { series } = await api(site.address, `trend?v=single_electron.se_gain&min_run=${number}&max_run=${number}`);
    if (series[0]?.value[0] != null) {
      const shown = await page.locator('.panel').nth(1).locator('.reading b').innerText();
      assert.ok(Math.abs(parseFloat(shown) - series[0].value[0]) <= series[0].error[0]);
    }
    await page.mouse.click(box.x + box.width * 0.5, box.y + 60);
    await page.waitForURL(`**/runs/${number}`);
  });

  for (const v of ['v=event_rate.e_1_10', 'v=event_rate.e_1_10&v=light_yield.LYS1a']) {
    test(`each gap of ${v} says why, and a click on it opens its run`, async () => {
      const { series } = await api(site.address, `trend?${v}&points=2`);
      const [first] = series;
      const axis = (await api(site.address, 'axis')).number;
      const page = await site.open(`/trends?${v}`);
      await page.locator('.u-over').first().waitFor();
      await page.waitForLoadState('networkidle');
      const box = await page.locator('.u-over').first().boundingBox();
      const margin = Math.max((axis.length - 1) * 0.01, 0.5);
      const xOf = (run) => box.x + ((axis.indexOf(run) + margin) / (axis.length - 1 + 2 * margin)) * box.width;
      assert.ok(first.gaps.length > 0);
      const ends = first.gaps.slice(-12).flatMap((gap) => [[gap.from, gap], [gap.to, gap]]);
      for (const [run, gap] of ends) {
        await page.mouse.move(xOf(run), box.y + box.height - 5);
        await page.locator('.hoverline b').getByText(`Run ${run}`, { exact: true }).waitFor();
        const said = (await page.locator('.panel header').first().innerText()).replace(/\s+/g, ' ');
        assert.ok(said.includes(gap.reason.replace(/\s+/g, ' ').slice(0, 60)), `${run}: ${said}`);
      }
      const [run] = ends.at(-1);
      await page.mouse.click(xOf(run), box.y + box.height - 5);
      await page.waitForURL(`**/runs/${run}`);
    });
  }

  test('shaded periods have a legend and a name under the cursor; what most runs have is not shaded', async () => {
    const axis = await api(site.address, 'axis');
    const runs = (mode) => axis.number.filter((_, i) => axis.modes[axis.mode[i]] === mode);
    const page = await site.open('/trends?v=single_electron.se_gain&shade=mode', { viewport: phone });
    const legend = page.getByRole('group', { name: 'Shaded periods' });
    await legend.waitFor();
    const words = (await legend.innerText()).replace(/\s+/g, ' ');
    assert.ok(words.includes(`tpc_kr83m ${runs('tpc_kr83m').length} runs`), words);
    assert.ok(words.includes(`not shaded: tpc_bkg, ${runs('tpc_bkg').length} runs`), words);
    await page.context().close();
    const wide = await site.open('/trends?v=single_electron.se_gain&shade=mode');
    await wide.locator('.u-over').waitFor();
    const box = await wide.locator('.u-over').boundingBox();
    const run = runs('tpc_kr83m').at(-1);
    const margin = Math.max((axis.number.length - 1) * 0.01, 0.5);
    await wide.mouse.move(box.x + ((axis.number.indexOf(run) + margin) / (axis.number.length - 1 + 2 * margin)) * box.width, box.y + 12);
    await wide.locator('.hoverline b').getByText(`Run ${run}`).waitFor();
    assert.equal(await wide.locator('.hoverline .period').innerText(), 'tpc_kr83m');
  });

  test('what is usual is told for each mode', async () => {
    const page = await site.open('/trends?v=daq_rate.avg_rate');
    const note = page.locator('.panelnote');
    await note.waitFor();
    const [, bkg, kr] = /usual tpc_bkg ([\d.]+) ± [\d.]+, tpc_kr83m ([\d.]+) ± /.exec(await note.innerText()) ?? [];
    const { series } = await api(site.address, 'trend?v=daq_rate.avg_rate');
    const { runs } = await api(site.address, 'runs?filter=mode:tpc_kr83m&limit=1000');
    const own = series[0].value.filter((v, i) => v !== null && runs.some((r) => r.number === series[0].run[i])).sort((a, b) => a - b);
    assert.ok(Math.abs(Number(kr) - own[own.length >> 1]) < 3 && Number(bkg) < Number(kr) / 2, `${bkg} ${kr}`);
  });

  test('a trend is read and opened by keyboard', async () => {
    const { series } = await api(site.address, 'trend?v=single_electron.se_gain');
    const number = [...new Set([...series[0].run, ...(series[0].gaps ?? []).flatMap((g) => [g.from, g.to])])].sort((a, b) => a - b);
    const page = await site.open('/trends?v=single_electron.se_gain');
    await page.locator('.u-over').waitFor();
    await page.waitForLoadState('networkidle');
    await page.getByRole('application', { name: /over runs/ }).focus();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await page.locator('.hoverline b').getByText(`Run ${number.at(-2)}`, { exact: true }).waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/runs/${number.at(-2)}`);
  });

  test('dragging zooms into runs, a double click shows all again', async () => {
    const page = await site.open('/trends?v=single_electron.se_gain');
    await page.locator('.u-over').waitFor();
    const box = await page.locator('.u-over').boundingBox();
    await page.mouse.move(box.x + 200, box.y + 100);
    await page.mouse.down();
    await page.mouse.move(box.x + 500, box.y + 100, { steps: 5 });
    await page.mouse.up();
    await page.waitForURL(/from=\d+&to=\d+/);
    await page.locator('.u-over').dblclick({ position: { x: 30, y: 30 } });
    await page.waitForURL((address) => !address.search.includes('from='));
  });

  test('a finger taps to read, taps again to open, swipes to zoom', async () => {
    const page = await site.open('/trends?v=single_electron.se_gain', { viewport: phone, hasTouch: true, isMobile: true });
    await page.locator('.u-over').waitFor();
    assert.match(await page.locator('.hoverline').innerText(), /Tap a run to read it/);
    await page.locator('.u-over').scrollIntoViewIfNeeded();
    const box = await page.locator('.u-over').boundingBox();
    const [x, y] = [box.x + box.width * 0.4, box.y + box.height * 0.4];
    await page.touchscreen.tap(x, y);
    const number = (await page.locator('.hoverline b').innerText()).replace('Run ', '');
    assert.match(page.url(), /trends/);
    await page.waitForTimeout(600);
    await page.touchscreen.tap(x, y);
    await page.waitForURL(`**/runs/${number}`);
    await page.goBack();
    await page.locator('.u-over').waitFor();
    await page.locator('.u-over').scrollIntoViewIfNeeded();
    const again = await page.locator('.u-over').boundingBox();
    const touch = await page.context().newCDPSession(page);
    const at = (part) => [{ x: again.x + again.width * part, y: again.y + 100 }];
    await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(0.3) });
    for (const part of [0.35, 0.45, 0.6]) await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: at(part) });
    await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    await page.waitForURL(/from=\d+&to=\d+/);
    assert.deepEqual(page.problems, []);
    await page.context().close();
  });

  test('brushing selects runs for a table, a comment, or to be computed again', async () => {
    const page = await site.open('/trends?v=single_electron.se_gain&drag=select');
    await page.locator('.u-over').waitFor();
    const box = await page.locator('.u-over').boundingBox();
    await page.mouse.move(box.x + 300, box.y + 100);
    await page.mouse.down();
    await page.mouse.move(box.x + 400, box.y + 100, { steps: 5 });
    await page.mouse.up();
    await page.waitForURL(/sel=\d+\.\.\d+/);
    const [, from, to] = /sel=(\d+)\.\.(\d+)/.exec(page.url());
    assert.equal(await page.getByRole('link', { name: 'Show them as a table' }).getAttribute('href'), `/runs?filter=${from}..${to}`);
    await page.getByRole('button', { name: 'Comment' }).waitFor();
  });

  for (const x of ['livetime', 'time']) {
    test(`the run axis may be ${x}`, async () => {
      const page = await site.open(`/trends?v=single_electron.se_gain&x=${x}&shade=mode`);
      await page.locator('.panel canvas').waitFor();
      assert.equal(await page.getByRole('button', { name: x === 'time' ? 'Time' : 'Livetime', exact: true }).getAttribute('aria-pressed'), 'true');
      assert.deepEqual(page.problems, []);
    });
  }

  test('two variables are correlated over the runs that have both', async () => {
    const page = await site.open('/trends?v=light_yield.LYS1a&v=electron_lifetime.electron_lifetime&view=compare');
    await page.locator('canvas').nth(2).waitFor();
    assert.match(await page.locator('main').innerText(), /\d+ runs have both · correlation/);
    assert.deepEqual(page.problems, []);
  });

  test('distributions and correlations are made of all points', async () => {
    const page = await site.open('/trends?v=light_yield.LYS1a');
    await page.locator('.panel canvas').waitFor();
    const asked = page.waitForRequest((request) => request.url().includes('/api/v1/trend?') && new URL(request.url()).searchParams.get('points') === '0');
    await page.getByRole('button', { name: 'Distribution and correlation' }).click();
    const { data } = await (await (await asked).response()).json();
    await page.getByText(`${data.series[0].value.filter((v) => v !== null).length} runs · median`).waitFor();
  });

  test('distributions have median and spread with their unit and the digits they deserve', async () => {
    const page = await site.open('/trends?v=light_yield.LYS1a&view=compare');
    await page.getByRole('button', { name: 'Distribution and correlation', pressed: true }).waitFor();
    await page.locator('canvas').first().waitFor();
    assert.match(await page.locator('main').innerText(), /median and spread 7\.\d\d ± 0\.\d\d PE\/keV/);
  });

  test('runs beyond the axis of a distribution are counted beside it, with a way to them', async () => {
    const { series: [vetoes] } = await api(site.address, 'trend?v=vetoes.busy_time_rate_permill&points=0');
    const page = await site.open('/trends?v=vetoes.busy_time_rate_permill&view=compare');
    const link = page.getByRole('note', { name: 'Beyond the axis' }).getByRole('link', { name: /runs above/ });
    const runs = Number(/^(\d+) runs above/.exec(await link.innerText())[1]);
    const values = vetoes.value.filter((v) => v !== null).sort((a, b) => a - b);
    const edge = Number(/>(.+)$/.exec(decodeURIComponent(await link.getAttribute('href')))[1]);
    assert.equal(runs, values.filter((v) => v > edge).length);
    await link.click();
    await page.getByText(`${runs} of`).waitFor();
  });

  test('in a trend of few runs the pointer reads their values everywhere', async () => {
    const page = await site.open('/trends?v=light_yield.LYS1a');
    await page.locator('.u-over').waitFor();
    const box = await page.locator('.u-over').boundingBox();
    for (let i = 1; i < 40; ++i) {
      await page.mouse.move(box.x + (box.width * i) / 40, box.y + 60);
      await page.locator('.reading b').first().waitFor();
      assert.ok(!(await page.locator('.panel header').innerText()).includes('not wanted'));
    }
  });

  test('a date, or how long ago, is an end of the range; what is neither stays, with the reason', async () => {
    const { number, start_s: start } = await api(site.address, 'axis');
    const day = new Date(start[40] * 1000).toISOString().slice(0, 10);
    const page = await site.open('/trends?v=single_electron.se_gain');
    const field = page.getByLabel('from run, date of the range');
    await field.fill(day);
    await field.press('Enter');
    const first = number[start.findIndex((s) => s >= Date.parse(`${day}T00:00Z`) / 1000)];
    await page.waitForURL(new RegExp(`from=${first}`));
    await field.fill('next week');
    await field.press('Enter');
    await page.getByRole('alert').getByText('"next week" is no run').waitFor();
    assert.equal(await field.inputValue(), 'next week');
    assert.ok(page.url().includes(`from=${first}`));
  });

  for (const [y, name] of [['robust', 'Without far ones'], ['log', 'Log']]) {
    test(`the value axis may be ${y}`, async () => {
      const page = await site.open('/trends?v=vetoes.busy_time_rate_permill');
      await page.locator('.panel canvas').waitFor();
      const drawn = () => page.locator('.panel canvas').evaluate((canvas) => canvas.toDataURL());
      const before = await drawn();
      await page.getByRole('button', { name, exact: true }).click();
      await page.waitForURL(new RegExp(`y=${y}`));
      await page.waitForFunction((old) => document.querySelector('.panel canvas').toDataURL() !== old, before);
    });
  }

  test('the axes of all panels stand below each other', async () => {
    const page = await site.open('/trends?v=light_yield.LYS1a&v=vetoes.busy_time_rate_permill');
    await page.locator('.u-over').nth(1).waitFor();
    const [a, b] = await Promise.all([0, 1].map((i) => page.locator('.u-over').nth(i).boundingBox()));
    assert.deepEqual([a.x, a.width], [b.x, b.width]);
  });

  test('on a phone the plot begins in the upper half, and what it shows can be unfolded', async () => {
    const page = await site.open('/trends?v=single_electron.se_gain', { viewport: phone });
    await page.locator('.panel canvas').waitFor();
    assert.ok((await page.locator('.panel canvas').boundingBox()).y < phone.height / 2);
    await page.getByText('What is drawn').click();
    await page.getByRole('button', { name: 'Log', exact: true }).click();
    await page.waitForURL(/y=log/);
  });

  test('Back takes the last choice back: axis, shading, what is drawn', async () => {
    const start = '/trends?v=single_electron.se_gain';
    const page = await site.open(start);
    await page.locator('.u-over').waitFor();
    await page.getByRole('button', { name: 'Livetime', exact: true }).click();
    await page.waitForURL(/x=livetime/);
    await page.getByRole('button', { name: 'Errors' }).click();
    await page.waitForURL(/errors=0/);
    await page.getByLabel('Shade').selectOption('mode');
    await page.waitForURL(/shade=mode/);
    await page.goBack();
    await page.waitForURL((url) => url.search.includes('errors=0') && !url.search.includes('shade'));
    await page.goBack();
    await page.goBack();
    await page.waitForURL(site.address + start);
    await page.getByRole('button', { name: 'Equal steps', pressed: true }).waitFor();
  });

  test('a picture of the comparison holds each of its plots', async () => {
    const page = await site.open('/trends?v=light_yield.LYS1a&v=electron_lifetime.electron_lifetime&view=compare');
    await page.locator('canvas').nth(2).waitFor();
    const tall = await page.locator('.compared canvas').evaluateAll((all) => all.reduce((sum, one) => sum + one.height, 0));
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'PNG' }).click()]);
    const png = await readFile(await download.path());
    assert.equal(png.readUInt32BE(20), tall + 4 * 30, 'the plots, a line of title each, and the address');
  });

  test('CSV, JSON, PNG and Python give the same numbers', async () => {
    const page = await site.open('/trends?v=light_yield.LYS1a');
    await page.locator('.panel canvas').waitFor();
    const { series } = await api(site.address, 'trend?v=light_yield.LYS1a');
    const csv = await (await fetch(site.address + (await page.getByRole('link', { name: 'CSV' }).getAttribute('href')))).text();
    const [head, ...lines] = csv.trimEnd().split(/\r?\n/);
    const column = head.split(',').indexOf('state');
    const states = lines.map((line) => line.split(',')[column]);
    assert.equal(states.filter((state) => state === 'ok').length, series[0].value.filter((v) => v !== null).length);
    const missing = (series[0].gaps ?? []).reduce((sum, gap) => sum + gap.runs, 0);
    assert.equal(states.filter((state) => state !== 'ok').length, missing, 'each run without a value has a line');
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'PNG' }).click()]);
    const png = await readFile(await download.path());
    assert.equal(png.subarray(1, 4).toString(), 'PNG');
    await page.getByRole('button', { name: 'Python' }).click();
    assert.ok((await page.getByRole('dialog').innerText()).includes(`${site.address}/api/v1/trend?v=light_yield.LYS1a`));
  });
}
