import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { parse } from 'csv-parse/sync';
import { download, openWatched, runImport, waitSaved } from './app.ts';
import type { Watched } from './app.ts';
import { look } from './looks.ts';

/** The Shop screen over the sample shop: the tests build on each other. */
test.describe.configure({ mode: 'serial' });
test.use({ actionTimeout: 30_000 });

let page: Page;
let watched: Watched;

test.beforeAll(async ({ browser, baseURL }) => {
  ({ page, watched } = await openWatched(browser, baseURL, { path: './#/shop' }));
});
test.afterAll(() => page.context().close());

test('an empty shop leads to the sample, and from there to its answers', async () => {
  await expect(page.getByRole('heading', { name: 'No shop yet' })).toBeVisible();
  await look(page, 'shop-empty', { brief: true });
  await page.getByRole('button', { name: 'Try a sample shop' }).click();
  await runImport(page);
  await waitSaved(page);
  await page.getByRole('link', { name: 'Open shop' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Shop' })).toBeVisible();
});

test('the tiles say what counting the exported orders says', async () => {
  await page.goto('./#/exports');
  const button = page.getByRole('button', { name: 'Download shop.orders as CSV' });
  const rows: Record<string, string>[] = parse(Buffer.from(await download(page, button)), {
    columns: true,
    bom: true,
  });
  const orders = new Map<string, number>();
  for (const { user_id: user } of rows) orders.set(user!, (orders.get(user!) ?? 0) + 1);
  const again = [...orders.values()].filter((count) => count > 1).length;
  await page.goto('./#/shop');
  const tile = (name: string) =>
    page
      .getByLabel('The shop in numbers')
      .locator('div')
      .filter({ has: page.getByText(name, { exact: true }) });
  await expect(tile('Orders')).toContainText(String(rows.length));
  await expect(tile('Buyers')).toContainText(String(orders.size));
  await expect(tile('Repeat rate')).toContainText(`${again} of ${orders.size}`);
  const revenue = rows.reduce((sum, row) => sum + Number(row['order_total']), 0);
  await expect(tile('Average order')).toContainText((revenue / rows.length).toFixed(2));
  await look(page, 'shop');
});

test('a product opens its days; the table twin shows them; signs have a follow-up', async () => {
  const products = page.getByRole('region', { name: 'Products', exact: true }).getByRole('table');
  const first = products.getByRole('row').nth(1).getByRole('button');
  const name = (await first.innerText()).trim();
  await first.click();
  await expect(page.getByRole('heading', { name: `Orders of ${name} by day` })).toBeVisible();
  await page.getByLabel('What the chart shows').selectOption('pageViews');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Show as table' }).click();
  await expect(page.getByRole('region', { name: /^Page views of .* as a table$/ })).toBeVisible();
  await look(page, 'shop-product-table', { brief: true });
  await page.getByLabel('Second order within').selectOption('14');
  await expect(page.getByText(/^Of [\d,]+ buyers with 14 days of follow-up/)).toBeVisible();
  const signs = page
    .getByRole('region', { name: 'Who comes back', exact: true })
    .getByRole('table');
  const control = signs.getByRole('row', { name: /made up, should show none/ });
  await expect(control).toContainText('no difference shown');
});

test('products are sorted and searched by keyboard', async () => {
  const region = page.getByRole('region', { name: 'Products', exact: true });
  await region.getByRole('button', { name: 'Price', exact: true }).press('Enter');
  await expect(region.getByRole('columnheader', { name: 'Price' })).toHaveAttribute(
    'aria-sort',
    'descending',
  );
  await page.getByRole('searchbox', { name: 'Search products' }).fill('no such thing');
  await expect(page.getByText('No product matches.')).toBeVisible();
  await page.getByRole('searchbox', { name: 'Search products' }).fill('');
});

test('no request left this origin and nothing failed on the way', () => {
  expect(watched).toEqual({ foreign: [], errors: [] });
});
