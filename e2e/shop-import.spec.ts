import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { shopTables } from '../src/core/shop/shop-table.ts';
import type { ShopTable } from '../src/core/shop/shop-table.ts';
import { tinyShop } from '../src/engine/testing/tiny-shop.ts';
import { sharedData } from '../src/lib/testing/shared-data.ts';
import { drop, openWatched, runImport, verdict, waitSaved } from './app.ts';
import type { DroppedFile, Watched } from './app.ts';
import { look } from './looks.ts';
import { sampleTexts } from './sample-oracle.ts';

/** A shop's way from seven files to its marts: the tests build on each other. */
test.describe.configure({ mode: 'serial' });
test.use({ actionTimeout: 30_000 });

let page: Page;
let watched: Watched;

test.beforeAll(async ({ browser, baseURL }) => {
  ({ page, watched } = await openWatched(browser, baseURL));
});
test.afterAll(() => page.context().close());

/** The public data of a plant shop where it is there, else a tiny shop. */
async function exportOf(table: ShopTable): Promise<DroppedFile> {
  const path = sharedData(`greenery/${table}.csv`);
  const isThere = path !== undefined && existsSync(path);
  return { name: `${table}.csv`, bytes: isThere ? await readFile(path) : tinyShop[table] };
}
const orders = sharedData('greenery/orders.csv') === undefined ? 3 : 361;

test('seven exports are known by their columns and need no mapping', async () => {
  await drop(page, await Promise.all(shopTables.map(exportOf)));
  const files = page.getByRole('table', { name: 'Files' });
  await expect(files.getByText('Shop export: order items')).toBeVisible();
  await expect(files.getByText(/^Shop export:/)).toHaveCount(7);
  await expect(page.getByRole('heading', { name: 'Columns' })).toHaveCount(0);
  await expect(page.getByLabel('Keep names, e-mail, phone and street addresses')).not.toBeChecked();
  await look(page, 'shop-import-files', { brief: true });
});

test('the run is published, saved, and there after coming back', async () => {
  await runImport(page);
  await expect(page.getByText(new RegExp(`Published ${orders} orders`)).first()).toBeVisible();
  await expect(page.getByRole('link', { name: 'Open shop' })).toBeFocused();
  await waitSaved(page);
  await look(page, 'shop-import-result', { brief: true });
  await page.reload();
  await page.goto('./#/overview');
  await expect(page.getByText(/Only a shop is published here/)).toBeVisible();
  await look(page, 'overview-shop-only', { brief: true });
  await page.goto('./#/quality');
  await expect(page.getByRole('region', { name: 'core.fct_orders' })).toBeVisible();
});

test('a bad export is held with its numbers, and the published shop stays', async () => {
  const { bytes } = await exportOf('orders');
  const lines = Buffer.from(bytes).toString('utf8').trimEnd().split('\n');
  const again = lines.at(-1)!.replace(/\d{4}-\d{2}-\d{2}T/, '2021-02-09T');
  await page.goto('./#/import');
  await drop(page, [{ name: 'orders.csv', bytes: `${[...lines, again].join('\n')}\n` }]);
  await runImport(page, 'Held by checks');
  await page.getByRole('link', { name: 'Decide on this run' }).click();
  const numbers = page.getByRole('region', { name: 'What would change' });
  await expect(numbers.getByRole('row', { name: /^Orders/ })).toContainText(String(orders + 1));
  await look(page, 'shop-held', { brief: true });
});

test('files of a website and a shop in one drop: two verdicts', async () => {
  await page.goto('./#/import');
  const promos = { name: 'promos.csv', bytes: 'promo_id,discount,status\nnewest,2,active\n' };
  await drop(page, [...sampleTexts({ rows: 2000 }), promos]);
  await expect(page.getByRole('heading', { name: 'Columns', exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Run import' }).click();
  await expect(verdict(page, 'Website: Published')).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('heading', { level: 3, name: /^Shop: / })).toBeVisible();
  await look(page, 'shop-and-website-result', { brief: true });
});

test('no request left this origin and nothing failed on the way', () => {
  expect(watched).toEqual({ foreign: [], errors: [] });
});
