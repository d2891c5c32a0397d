import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { expectTiles, importFiles, tileValues } from './app.ts';
import { look } from './looks.ts';
import { sampleTexts } from './sample-oracle.ts';
import {
  contentOf,
  faultsOf,
  manifestOf,
  pickedFolder,
  readFolder,
  removeFolder,
  standInForPickers,
  storeFolder,
  writeFile,
} from './warehouse-files.ts';

test.use({ actionTimeout: 30_000 });

// Too few events a day for the checks over days to judge: these tests are about what is kept.
const weekText = (endDate: string): string =>
  sampleTexts({ rows: 400, days: 7, endDate, split: 'none' })[0]!.bytes;
const weeks = ['2026-09-13', '2026-09-20', '2026-09-27'].map((day) => ({
  name: `week-${day}.csv`,
  bytes: weekText(day),
}));

async function importWeek(page: Page, week: number): Promise<void> {
  await importFiles(page, [weeks[week]!]);
}

const openStorage = (page: Page): Promise<void> =>
  page.getByRole('link', { name: 'Storage', exact: true }).click();
const group = (page: Page, name: string) => page.getByRole('group', { name, exact: true });

test('the screen of an empty and of a filled warehouse', async ({ page }) => {
  await standInForPickers(page);
  await page.goto('./#/storage');
  await expect(page.getByText('There is nothing to save yet.')).toBeVisible();
  await look(page, 'storage-empty');
  await importWeek(page, 0);
  await importWeek(page, 1);
  await openStorage(page);
  const rows = page.getByRole('region', { name: 'List of publications' }).getByRole('row');
  await expect(rows).toHaveCount(3);
  await page.getByRole('button', { name: 'Check every file' }).click();
  await expect(page.getByText(/^All \d+ files are as they were published\.$/)).toBeVisible();
  await look(page, 'storage');
  await page.getByRole('button', { name: /^Put back the publication/ }).click();
  await expect(page.getByRole('dialog', { name: 'Put this publication back?' })).toBeVisible();
  await look(page, 'storage-put-back', { brief: true });
  // The next key comes before the dialog is gone from the page.
  await page.evaluate(async () => {
    for (const key of ['Escape', '?']) {
      const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
      document.activeElement!.dispatchEvent(event);
      await Promise.resolve();
    }
  });
  const keys = page.getByRole('dialog').filter({ hasText: 'Save a backup' });
  await expect(keys).toBeVisible();
  await expect(keys.locator(':focus')).toHaveCount(1);
});

test('a mirror follows each publication, and asks when it may no longer write', async ({
  page,
}) => {
  await standInForPickers(page);
  await page.goto('./');
  await importWeek(page, 0);
  await openStorage(page);
  const mirror = group(page, 'Mirror');
  await mirror.getByRole('button', { name: 'Choose a folder' }).click();
  await expect(mirror.getByText(/is up to date/)).toBeVisible({ timeout: 30_000 });
  const at = `${pickedFolder}/homegrown-mirror`;
  const copied = await readFolder(page, at);
  const original = manifestOf(await readFolder(page, storeFolder));
  expect(faultsOf(copied, manifestOf(copied))).toEqual([]);
  expect(contentOf(manifestOf(copied))).toEqual(contentOf(original));
  await expect(page.getByRole('region', { name: 'On this device' }).locator('time')).toBeVisible();

  await importWeek(page, 1);
  await expect
    .poll(async () => contentOf(manifestOf(await readFolder(page, at))), { timeout: 30_000 })
    .toEqual(contentOf(manifestOf(await readFolder(page, storeFolder))));
  const again = await readFolder(page, at);
  expect(faultsOf(again, manifestOf(again))).toEqual([]);

  await page.evaluate(() => localStorage.setItem('permission', 'prompt'));
  await page.reload();
  await page.goto('./#/overview');
  const asks = page.getByText(/no longer lets this page write/);
  await expect(asks).toBeVisible();
  await look(page, 'mirror-lapsed', { brief: true });
  await page.getByRole('button', { name: 'Allow again' }).click();
  await expect(asks).toHaveCount(0);
  await openStorage(page);
  await expect(mirror.getByText(/is up to date/)).toBeVisible();
  // A second page does not copy in turns with the first: the warehouse comes to rest.
  const other = await page.context().newPage();
  await standInForPickers(other);
  await other.goto('./#/storage');
  await expect(group(other, 'Mirror').getByText(/is up to date/)).toBeVisible();
  const generation = async (): Promise<number> =>
    manifestOf(await readFolder(page, storeFolder)).generation;
  await expect
    .poll(async () => {
      const before = await generation();
      await page.waitForTimeout(2_000);
      return (await generation()) - before;
    })
    .toBe(0);
});

test('the inbox imports what it knows and asks about the rest', async ({ page }) => {
  await standInForPickers(page);
  await page.goto('./');
  await importWeek(page, 0);
  await openStorage(page);
  const inbox = group(page, 'Inbox');
  await inbox.getByRole('button', { name: 'Choose a folder' }).click();
  await expect(inbox.getByText(/Watching homegrown-inbox/)).toBeVisible();

  const at = `${pickedFolder}/homegrown-inbox`;
  const lookAgain = (): Promise<void> =>
    page.evaluate(() => void dispatchEvent(new Event('focus')));
  await writeFile(page, `${at}/new.csv`, { text: weeks[1]!.bytes });
  await lookAgain();
  await expect(inbox.getByText(/^Picked up new\.csv/)).toBeVisible({ timeout: 60_000 });
  const events = (): Promise<string | null> =>
    page.getByRole('row').filter({ hasText: 'in force' }).getByRole('cell').nth(2).textContent();
  await expect.poll(events).toMatch(/20 Sep/);

  const renamed = weeks[2]!.bytes.replace('event_time', 'happened').replace(',ip,', ',address,');
  await writeFile(page, `${at}/other.csv`, { text: renamed });
  await lookAgain();
  await expect(page.getByText('1 new file in the inbox')).toBeVisible({ timeout: 30_000 });
  await look(page, 'inbox', { brief: true });
  await page.getByRole('button', { name: 'Look at them' }).click();
  await expect(page.getByRole('table', { name: 'Files' }).getByText('other.csv')).toBeVisible();
  await page.getByRole('button', { name: 'Start over' }).click();
  await page.getByRole('button', { name: 'Leave out' }).click();
  await expect(page.getByText('new file in the inbox')).toHaveCount(0);
  // Neither is taken again, by this tab or after a reload.
  await page.reload();
  await openStorage(page);
  await expect(inbox.getByText(/Watching homegrown-inbox/)).toBeVisible();
  await lookAgain();
  await page.waitForTimeout(4_000);
  await expect(page.getByText('new file in the inbox')).toHaveCount(0);
  await expect(inbox.getByText(/^Picked up/)).toHaveCount(0);
});

test('a flipped byte is never served', async ({ page }) => {
  await page.goto('./');
  await importWeek(page, 0);
  await page.getByRole('link', { name: 'Open overview' }).click();
  const before = await tileValues(page);
  await importWeek(page, 1);
  const { tables } = manifestOf(await readFolder(page, storeFolder));
  const [part] = Object.values(tables['growth.visitor_hours']!.partitions).slice(-1);
  await page.goto('about:blank');
  await page.goto('./third-party-notices.txt');
  await writeFile(page, `${storeFolder}/${part!.file}`, { flipAt: Math.floor(part!.bytes / 2) });
  await removeFolder(page, `${storeFolder}/cache`).catch(() => undefined);

  await page.goto('./#/storage');
  await page.getByRole('button', { name: 'Check every file' }).click();
  await expect(page.getByText('Part of what is stored on this device is damaged')).toBeVisible();
  await expect(page.getByText(/growth\.visitor_hours.*changed/)).toBeVisible();
  await look(page, 'damage', { brief: true });
  await page.goto('./#/overview');
  await expectTiles(page, before);
  await page.reload();
  await expect(page.getByText('Part of what is stored on this device is damaged')).toBeVisible();
  await expectTiles(page, before);
  // The way out: the exports are dropped again.
  await importWeek(page, 1);
  await expect(page.getByText('Part of what is stored on this device is damaged')).toHaveCount(0);
});
