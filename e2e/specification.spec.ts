import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { unzipSync } from 'fflate';
import { download, importFiles, openWatched } from './app.ts';
import type { Watched } from './app.ts';
import { look } from './looks.ts';
import { sampleTexts } from './sample-oracle.ts';

test.use({ actionTimeout: 30_000 });
// A long document: looking at every part of it takes a while.
test.setTimeout(240_000);

const [sample] = sampleTexts({ rows: 2_000, days: 4, split: 'none' });
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

test.describe('specification and dbt', () => {
  test.describe.configure({ mode: 'serial' });
  let page: Page;
  let watched: Watched;

  test.beforeAll(async ({ browser, baseURL }) => {
    ({ page, watched } = await openWatched(browser, baseURL, {
      viewport: { width: 1440, height: 900 },
      path: './#/models/specification',
    }));
  });

  test.afterAll(async () => {
    expect(watched).toEqual({ foreign: [], errors: [] });
    await page.context().close();
  });

  test('the specification reads like source 1, before there is any data', async () => {
    await expect(
      page.getByRole('heading', { level: 2, name: 'User growth pipeline' }),
    ).toBeVisible();
    const wanted = ['Business Metrics', 'Flow Diagram', 'Schemas', 'core.fct_website_events'];
    await expect
      .poll(async () => {
        const headings = await page.getByRole('heading').allTextContents();
        return [...new Set(headings)].filter((heading) => wanted.includes(heading));
      })
      .toEqual(wanted);
    await expect(page.getByText('Not NULL checks on (logged_out_user_id')).toBeVisible();
    const columns = page.getByRole('group', {
      name: 'Columns of core.fct_website_events',
      exact: true,
    });
    await expect(columns.getByRole('row').nth(8)).toContainText('MAP(STRING, STRING)');
    const flow = page.getByRole('img', { name: 'Flow of User growth pipeline' });
    await expect(flow.getByText('int_website_events', { exact: true })).toBeVisible();
    await flow.scrollIntoViewIfNeeded();
    await look(page, 'specification', { brief: true, long: true });
  });

  test('contents lead to a section, which has an address', async () => {
    const contents = page.getByRole('navigation', { name: 'Contents' });
    await contents.getByRole('link', { name: 'core.fct_orders', exact: true }).click();
    await expect(page).toHaveURL(/specification\/core-fct_orders$/);
    const heading = page.getByRole('heading', { name: 'core.fct_orders', exact: true });
    await expect(heading).toBeInViewport();
    await expect(heading).toBeFocused();
    await page.reload();
    await expect(heading).toBeInViewport();
    await page.screenshot({ path: 'test-results/screens/specification-section.png' });
  });

  test('it is downloaded and copied as Markdown', async () => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const button = page.getByRole('button', { name: 'Download as Markdown' });
    const markdown = text(await download(page, button));
    expect(markdown).toMatch(/^# User growth pipeline\n/);
    expect(markdown).toContain('| signup_conversion_rate | Signups / website hits | Yes |');
    await page.getByRole('button', { name: 'Copy', exact: true }).click();
    await expect(page.getByText('Copied as Markdown')).toBeVisible();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(markdown);
  });

  test('checks carry the statuses of the last run', async () => {
    await page.goto('./#/import');
    await importFiles(page, [sample!]);
    await page.goto('./#/models/specification/core-fct_website_events');
    await expect(page.getByText('passed in the last run').first()).toBeAttached();
  });

  test('the project goes to dbt, with the Parquet it starts from', async () => {
    await page.goto('./#/exports');
    await expect(page.getByRole('heading', { name: 'As a dbt project' })).toBeVisible();
    await look(page, 'exports-dbt', { brief: true });
    const whole = page.getByRole('button', { name: 'dbt project with data' });
    const files = unzipSync(await download(page, whole));
    expect(Object.keys(files)).toEqual(
      expect.arrayContaining([
        'dbt_project.yml',
        'README.md',
        'models/core/fct_website_events.sql',
        'models/core/schema.yml',
      ]),
    );
    const data = Object.keys(files).filter((path) => path.startsWith('data/staging/'));
    expect(data.length).toBeGreaterThanOrEqual(4);
    expect(text(files[data[0]!]!.slice(0, 4))).toBe('PAR1');
    const bare = page.getByRole('button', { name: 'dbt project without data' });
    const paths = Object.keys(unzipSync(await download(page, bare)));
    expect(paths.filter((path) => path.startsWith('data/'))).toEqual([]);
    expect(paths.length).toBe(Object.keys(files).filter((p) => !p.startsWith('data/')).length);
  });
});
