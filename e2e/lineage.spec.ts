import { expect, test } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import { importFiles, openWatched } from './app.ts';
import type { Watched } from './app.ts';
import { look } from './looks.ts';
import { sampleTexts } from './sample-oracle.ts';

test.describe.configure({ mode: 'serial' });
test.use({ actionTimeout: 30_000 });

let page: Page;
let watched: Watched;

const map = (): Locator => page.getByRole('group', { name: 'Lineage from files to metrics' });
const table = (): Locator =>
  page.getByRole('table', { name: 'Files, sources, models and metrics' });
const node = (id: string): Locator => map().locator(`[data-node="${id}"]`);
const details = (name: string): Locator => page.getByRole('complementary', { name, exact: true });
const count = (): Locator => page.locator('.toolbar .count');

test.beforeAll(async ({ browser, baseURL }) => {
  ({ page, watched } = await openWatched(browser, baseURL, {
    viewport: { width: 1440, height: 900 },
  }));
  await importFiles(page, sampleTexts({ rows: 2_000, days: 7, split: 'none' }));
});
test.afterAll(() => page.context().close());

test('draws the way of the data, every model followed', async () => {
  await page.getByRole('link', { name: 'Models', exact: true }).click();
  await page.getByRole('link', { name: 'Lineage' }).click();
  await expect(map()).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText('could not be followed')).toHaveCount(0);
  await expect(node('model:fct_sessions')).toHaveAttribute(
    'aria-label',
    /^fct_sessions, Model · core, core · (Passed|Warning) · [\d,.k]+ rows/,
  );
  await expect(node('file:website')).toBeVisible();
  await look(page, 'lineage-map');
});

test('filters by text, layer, and what feeds a model', async () => {
  await expect(count()).toContainText(' of ');
  const [, all] = ((await count().textContent()) ?? '').split(' of ').map(Number);
  expect(all).toBeGreaterThan(40);
  await page.getByRole('searchbox', { name: 'Find a model, column or file' }).fill('fct_sess');
  await expect(count()).toHaveText(`1 of ${all}`);
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await page.getByRole('combobox', { name: 'Layer' }).selectOption('source');
  await expect(node('source:ingest.events')).toBeVisible();
  await expect(node('model:fct_sessions')).toHaveCount(0);
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await node('model:dim_visitors').press('Enter');
  await page.getByRole('combobox', { name: 'Only' }).selectOption('What feeds it');
  await expect(node('model:int_website_events')).toBeVisible();
  await expect(node('model:fct_sessions')).toHaveCount(0);
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await details('dim_visitors').getByRole('button', { name: 'Close details' }).click();
});

test('is walked by keys: along edges, into details and back', async () => {
  await node('model:stg_keyed_events').focus();
  await page.keyboard.press('ArrowRight');
  const next = map().locator(':focus');
  await expect(next).toHaveAttribute('data-node', /^model:(stg_web_events|int_website_events)$/);
  await page.keyboard.press('ArrowLeft');
  await expect(node('model:stg_keyed_events')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/#\/models\/lineage\/model:stg_keyed_events/);
  const heading = details('stg_keyed_events').getByRole('heading', { name: 'stg_keyed_events' });
  await expect(heading).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(details('stg_keyed_events')).toHaveCount(0);
  await expect(node('model:stg_keyed_events')).toBeFocused();
});

test('a column shows where it comes from and what it feeds', async () => {
  await node('model:fct_sessions').press('Enter');
  await details('fct_sessions').getByRole('link', { name: 'entry_channel' }).click();
  await expect(page).toHaveURL(/#\/models\/lineage\/model:fct_sessions\/entry_channel/);
  const panel = details('fct_sessions');
  await expect(panel.getByRole('heading', { name: 'Comes from' })).toBeVisible();
  await expect(panel.locator('ul.value').first()).toContainText('int_sessions');
  await expect(panel.locator('ul.value').first()).toContainText('found_channel');
  await expect(panel.locator('ul.value').first()).toContainText('dim_channel');
  await expect(panel.getByText('Rows are decided by').first()).toBeVisible();
  await expect(node('model:int_sessions')).toHaveClass(/value/);
  await expect(node('model:int_sessions')).toContainText('found_channel');
  await expect(node('model:dim_visitors')).toHaveClass(/dim/);
  await look(page, 'lineage-column');
  // The address alone brings the same view back.
  await page.reload();
  await expect(details('fct_sessions')).toContainText('Comes from', { timeout: 60_000 });
  await page.keyboard.press('Escape');
  await details('fct_sessions').getByRole('link', { name: 'Open its file' }).click();
  await expect(page).toHaveURL(/#\/models\/editor\/fct_sessions/);
});

test('says the same in a table, one key away, and first on a phone', async () => {
  await page.goto('./#/models/lineage');
  await expect(map()).toBeVisible({ timeout: 60_000 });
  await page.locator('body').press('v');
  const row = table().getByRole('row', { name: 'fct_sessions' }).first();
  await expect(row).toContainText('int_sessions');
  await expect(row).toContainText(/Passed|Warning/);
  await look(page, 'lineage-table');
  await page.setViewportSize({ width: 390, height: 844 });
  await page.reload();
  await expect(table()).toBeVisible({ timeout: 60_000 });
  await expect(map()).toHaveCount(0);
  await page.setViewportSize({ width: 1440, height: 900 });
});

test('asks nothing of another origin', () => {
  expect(watched).toEqual({ foreign: [], errors: [] });
});
