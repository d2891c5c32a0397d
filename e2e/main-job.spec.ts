import { expect, test } from '@playwright/test';
import type { BrowserContext, Page } from '@playwright/test';
import type { RunReport } from '../src/core/run/run-report.ts';
import {
  dayTable,
  download,
  downloadAll,
  drop,
  runButton,
  runImport,
  tileValues,
  verdict,
  waitSaved,
  watchPage,
} from './app.ts';
import { openFolder } from './parquet-folder.ts';
import { expectedMetrics, sampleCsvFiles, sampleEvents } from './sample-oracle.ts';

/** One person's way through the app, from an empty browser on: the tests build on each other. */
test.describe.configure({ mode: 'serial' });
test.use({ actionTimeout: 15_000 });

const events = sampleEvents();
const days = [
  ...new Set(events.map((event) => new Date(event.time).toISOString().slice(0, 10))),
].sort();
let context: BrowserContext;
let page: Page;
let watched: { foreign: string[]; errors: string[] };

test.beforeAll(async ({ browser, baseURL }) => {
  context = await browser.newContext({ acceptDownloads: true });
  page = await context.newPage();
  watched = await watchPage(page, baseURL!);
  await page.goto('./');
});

test.afterAll(() => context.close());

async function expectNumbers(from: string, to: string): Promise<void> {
  const expected = expectedMetrics(events, from, to);
  expect(await tileValues(page)).toEqual({
    Visitors: String(expected.visitors),
    Visits: String(expected.visits),
    'Website hits': String(expected.hits),
    Signups: String(expected.signups),
    Logins: String(expected.logins),
    Purchases: String(expected.purchases),
    'Signup conversion': String(expected.signups / expected.hits),
    'Purchase conversion': String(expected.purchases / expected.signups),
  });
  const table = await dayTable(page.getByRole('region', { name: 'Visitors by host' }).last());
  const cells = Object.entries(table).flatMap(([day, hosts]) =>
    Object.entries(hosts).map(([host, value]) => [`${host} ${day}`, value]),
  );
  expect(Object.fromEntries(cells)).toEqual(expected.byHostAndDay);
}

test('the sample goes from drop to audited numbers', async () => {
  await expect(
    page.getByRole('heading', { name: 'From raw events to audited metrics' }),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Try it with sample data' }).click();
  await expect(runButton(page)).toBeEnabled();
  await expect(page.getByRole('table', { name: 'Files' }).getByRole('row')).toHaveCount(6);
  await runImport(page);
  await page.getByRole('link', { name: 'Open overview' }).click();
  await page.getByRole('button', { name: 'Visitors by host: Show as table' }).click();
  await expectNumbers(days.at(-14)!, days.at(-1)!);
  await page.goto(`./#/overview?from=${days[0]}&to=${days.at(-1)}`);
  await expectNumbers(days[0]!, days.at(-1)!);
});
