// A site on its first day: no run, then no analysis.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { makeSite, newPage, openBrowser, serve, silent } from './site.mjs';

describe('an empty site', () => {
  let browser;
  let site;
  let server;
  before(async () => {
    browser = await openBrowser();
    site = await makeSite({ runs: false, computed: false });
    await site.command('check').catch(() => {});
    await site.command('pass').catch(() => {});
    server = await serve(site.directory, 'up');
  }, { timeout: 60_000 });
  afterEach(silent);
  after(async () => {
    await browser?.close();
    await server?.stop();
    await site?.remove();
  });

  for (const path of ['/', '/runs', '/trends', '/trends?v=light_yield.LYS1a', '/coverage', '/analyses', '/operations']) {
    test(`${path} has a face without data`, async () => {
      const page = await newPage(browser, server.address);
      await page.goto(path);
      await page.locator('main h1').waitFor();
      await page.waitForFunction(() => !document.querySelector('.loading'));
      assert.ok((await page.locator('main').innerText()).length > 20);
      assert.deepEqual(page.problems, []);
      await page.context().close();
    });
  }
});
