import { createHash } from 'node:crypto';
import type { Server } from 'node:http';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { serveFolder } from '../scripts/static-server.mjs';
import { runImport, tileValues, waitSaved } from './app.ts';

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

test('works without a network from the second visit on, and offers a new version', async ({
  page,
  context,
}) => {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
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
  // Parts that are loaded when they are first asked for: the map of models and the reader of SQL.
  await page.goto(`${url}#/models/lineage`);
  await expect(page.getByText('stg_web_events').first()).toBeVisible();
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
  await expect.poll(() => tileValues(page)).toEqual(numbers);
  await expect(offer).toBeHidden();
  expect(errors).toEqual([]);
});
