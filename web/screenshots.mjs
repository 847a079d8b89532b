// Makes the pictures of the README in docs/images: one per main page, from the demo, by a real browser.
//   scripts/web screenshots                     builds a site of its own with XOM_BUILD (../build/release)
//   XOM_ADDRESS=http://... scripts/web screenshots     of a server that runs
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { desktop, makeSite, newPage, openBrowser, phone, serve } from './tests/site.mjs';

const folder = join(dirname(fileURLToPath(import.meta.url)), '../docs/images');
const shots = [
  { name: 'now', path: '/' },
  { name: 'runs', path: '/runs?columns=mode,source,start,tags,coverage,light_yield.LYS1a,single_electron.se_gain' },
  { name: 'run', path: '/runs/53006?proof=light_yield' },
  { name: 'trends', path: '/trends?v=light_yield.LYS1a&v=single_electron.se_gain&shade=mode', hover: '.u-over' },
  { name: 'trends-dark', path: '/trends?v=light_yield.LYS1a&v=single_electron.se_gain&shade=mode', colorScheme: 'dark' },
  { name: 'coverage', path: '/coverage' },
  { name: 'analyses', path: '/analyses' },
  { name: 'workbench', path: '/analyses?workbench=light_yield&runs=53006', click: 'Compute', after: 'canvas' },
  { name: 'operations', path: '/operations' },
  { name: 'now-phone', path: '/', viewport: phone },
];

async function take(browser, address, shot) {
  const page = await newPage(browser, address, { viewport: shot.viewport ?? desktop, colorScheme: shot.colorScheme ?? 'light' });
  await page.goto(shot.path);
  await page.locator('main h1').waitFor();
  await page.waitForFunction(() => !document.querySelector('.loading') && document.fonts.status === 'loaded');
  if (shot.click) await page.getByRole('button', { name: shot.click }).click();
  if (shot.after) await page.locator(shot.after).first().waitFor();
  if (shot.hover) await page.locator(shot.hover).last().hover({ position: { x: 700, y: 60 } });
  await page.waitForTimeout(400); // plots are drawn in the frame after their data
  await page.screenshot({ path: join(folder, `${shot.name}.png`) });
  await page.context().close();
  console.log(`${shot.name}.png`);
}

await mkdir(folder, { recursive: true });
const browser = await openBrowser();
const site = process.env.XOM_ADDRESS ? null : await makeSite();
const server = site && (await serve(site.directory, 'up'));
const address = process.env.XOM_ADDRESS ?? server.address;
try {
  for (const shot of shots) await take(browser, address, shot);
} finally {
  await browser.close();
  await server?.stop();
  await site?.remove();
}
