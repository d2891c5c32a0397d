import { expect, test } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import { dayTable, download, escapeDialog, importFiles, openWatched } from './app.ts';
import type { Watched } from './app.ts';
import { look } from './looks.ts';
import { sampleTexts } from './sample-oracle.ts';

/** The Growth screen over the sample: the tests build on each other. */
test.describe.configure({ mode: 'serial' });
test.use({ actionTimeout: 30_000 });

let page: Page;
let watched: Watched;

test.beforeAll(async ({ browser, baseURL }) => {
  ({ page, watched } = await openWatched(browser, baseURL, { path: './#/growth' }));
});
test.afterAll(() => page.context().close());

const panel = (name: string | RegExp): Locator => page.getByRole('region', { name, exact: true });
/** Visitors by step, as the funnel's table says them. */
async function stepsOf(): Promise<number[]> {
  const funnel = panel('Funnel');
  await expect(funnel).toHaveAttribute('aria-busy', 'false');
  return funnel
    .getByRole('table')
    .locator('data')
    .evaluateAll((cells) => cells.map((cell) => Number((cell as HTMLDataElement).value)));
}

/** What a panel saves as a table. */
async function savedCsv(name: string): Promise<string> {
  await panel(name)
    .getByRole('button', { name: `Save or copy: ${name}` })
    .click();
  const bytes = await download(page, page.getByRole('button', { name: 'Table (CSV)' }));
  return new TextDecoder().decode(bytes);
}

test('an empty warehouse leads to the import; with the sample, growth is there', async () => {
  await expect(page.getByText('who came, stayed and left appears here')).toBeVisible();
  await page.getByRole('link', { name: 'Import files' }).click();
  await importFiles(page, sampleTexts({ rows: 12_000, days: 21, split: 'none' }));
  await page.keyboard.press('u');
  await expect(page.getByRole('heading', { level: 1, name: 'Growth' })).toBeVisible();
  await expect(panel(/^Who came, stayed and left: /)).toBeVisible();
});

test('each day is accounted for: who was there yesterday stayed or left', async () => {
  await expect(panel('Who comes back').getByRole('table')).toBeVisible();
  await stepsOf();
  await look(page, 'growth');
  await page.getByRole('button', { name: 'Show as table' }).click();
  const days = await dayTable(page.getByRole('region', { name: /^Who came.*as a table$/ }));
  const entries = Object.entries(days);
  expect(entries.length).toBeGreaterThan(10);
  entries.slice(1).forEach(([ds, today], i) => {
    const { New = 0, Resurrected = 0, Retained = 0 } = entries[i]![1];
    expect({ ds, left: today['Retained']! + today['Churned']! }).toEqual({
      ds,
      left: New + Resurrected + Retained,
    });
  });
  await page.getByRole('button', { name: 'Show as chart' }).click();
});

test('one site is asked for; weeks follow the same people', async () => {
  const everyone = panel('Who comes back').getByRole('row').nth(1);
  const before = (await everyone.textContent())!;
  await page.getByRole('button', { name: /^Sites: / }).click();
  await page.getByRole('dialog').getByRole('checkbox').first().check();
  await escapeDialog(page);
  await expect(everyone).not.toHaveText(before);
  await page.getByRole('button', { name: 'Clear all' }).click();
  await expect(everyone).toHaveText(before);
  await panel('Who comes back').getByLabel('Cohorts by').selectOption('week');
  await expect(panel('Who comes back').getByRole('columnheader', { name: '+1w' })).toBeVisible();
});

test('a funnel narrows, and narrows more where nothing may lie between', async () => {
  const funnel = panel('Funnel');
  const loose = await stepsOf();
  expect(loose).toHaveLength(3);
  expect([...loose].sort((a, b) => b - a)).toEqual(loose);
  expect(loose[1]).toBeGreaterThan(0);
  await funnel.getByLabel('Order').selectOption('strict');
  await expect.poll(async () => (await stepsOf())[1]).toBeLessThan(loose[1]!);
  await funnel.getByLabel('Order').selectOption('sequential');
  await funnel.getByRole('button', { name: 'Add a step' }).click();
  await funnel.getByLabel('Kind of step 4').selectOption('path');
  await funnel.getByLabel('What step 4 is').fill('signup');
  await funnel.getByLabel('What step 4 is').press('Tab');
  await expect(funnel).toContainText('a page begins with /');
  await funnel.getByLabel('What step 4 is').fill('/*');
  await funnel.getByLabel('What step 4 is').press('Tab');
  await expect.poll(async () => (await stepsOf()).length).toBe(4);
  await funnel.getByLabel('Told apart by').selectOption('dim_channel');
  await expect(funnel.getByRole('columnheader', { name: 'Channel' })).toBeVisible();
  await funnel.scrollIntoViewIfNeeded();
  await look(page, 'growth-funnel', { brief: true });
});

test('conversion stands there by event, by visitor and by session', async () => {
  const table = panel('Conversion, three ways').getByRole('table');
  await expect(table.getByRole('columnheader')).toHaveText([
    'Conversion',
    'By event',
    'By visitor',
    'By session',
  ]);
  const values = await table
    .locator('data')
    .evaluateAll((cells) => cells.map((cell) => Number((cell as HTMLDataElement).value)));
  expect(values).toHaveLength(6);
  expect(values.every((value) => value > 0)).toBe(true);
  expect(values[0]).toBeLessThan(values[1]!);
  // Purchases are few: their intervals say so, however they are counted.
  await expect(
    table
      .getByRole('row')
      .last()
      .getByText(/^95\s%: /),
  ).toHaveCount(3);
});

test('the published funnel stands beside the built one, and each panel opens its query', async () => {
  const landing = panel('Landing to purchase');
  const visits = await landing
    .getByRole('row')
    .evaluateAll((rows) =>
      rows.slice(1).map((row) => Number(row.querySelectorAll('data')[1]?.value)),
    );
  expect(visits).toHaveLength(3);
  // Every visit begins with a landing: as many as the conversion by session divides by.
  const bySession = panel('Conversion, three ways')
    .getByRole('row')
    .nth(1)
    .getByRole('cell')
    .last();
  await expect(bySession).toContainText(` of ${visits[0]!.toLocaleString('en-GB')}`);
  expect(visits[1]).toBeLessThan(visits[0]!);
  expect(visits[2]).toBeLessThan(visits[1]!);
  const csv = await savedCsv('Who comes back');
  expect(csv.split('\r\n')[1]).toMatch(/^All of them,.*,1,0\.\d+/);
  await landing.getByRole('button', { name: 'SQL of Landing to purchase, in the console' }).click();
  await expect(page.locator('.cm-content')).toContainText('from growth.funnel');
});

test('no request left this origin and nothing failed on the way', () => {
  expect(watched).toEqual({ foreign: [], errors: [] });
});
