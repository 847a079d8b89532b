// The pages in a real browser, against a real server. One site for all: none of these suites changes it.
//   scripts/web browser-test                       XOM_BUILD=../build/release by default
//   XOM_ADDRESS=http://127.0.0.1:8080 ...      against a server that is there already
import { after, afterEach, before, describe } from 'node:test';
import { makeSite, newPage, openBrowser, serve, silent } from './site.mjs';
import { analyses } from './pages/analyses.mjs';
import { coverage } from './pages/coverage.mjs';
import { everywhere } from './pages/everywhere.mjs';
import { faces } from './pages/faces.mjs';
import { now } from './pages/now.mjs';
import { operations } from './pages/operations.mjs';
import { run } from './pages/run.mjs';
import { runs } from './pages/runs.mjs';
import { trends } from './pages/trends.mjs';

const suites = { now, runs, run, trends, coverage, analyses, operations, everywhere, faces };

describe('pages', () => {
  const site = {};
  let made;
  let server;
  before(async () => {
    site.browser = await openBrowser();
    if (process.env.XOM_ADDRESS) {
      site.address = process.env.XOM_ADDRESS;
    } else {
      made = await makeSite();
      server = await serve(made.directory);
      site.address = server.address;
    }
    site.open = async (path, options) => {
      const page = await newPage(site.browser, site.address, options);
      await page.goto(path);
      await page.locator('main h1').waitFor();
      return page;
    };
  }, { timeout: 180_000 });
  after(async () => {
    await site.browser?.close();
    await server?.stop();
    await made?.remove();
  });
  afterEach(silent);
  for (const [name, suite] of Object.entries(suites)) describe(name, () => suite(site));
});
