// Real users, the real form: who may do what, in the page and at the server.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { axeFinds, makeSite, newPage, openBrowser, serve, silent } from './site.mjs';

const password = 'correct horse battery';
const may = {
  viewer: [],
  shifter: ['comment', 'retry'],
  analyst: ['comment', 'retry', 'compute'],
  operator: ['comment', 'retry', 'compute', 'operate'],
  admin: ['comment', 'retry', 'compute', 'operate'],
};

describe('users', () => {
  let browser;
  let site;
  let server;
  let bad; // a run with a task to check
  before(async () => {
    browser = await openBrowser();
    site = await makeSite();
    await writeFile(join(site.directory, 'password'), `${password}\n`, { mode: 0o600 });
    for (const role of Object.keys(may)) await site.command('user', 'add', `the-${role}`, '--role', role, '--password-file', 'password');
    server = await serve(site.directory);
  }, { timeout: 180_000 });
  afterEach(silent);
  after(async () => {
    await browser?.close();
    await server?.stop();
    await site?.remove();
  });

  const logIn = async (role, path = '/', word = password) => {
    const page = await newPage(browser, server.address);
    await page.goto(path);
    await page.getByRole('heading', { name: 'Log in' }).waitFor();
    await page.getByLabel('Name').fill(`the-${role}`);
    await page.getByLabel('Password').fill(word);
    await page.getByRole('button', { name: 'Log in' }).click();
    return page;
  };
  /** What the server says to this page's user. */
  const ask = (page, method, path, body) => page.evaluate(async ([how, where, what]) => {
    const answer = await fetch(`/api/v1/${where}`, { method: how, headers: { 'Content-Type': 'application/json' }, body: what && JSON.stringify(what) });
    return { status: answer.status, ...(await answer.json().catch(() => ({}))) };
  }, [method, path, body]);

  for (const [role, allowed] of Object.entries(may)) {
    test(`${role}: logs in, is offered what the role may do, and can do that alone`, async () => {
      const page = await logIn(role);
      await page.getByRole('heading', { name: 'Now', exact: true }).waitFor();
      await page.locator('.asof').waitFor();
      assert.match(await page.locator('footer').innerText(), new RegExp(`You are the-${role} \\(${role}\\): you may look`));
      assert.match(await page.locator('footer').innerText(), /XOM \d/);
      bad ??= (await ask(page, 'GET', 'tasks?state=tocheck&limit=1')).data.tasks[0];
      const { run, analysis } = bad;

      await page.goto(`/coverage?from=${run}&to=${run}&sel=${run}..${run}&rows=${analysis}`);
      const detail = page.getByRole('region', { name: 'Selection' });
      await detail.getByText('Rule:').waitFor();
      await detail.getByText('1 to check').waitFor();
      for (const [verb, needs, from] of [['retry', 'retry', 'shifter'], ['recompute', 'operate', 'operator'], ['exclude', 'operate', 'operator']]) {
        const button = detail.getByRole('button', { name: verb, exact: true });
        assert.equal(await button.isDisabled(), !allowed.includes(needs), verb);
        if (!allowed.includes(needs)) assert.equal(await button.getAttribute('title'), `Needs the role ${from}`);
      }
      if (allowed.includes('retry')) {
        await detail.getByRole('button', { name: 'retry', exact: true }).click();
        await page.getByRole('dialog').getByLabel('Reason').fill('seen in a test');
        await page.getByRole('button', { name: 'retry 1 task' }).click();
        await page.getByText('Asked for').waitFor();
      }
      for (const [verb, needs] of [['retry', 'retry'], ['recompute', 'operate']]) {
        const { status } = await ask(page, 'POST', 'tasks/actions', { verb, analysis, runs: [run], reason: 'a test' });
        assert.equal(status, allowed.includes(needs) ? 202 : 403, `${verb}: ${status}`);
      }

      await page.goto(`/runs/${run}`);
      const comments = page.getByRole('region', { name: 'Comments' }).getByRole('button', { name: 'Comment' });
      await comments.waitFor();
      assert.equal(await comments.isDisabled(), !allowed.includes('comment'));
      assert.equal((await ask(page, 'POST', 'comments', { runs: [run], text: `by ${role}` })).status, allowed.includes('comment') ? 201 : 403);

      await page.goto('/analyses?workbench=light_yield');
      const compute = page.getByRole('button', { name: 'Compute' });
      await compute.waitFor();
      assert.equal(await compute.isDisabled(), !allowed.includes('compute'));
      const tried = await ask(page, 'POST', 'workbench', { toml: '', runs: [run] });
      assert.equal(tried.status === 403, !allowed.includes('compute'), JSON.stringify(tried));

      await page.getByRole('button', { name: 'Log out' }).click();
      await page.getByRole('heading', { name: 'Log in' }).waitFor();
      assert.equal(await page.locator('footer').innerText().then((words) => words.includes('not logged in')), true);
      assert.equal((await ask(page, 'GET', 'now')).status, 401);
    });
  }

  test('a wrong password is said to be wrong, and the right one then opens the page asked for', async () => {
    const page = await logIn('viewer', '/operations', 'wrong password');
    await page.getByRole('alert').waitFor();
    await page.waitForFunction(() => document.activeElement?.getAttribute('name') === 'password');
    await page.keyboard.type(password);
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('heading', { name: 'Operations' }).waitFor();
  });

  test('/login is a page, and leads on', async () => {
    const page = await logIn('viewer', '/login');
    await page.getByRole('heading', { name: 'Now', exact: true }).waitFor();
    await page.goto('/login');
    await page.getByRole('heading', { name: 'Now', exact: true }).waitFor();
  });

  test('a session that ends while somebody looks asks for the name again', async () => {
    const page = await logIn('viewer');
    await page.getByRole('heading', { name: 'Now', exact: true }).waitFor();
    await page.context().clearCookies();
    await page.getByRole('link', { name: 'Operations' }).click();
    await page.getByRole('heading', { name: 'Log in' }).waitFor();
  });

  test('the form can be used by everybody (axe)', async () => {
    const page = await newPage(browser, server.address, { bypassCSP: true });
    await page.goto('/');
    await page.getByRole('heading', { name: 'Log in' }).waitFor();
    assert.deepEqual(await axeFinds(page), []);
  });
});
