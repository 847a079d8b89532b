// Loading, failed, empty: made by answers in the server's place.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newPage } from '../site.mjs';

const failing = (status, kind, message) => ({ status, contentType: 'application/json', body: JSON.stringify({ error: { kind, message, request: 'r-1' } }) });
const places = { now: ['/', 'now'], runs: ['/runs', 'runs'], run: ['/runs/53006', 'runs/53006'], coverage: ['/coverage', 'coverage'], analyses: ['/analyses', 'analyses'], operations: ['/operations', 'operations'], trends: ['/trends?v=light_yield.LYS1a', 'trend'] };

export function faces(site) {
  for (const [name, [path, resource]] of Object.entries(places)) {
    test(`${name}: an answer 503 is said in words, and can be asked for again`, async () => {
      const page = await newPage(site.browser, site.address);
      let broken = true;
      await page.route((address) => address.pathname === `/api/v1/${resource}`, (route) =>
        (broken ? route.fulfill(failing(503, 'unavailable', 'the store is locked by another program')) : route.continue()));
      await page.goto(path);
      const alert = page.getByRole('alert').first();
      await alert.waitFor();
      assert.match(await alert.innerText(), /the store is locked by another program/);
      broken = false;
      await alert.getByRole('button', { name: 'Try again' }).click();
      await alert.waitFor({ state: 'detached' });
      assert.deepEqual(page.problems, []);
      await page.context().close();
    });
  }

  test('a server that does not answer is named, and data that are there stay', async () => {
    const page = await site.open('/');
    await page.locator('.tile').first().waitFor();
    await page.context().setOffline(true);
    await page.getByRole('link', { name: 'Operations' }).click();
    await page.getByRole('alert').first().waitFor();
    assert.match(await page.getByRole('alert').first().innerText(), /The server does not answer/);
    await page.context().close();
  });

  test('while the answer is on its way, the page says that it loads', async () => {
    const page = await newPage(site.browser, site.address);
    let release;
    const held = new Promise((done) => (release = done));
    await page.route('**/api/v1/operations', async (route) => {
      await held;
      await route.continue();
    });
    await page.goto('/operations');
    await page.getByRole('status', { name: 'loading' }).waitFor();
    release();
    await page.getByRole('region', { name: 'Failures' }).waitFor();
    await page.context().close();
  });

  test('an empty answer has words, too', async () => {
    const page = await newPage(site.browser, site.address);
    const empty = { as_of_ns: 1, runs: [], analyses: [], news: [], trends: [], totals: {}, engine: { running: true, text: 'runs' } };
    await page.route('**/api/v1/now', (route) => route.fulfill({ contentType: 'application/json', body: JSON.stringify({ data: empty }) }));
    await page.goto('/');
    for (const words of ['Nothing to report', 'No run yet', 'No values yet']) await page.getByText(words).waitFor();
    await page.context().close();
  });

  test('what the server did to the data is announced', async () => {
    const page = await newPage(site.browser, site.address);
    await page.route('**/api/v1/now', async (route) => {
      const answer = await (await route.fetch()).json();
      await route.fulfill({ contentType: 'application/json', body: JSON.stringify({ ...answer, warnings: ['200 of 5000 points are shown'] }) });
    });
    await page.goto('/');
    await page.getByText('200 of 5000 points are shown').waitFor();
    await page.context().close();
  });

  test('markup in what people wrote is text', async () => {
    const page = await newPage(site.browser, site.address);
    const evil = '<img src=x onerror="document.title=1"><script>document.title=1</script>';
    await page.route('**/api/v1/runs/53006', async (route) => {
      const answer = await (await route.fetch()).json();
      answer.data.run.tags = [evil];
      answer.data.comments = [{ user: evil, at_ns: 1.7e18, text: evil, from: 'xom' }];
      await route.fulfill({ contentType: 'application/json', body: JSON.stringify(answer) });
    });
    await page.goto('/runs/53006');
    await page.locator('.said').first().waitFor();
    assert.equal(await page.locator('.said').first().innerText(), evil);
    assert.equal(await page.locator('main img').count(), 0);
    assert.notEqual(await page.title(), '1');
    await page.context().close();
  });

  test('without the right to look, the page asks for name and password, and says why they are refused', async () => {
    const page = await newPage(site.browser, site.address);
    await page.route('**/api/v1/session', (route) => (route.request().method() === 'POST'
      ? route.fulfill(failing(401, 'login', 'name or password is wrong'))
      : route.fulfill({ contentType: 'application/json', body: JSON.stringify({ data: { open: false, role: 'none', may: [] } }) })));
    await page.goto('/');
    await page.getByLabel('Name').fill('eve');
    await page.getByLabel('Password').fill('wrong');
    await page.getByRole('button', { name: 'Log in' }).click();
    assert.match(await page.getByRole('alert').innerText(), /name or password is wrong/);
    await page.context().close();
  });

  test('a viewer sees what is not allowed, and which role it needs', async () => {
    const page = await newPage(site.browser, site.address);
    await page.route('**/api/v1/session', (route) => route.fulfill({ contentType: 'application/json', body: JSON.stringify({ data: { open: false, user: 'ann', role: 'viewer', may: ['look'] } }) }));
    await page.goto('/runs/53006');
    const button = page.getByRole('button', { name: 'Comment' });
    await button.waitFor();
    assert.equal(await button.isDisabled(), true);
    assert.match(await page.locator('footer').innerText(), /You are ann \(viewer\): you may look/);
    await page.context().close();
  });
}
