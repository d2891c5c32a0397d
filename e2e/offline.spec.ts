import { createHash } from 'node:crypto';
import type { Server } from 'node:http';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { serveFolder } from '../scripts/static-server.mjs';
import { download, escapeDialog, expectTiles, runImport, tileValues, waitSaved } from './app.ts';
import { look, overflows, widths } from './looks.ts';

const dist = fileURLToPath(new URL('../dist', import.meta.url));
let folder: string;
let server: Server;
let url: string;

// A copy that can be replaced by a newer version while it is open.
test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'homegrown-offline-'));
  await cp(dist, folder, { recursive: true });
  server = await serveFolder(folder, 0);
  url = `http://localhost:${(server.address() as AddressInfo).port}/`;
});

test.afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true });
});

/** Publishes a page with another description as a new version: its hash is in the service worker's list. */
async function publishNewVersion(): Promise<void> {
  const path = join(folder, 'index.html');
  const page = await readFile(path, 'utf8');
  const next = page.replace('Write, audit and publish', 'Version two');
  const hash = (text: string) => createHash('sha256').update(text).digest('hex');
  const worker = await readFile(join(folder, 'sw.js'), 'utf8');
  expect(worker).toContain(hash(page));
  await writeFile(path, next);
  await writeFile(join(folder, 'sw.js'), worker.replace(hash(page), hash(next)));
}

const description = (page: Page) =>
  page.locator('meta[name="description"]').getAttribute('content');
const ready = (page: Page) => page.locator('[data-offline="ready"]');

/** The report opens from a disk with the same numbers; the page prints; a panel's numbers are saved and copied. */
async function checkReport(page: Page): Promise<void> {
  const numbers = await tileValues(page);
  await page.getByRole('button', { name: 'Save or print this screen' }).click();
  const html = await download(page, page.getByRole('button', { name: 'Save as HTML' }));
  const file = join(folder, '..', `report-${process.pid}.html`);
  await writeFile(file, html);
  const report = await page.context().newPage();
  const requests: string[] = [];
  const complaints: string[] = [];
  report.on('request', (request) => requests.push(request.url()));
  report.on('console', (message) => complaints.push(message.text()));
  await report.goto(pathToFileURL(file).href);
  const shown = await report
    .getByRole('group', { name: 'Metrics of the range' })
    .evaluate((group) =>
      [...group.children].map((tile) => [
        tile.querySelector('.name')?.textContent,
        tile.querySelector('data')?.value,
      ]),
    );
  expect(Object.fromEntries(shown)).toEqual(numbers);
  await expect(report.locator('script, button, select, input')).toHaveCount(0);
  const head = report.locator('header').first();
  await expect(head.getByRole('heading')).toHaveText('Homegrown: Overview');
  for (const fact of ['Dates', 'Sites', 'Bots', 'Compared with', 'Data', 'Checks'])
    await expect(head.getByText(fact, { exact: true })).toBeVisible();
  await expect(report.getByRole('region', { name: 'What is counted' })).toContainText(
    'Bounce rate',
  );
  // What is read once it is looked at is read for the report, too.
  await expect(report.getByText('Reading the events')).toHaveCount(0);
  await expect(report.getByText('page_view').first()).toBeVisible();
  await report.getByText('Numbers of “Visitors by day”').click();
  await expect(report.locator('details[open] tbody tr')).not.toHaveCount(0);
  await look(report, 'report');
  expect(requests).toEqual([pathToFileURL(file).href]);
  expect(complaints).toEqual([]);
  await report.close();
  await rm(file);
  const pdf = await page.pdf({ format: 'A4' });
  expect(pdf.byteLength).toBeGreaterThan(20_000);
  // Printed, the page is as it was.
  await expect(page.getByText('What is counted')).toHaveCount(0);

  const menu = page.getByRole('button', { name: 'Save or copy: Countries' });
  await menu.click();
  const csv = await download(page, page.getByRole('button', { name: 'Table (CSV)' }));
  expect(Buffer.from(csv).toString()).toMatch(/^Countries,Visitors,Hits,Visits\r\n[^,]+,\d+,/);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await menu.click();
  await page.getByRole('button', { name: 'Copy as Markdown' }).click();
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toContain('| Countries | Visitors | Hits | Visits |\n| --- | ---: |');
  await escapeDialog(page);
  const ofChart = page.getByRole('button', { name: 'Save or copy: Visitors by day' });
  await ofChart.click();
  const png = await download(page, page.getByRole('button', { name: 'Picture (PNG)' }));
  expect([...png.subarray(1, 4)]).toEqual([...Buffer.from('PNG')]);
  await ofChart.click();
  const svg = await download(page, page.getByRole('button', { name: 'Picture (SVG)' }));
  // Enlarged to 400 %, the page goes down only.
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await overflows(page)).toEqual([]);
  await page.setViewportSize(widths[0]);
  const picture = Buffer.from(svg).toString();
  // It says by itself what it shows, in colours that every program reads.
  expect(picture).toMatch(/^<svg[^>]*>.*>Visitors by day<.*>[^<]*All sites · Without bots</);
  expect(picture).not.toMatch(/(?:lab|lch|light-dark|var)\(/);
}

/** By keyboard alone: a metric, a file of the project, a host, a key; what was used last comes first. */
async function checkPalette(page: Page): Promise<void> {
  const field = page.getByRole('combobox', { name: 'Find a command, metric, model or table' });
  const results = page.getByRole('listbox', { name: 'Commands found' });
  const run = async (typed: string, expected: string): Promise<void> => {
    await page.keyboard.press('Control+k');
    await field.fill(typed);
    await expect(results.getByRole('option', { selected: true })).toContainText(expected);
    await page.keyboard.press('Enter');
    await expect(field).toBeHidden();
  };
  await run('signups', 'Signups');
  await expect(page).toHaveURL(/overview\?.*metric=signups/);
  await run('fct_website', 'fct_website_events');
  await expect(page).toHaveURL(/models\/editor\/fct_website_events/);
  await run('last 7', 'Last 7 days');
  await expect(page).toHaveURL(/overview\?from=.*to=/);
  await run('show as table', 'Show as table');
  await expect(page.getByRole('region', { name: 'Signups by day, as a table' })).toBeVisible();
  await page.keyboard.press('Control+k');
  await expect(results.getByRole('option').first()).toContainText('Last 7 days');
  await look(page, 'palette', { brief: true });
  await page.keyboard.press('Escape');
  await expect(field).toBeHidden();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toContainText('Find a command, metric, model or table');
  await escapeDialog(page);
}

/** The system hands a file to the installed app, as "Open with Homegrown" does. */
async function openFromDesktop(page: Page): Promise<void> {
  await page.evaluate(() => {
    const file = new File(['a,b\n1,2\n'], 'from-desktop.csv');
    const launch = { files: [{ getFile: () => Promise.resolve(file) }] };
    (window as unknown as { openWith: (launch: unknown) => void }).openWith(launch);
  });
  await expect(page.getByRole('table', { name: 'Files' })).toContainText('from-desktop.csv');
}

test.setTimeout(240_000);

test('works without a network from the second visit on, and offers a new version', async ({
  page,
  context,
}) => {
  const errors: string[] = [];
  const refused: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) refused.push(message.text());
  });
  await page.addInitScript(() => {
    const launchQueue = {
      setConsumer: (consumer: unknown) => Object.assign(window, { openWith: consumer }),
    };
    Object.defineProperty(window, 'launchQueue', { value: launchQueue });
  });
  await page.goto(url);
  const manifest = await (await page.request.get(`${url}manifest.webmanifest`)).json();
  for (const { src } of manifest.icons)
    expect((await page.request.get(url + src)).status()).toBe(200);
  expect(Object.values(manifest.file_handlers[0].accept).flat()).toEqual(
    expect.arrayContaining(['.csv', '.json', '.ndjson', '.parquet', '.log', '.gz']),
  );
  await expect(ready(page)).toHaveText('Ready offline', { timeout: 30_000 });

  await context.setOffline(true);
  await page.reload();
  await page.getByRole('button', { name: 'Try it with sample data' }).click();
  await runImport(page);
  await waitSaved(page);
  await page.getByRole('link', { name: 'Open overview' }).click();
  const numbers = await tileValues(page);
  expect(Number(numbers['Website hits'])).toBeGreaterThan(1_000);
  await checkReport(page);
  expect(refused).toEqual([]);
  await checkPalette(page);
  // Parts that are loaded when they are first asked for: the map of models and the reader of SQL.
  await page.goto(`${url}#/models/lineage`);
  await expect(page.getByText('stg_web_events').first()).toBeVisible();
  await openFromDesktop(page);
  await context.setOffline(false);

  await publishNewVersion();
  const offer = page.getByRole('button', { name: 'Reload to use it' });
  await page.evaluate(async () => {
    Object.assign(window, { isOldPage: true });
    await (await navigator.serviceWorker.ready).update();
  });
  await expect(offer).toBeEnabled();
  expect(await page.evaluate(() => 'isOldPage' in window)).toBe(true);
  // Not forced: an ordinary reload stays with the version in use.
  await page.reload();
  expect(await description(page)).toContain('Write, audit and publish');
  await expect(offer).toBeEnabled();
  await offer.click();
  await expect.poll(() => description(page)).toContain('Version two');
  await page.goto(`${url}#/overview`);
  await expectTiles(page, numbers);
  await expect(offer).toBeHidden();
  expect(errors).toEqual([]);
});
