import { expect, test } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import type { PlantedFault } from '../src/core/sample/sample-faults.ts';
import {
  drop,
  escapeDialog,
  openWatched,
  runImport,
  tileValues,
  verdict,
  waitSaved,
} from './app.ts';
import type { DroppedFile, Watched } from './app.ts';
import { look } from './looks.ts';
import { sampleTexts } from './sample-oracle.ts';

test.use({ actionTimeout: 30_000 });

const site = 'www.eczachly.com';
const monday = '2026-10-05';
const tuesday = '2026-10-06';

/** The files of the days after the sample's five weeks, made by its own generator. */
function daysAfter(...faults: PlantedFault[]): DroppedFile[] {
  const days = { rows: 63_400, days: 37, endDate: tuesday, split: 'day' } as const;
  return sampleTexts({ ...days, faults }).slice(-2);
}

/** Monday: a site is silent, and on both days one event in 100 has a name that no rule knows. */
const badDays = daysAfter(
  { fault: 'outage', day: monday, host: site },
  { fault: 'unknown-actions', day: monday, days: 2 },
);
const goodDays = daysAfter();

const alerts = (page: Page): Locator => page.getByRole('region', { name: 'Alerts' });
const held = (page: Page): Locator => alerts(page).getByText(/^A run is held/);
const part = (page: Page, name: string): Locator =>
  page.getByRole('navigation', { name: 'Parts of Quality' }).getByRole('link', { name });

test.describe('the gate', () => {
  test.describe.configure({ mode: 'serial' });
  let page: Page;
  let before: Record<string, string>;
  let watched: Watched;

  test.beforeAll(async ({ browser, baseURL }) => {
    ({ page, watched } = await openWatched(browser, baseURL, {
      viewport: { width: 1440, height: 900 },
      permissions: ['clipboard-read', 'clipboard-write'],
    }));
    await page.getByRole('button', { name: 'Try it with sample data' }).click();
    await runImport(page);
    await waitSaved(page);
    before = await tiles();
  });

  test.afterAll(() => page.context().close());

  /** The tiles of the sample's own days, whatever else is published. */
  async function tiles(): Promise<Record<string, string>> {
    await page.goto('./#/overview?from=2026-08-31&to=2026-10-04');
    const group = page.getByRole('group', { name: 'Metrics of the range' });
    await expect(group).toBeVisible({ timeout: 60_000 });
    return tileValues(page);
  }

  test('a bad day is held: told on every screen, and published numbers are as before', async () => {
    await drop(page, badDays);
    await runImport(page, 'Held by checks');
    await expect(held(page)).toBeVisible();
    for (const name of ['Overview', 'Import', 'Quality', 'Exports', 'Storage']) {
      const screens = page.getByRole('navigation', { name: 'Screens' });
      await screens.getByRole('link', { name, exact: true }).click();
      await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
      await expect(held(page)).toBeVisible();
    }
    await expect.poll(tiles).toEqual(before);
  });

  test('its page shows what fails, what would change, and three ways on', async () => {
    await alerts(page).getByRole('link', { name: 'Decide' }).click();
    await expect(page.getByText('The published tables are as before.')).toBeVisible();
    const rows = page.getByRole('region', { name: /^By site and day: Each host has its usual/ });
    await expect(rows.getByRole('row', { name: /5 Oct 2026/ })).toContainText('Error');
    await expect(page.getByRole('region', { name: /^Failing rows: / }).first()).toBeVisible();
    const diff = page.getByRole('region', { name: 'What would change' }).getByRole('table');
    await expect(diff.getByRole('row', { name: /Mon.* 5 Oct 2026/ }).first()).toContainText(
      'new day',
    );
    for (const name of ['Fix and drop again', 'Discard run', 'Publish anyway'])
      await expect(page.getByRole('heading', { name, exact: true })).toBeVisible();
    await look(page, 'held-run');
  });

  test('a reload keeps it', async () => {
    await page.reload();
    await expect(held(page)).toBeVisible();
    await expect(page.getByRole('heading', { name: 'Publish anyway', exact: true })).toBeVisible();
    await expect.poll(tiles).toEqual(before);
  });

  test('it is published with a reason that the journal keeps', async () => {
    await alerts(page).getByRole('link', { name: 'Decide' }).click();
    await page.getByRole('button', { name: 'Publish anyway' }).click();
    const dialog = page.getByRole('dialog', { name: 'Publish although checks fail?' });
    const publish = dialog.getByRole('button', { name: 'Publish anyway' });
    await expect(publish).toBeDisabled();
    await dialog.getByLabel('Reason (required)').fill('The outage is real: <maintenance> & known');
    await dialog.getByLabel('Your name (optional)').fill('Zoé');
    await look(page, 'publish-anyway', { brief: true });
    await publish.click();
    await expect(page.getByText(/by Zoé: The outage is real/)).toBeVisible({ timeout: 60_000 });
    await expect(held(page)).toHaveCount(0);
    await look(page, 'state');
    await page
      .getByRole('button', { name: /^Copy as Slack message/ })
      .first()
      .click();
    await expect(page.getByRole('button', { name: /^Copied/ })).toBeVisible();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    const message = JSON.parse(copied) as { text: string; blocks: object[] };
    expect(message.text).toContain('by Zoé: The outage is real: &lt;maintenance&gt; &amp; known');
    expect(message.blocks.length).toBeGreaterThan(2);
    await page.goto(`./#/overview?from=${monday}&to=${tuesday}`);
    expect(Number((await tileValues(page))['Website hits'])).toBeGreaterThan(100);
    await page.goto('./#/quality/bad-data');
    const found = page.getByRole('region', { name: 'Bad data found' });
    await expect(found.getByText('Test overridden: published anyway').first()).toBeVisible();
    await look(page, 'bad-data');
  });

  test('two held runs are a list; one is discarded, one is fixed by dropping it again', async () => {
    const odd = (file: DroppedFile): string =>
      String(file.bytes).replaceAll(',page_view,', ',frobnicate,');
    const files = sampleTexts({
      rows: 3_400,
      days: 2,
      endDate: '2026-10-08',
      seed: 'later',
      split: 'day',
    });
    for (const file of files) {
      await drop(page, [{ name: file.name, bytes: odd(file) }]);
      await runImport(page, 'Held by checks');
    }
    await expect(held(page)).toHaveCount(2);
    await page.goto('./#/quality/held');
    const list = page.getByRole('navigation', { name: 'Held runs' });
    await expect(list.getByRole('link')).toHaveCount(2);
    await look(page, 'held-two', { brief: true });
    await list.getByRole('link', { name: files[1]!.name }).click();
    await page.getByRole('button', { name: 'Check again' }).click();
    await expect(page.getByText(/^Still held: \d+ checks? failed/)).toBeVisible();
    await look(page, 'held-checked-again', { brief: true });
    await page.getByRole('button', { name: 'Discard run' }).click();
    const dialog = page.getByRole('dialog', { name: 'Discard this held run?' });
    await dialog.getByRole('button', { name: 'Discard run' }).click();
    await expect(held(page)).toHaveCount(1);

    await drop(page, [files[0]!]);
    await runImport(page);
    await expect(held(page)).toHaveCount(0);
    await page.goto('./#/quality/bad-data');
    const found = page.getByRole('region', { name: 'Bad data found' });
    await expect(found.getByText('Data cleaned: run discarded').first()).toBeVisible();
    await expect(found.getByText('Data cleaned: fixed and dropped again').first()).toBeVisible();
  });

  test('checks have a history, an owner, limits and a ticket', async () => {
    await page.goto('./#/quality');
    await expect(page.getByText(/alarms? in [\d,]+ host-days/)).toBeVisible({ timeout: 30_000 });
    await page.getByRole('button', { name: /^Each host has its usual number of rows/ }).click();
    const history = page.getByRole('region', { name: /^History of: Each host/ });
    await expect(history.getByRole('img')).toBeVisible();
    await look(page, 'quality-check');
    await history.getByRole('button', { name: 'Show as table' }).click();
    await expect(history.getByRole('row').nth(5)).toBeVisible();

    await page.getByRole('button', { name: 'Edit owner' }).click();
    const review = page.getByRole('dialog', { name: /^Owner and review/ });
    await review.getByLabel('Owner').fill('Ana');
    await review.getByLabel('Last review').fill('2026-01-01');
    await review.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText(/not reviewed for \d+ days/)).toBeVisible();
    await page.getByRole('button', { name: 'Mark as reviewed' }).click();
    await expect(page.getByText('reviewed today')).toBeVisible();
    await expect(page.getByText(/not reviewed for \d+ days/)).toHaveCount(0);

    await page.getByRole('button', { name: 'Edit limits' }).click();
    const limits = page.getByRole('dialog', { name: /^Limits/ });
    await look(page, 'limits', { brief: true });
    await limits.getByLabel('Hold from a fall of').fill('x');
    await limits.getByRole('button', { name: 'Save limits' }).click();
    await expect(limits.getByRole('alert')).toBeVisible();
    await limits.getByLabel('Hold from a fall of').fill('60');
    await limits.getByRole('button', { name: 'Save limits' }).click();
    await expect(page.getByText('limits changed')).toBeVisible();

    await page.getByRole('button', { name: 'Request a change' }).click();
    const ticket = page.getByRole('dialog', { name: /^Request a change/ });
    await expect(ticket.getByLabel('Ticket')).toHaveValue(/Owner: Ana/);
    await escapeDialog(page);
  });

  test('settings keep annotations and retired sites over a reload', async () => {
    await part(page, 'Settings').click();
    await page.getByRole('button', { name: 'Annotate days' }).click();
    const dialog = page.getByRole('dialog', { name: 'Annotate days' });
    await dialog.getByLabel('From').fill(monday);
    await dialog.getByLabel('To').fill(monday);
    await dialog.getByLabel('In your words').fill('Data centre moved');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(dialog).toHaveCount(0);
    await page.getByRole('button', { name: 'Retire site' }).click();
    await expect(page.getByText(/, retired from /)).toBeVisible();
    await look(page, 'quality-settings');
    await page.reload();
    await expect(page.getByText(/Data centre moved/)).toBeVisible();
    await page.getByRole('button', { name: /^Remove: .*retired from/ }).click();
    await expect(page.getByText('Every site is in service.')).toBeVisible();
    expect(watched).toEqual({ foreign: [], errors: [] });
  });

  test('a run that is held while one looks elsewhere is told, once that was allowed', async () => {
    await page.addInitScript(() => {
      const told: string[] = [];
      class Told {
        static permission = 'granted';
        static requestPermission = (): Promise<string> => Promise.resolve('granted');
        onclick = null;
        constructor(title: string) {
          told.push(title);
        }
      }
      Object.assign(globalThis, { Notification: Told, told });
      Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' });
    });
    await page.reload();
    const [file] = goodDays;
    const odd = String(file!.bytes).replaceAll(',page_view,', ',frobnicate,');
    await drop(page, [{ name: 'late.csv', bytes: odd }]);
    await runImport(page, 'Held by checks');
    await expect(verdict(page, 'Held by checks')).toBeVisible();
    const told = (): Promise<string[]> =>
      page.evaluate(() => (globalThis as unknown as { told: string[] }).told);
    await expect.poll(told).toEqual(['Run held by its checks']);
  });
});
