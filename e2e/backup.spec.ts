import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { unzipSync } from 'fflate';
import { download, drop, expectTiles, importFiles, tileValues, watchPage } from './app.ts';
import { sampleTexts } from './sample-oracle.ts';
import {
  contentOf,
  faultsOf,
  manifestOf,
  readFolder,
  standInForPickers,
  storeFolder,
} from './warehouse-files.ts';

test.use({ actionTimeout: 30_000 });

const root = fileURLToPath(new URL('..', import.meta.url));
const [sample] = sampleTexts({ rows: 3_000, days: 9, split: 'none' });
let folder = '';

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'homegrown-backup-'));
});
test.afterAll(() => rm(folder, { recursive: true }));

async function cli(...words: string[]): Promise<string> {
  const run = promisify(execFile)(process.execPath, ['scripts/cli.mjs', ...words], {
    cwd: root,
    maxBuffer: 2 ** 28,
  });
  return (await run).stdout;
}

const countEvents = async (warehouse: string): Promise<number> => {
  const sql = 'select count(*) as n from core.fct_website_events';
  const text = await cli('query', sql, '--warehouse', warehouse, '--format', 'json');
  return Number(/\d+/.exec(text.replace(/"n"/g, ''))?.[0]);
};

async function restore(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Restore this warehouse?' });
  await expect(dialog.getByText(/events/).first()).toBeVisible();
  await dialog.getByRole('button', { name: 'Restore', exact: true }).click();
  await expect(dialog).toHaveCount(0, { timeout: 60_000 });
  await expect(page.getByText('Restored: the screens show')).toBeVisible();
}

async function overview(page: Page): Promise<Record<string, string>> {
  await page.getByRole('link', { name: 'Overview', exact: true }).click();
  return tileValues(page);
}

async function expectOverview(page: Page, numbers: Record<string, string>): Promise<void> {
  await page.getByRole('link', { name: 'Overview', exact: true }).click();
  await expectTiles(page, numbers);
}

test('a backup is whole, is restored elsewhere, and opens in the command line', async ({
  page,
  browser,
  baseURL,
}) => {
  const watched = await watchPage(page, baseURL!);
  await standInForPickers(page);
  await page.goto('./');
  await importFiles(page, [sample!]);
  const numbers = await overview(page);

  await page.getByRole('link', { name: 'Storage', exact: true }).click();
  const zip = await download(page, page.getByRole('button', { name: 'Save a backup' }));
  await expect(page.getByText(/^Saved homegrown-/)).toBeVisible();
  const files = unzipSync(zip);
  const manifest = manifestOf(files);
  expect(faultsOf(files, manifest)).toEqual([]);
  expect(Object.keys(files).at(-1)).toMatch(/^manifest\.[01]$/);

  const context = await browser.newContext({ baseURL: baseURL!, locale: 'en-GB' });
  const elsewhere = await context.newPage();
  await elsewhere.goto('./');
  await drop(elsewhere, [{ name: 'homegrown.zip', bytes: zip }]);
  await restore(elsewhere);
  await expectOverview(elsewhere, numbers);
  const restored = await readFolder(elsewhere, storeFolder);
  expect(contentOf(manifestOf(restored))).toEqual(contentOf(manifest));
  expect(faultsOf(restored, manifestOf(restored))).toEqual([]);
  await elsewhere.reload();
  await expectTiles(elsewhere, numbers);
  await context.close();

  const unpacked = join(folder, 'unpacked');
  for (const [path, bytes] of Object.entries(files)) {
    await mkdir(dirname(join(unpacked, path)), { recursive: true });
    await writeFile(join(unpacked, path), bytes);
  }
  expect(await cli('checks', '--warehouse', unpacked)).toMatch(/pass/i);
  expect(await countEvents(unpacked)).toBe(
    Object.values(manifest.tables['core.fct_website_events']!.partitions).reduce(
      (sum, { rows }) => sum + rows,
      0,
    ),
  );
  expect(watched).toEqual({ foreign: [], errors: [] });
});

test('a warehouse of the command line is restored from its folder, and can be taken back', async ({
  page,
}) => {
  const file = join(folder, 'events.csv');
  const warehouse = join(folder, 'warehouse');
  await writeFile(file, sample!.bytes);
  await cli('run', file, '--warehouse', warehouse);

  const [other] = sampleTexts({ rows: 1_000, days: 4, split: 'none', seed: 'other' });
  await page.goto('./');
  await importFiles(page, [other!]);
  const before = await overview(page);

  await page.getByRole('link', { name: 'Storage', exact: true }).click();
  await page.getByLabel('Restore from a folder').setInputFiles(warehouse);
  await restore(page);
  const restored = manifestOf(await readFolder(page, storeFolder));
  const events = restored.tables['core.fct_website_events']!.partitions;
  const rows = Object.values(events).reduce((sum, part) => sum + part.rows, 0);
  expect(rows).toBe(await countEvents(warehouse));

  await page
    .getByRole('button', { name: /^Put back the publication/ })
    .first()
    .click();
  const dialog = page.getByRole('dialog', { name: 'Put this publication back?' });
  await dialog.getByRole('button', { name: 'Put back' }).click();
  await expect(dialog).toHaveCount(0);
  await expectOverview(page, before);
});

test('a zip that was changed is refused, and what is published stays', async ({ page }) => {
  await standInForPickers(page);
  await page.goto('./');
  await importFiles(page, [sample!]);
  const before = await overview(page);
  await page.getByRole('link', { name: 'Storage', exact: true }).click();
  const zip = await download(page, page.getByRole('button', { name: 'Save a backup' }));
  // In the middle of a stored data file.
  zip[Math.floor(zip.length / 3)]! ^= 1;
  await page.getByLabel('Restore from a zip').setInputFiles({
    name: 'changed.zip',
    mimeType: 'application/zip',
    buffer: Buffer.from(zip),
  });
  const dialog = page.getByRole('dialog', { name: 'Restore this warehouse?' });
  await dialog.getByRole('button', { name: 'Restore', exact: true }).click();
  await expect(dialog.getByRole('alert')).toBeVisible({ timeout: 60_000 });
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expectOverview(page, before);
});
