import { expect, test } from '@playwright/test';
import type { BrowserContext, Locator, Page } from '@playwright/test';
import { download, importFiles, watchPage } from './app.ts';
import { look } from './looks.ts';
import { sampleTexts } from './sample-oracle.ts';

test.use({ actionTimeout: 30_000 });

const [sample] = sampleTexts({ rows: 3_000, days: 9, split: 'none' });

test.describe('explore', () => {
  test.describe.configure({ mode: 'serial' });
  let context: BrowserContext;
  let page: Page;
  let watched: Awaited<ReturnType<typeof watchPage>>;

  test.beforeAll(async ({ browser, baseURL }) => {
    context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    page = await context.newPage();
    watched = await watchPage(page, baseURL!);
    await page.goto('./');
    await importFiles(page, [sample!]);
  });

  test.afterEach(() => expect(watched).toEqual({ foreign: [], errors: [] }));
  test.afterAll(() => context.close());

  const editor = (): Locator => page.getByRole('textbox', { name: /^SQL of/ });
  const result = (): Locator => page.getByRole('region', { name: 'Result', exact: true });
  const failure = (): Locator => page.getByRole('alert');

  async function write(sql: string): Promise<void> {
    await editor().click();
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText(sql);
    await page.keyboard.press('Escape');
  }

  async function run(sql: string): Promise<void> {
    await write(sql);
    await page.keyboard.press('Control+Enter');
  }

  /** The cells of a small result. */
  async function answer(sql: string): Promise<string[]> {
    await run(sql);
    await expect(page.getByRole('status').filter({ hasText: /rows?\s+in/ })).toBeVisible();
    return result().getByRole('gridcell').allTextContents();
  }

  test('a table is profiled, filtered by clicks, sorted and saved as shown', async () => {
    await page.goto('./#/explore');
    const grid = page.getByRole('grid');
    await expect(grid.getByRole('gridcell').first()).toBeVisible();
    const columns = page.getByRole('region', { name: 'Columns', exact: true });
    await columns.getByRole('button', { name: /^dim_country/ }).click();
    const values = columns.getByRole('group', { name: /Most frequent/ });
    await expect(values.getByRole('button').first()).toBeVisible();
    await look(page, 'explore', { brief: true });
    const named = await values.getByRole('button').first().getAttribute('aria-label');
    const [, country, count] = /^(.*): ([\d,]+) rows/.exec(named!)!;
    await values.getByRole('button').first().click();
    await expect(page.getByText(`${count} of `)).toBeVisible();
    await expect(
      page.getByRole('button', { name: `Remove filter: dim_country is ${country}` }),
    ).toBeVisible();
    // The address holds the view.
    await page.reload();
    await expect(page.getByText(`${count} of `)).toBeVisible();
    await page.getByRole('button', { name: /^Sort by ds/ }).click();
    await expect(page.getByRole('columnheader', { name: /ds: ascending/ })).toBeVisible();
    const save = (kind: string) => async () => {
      await page.getByRole('button', { name: /Download$/ }).click();
      return download(page, page.getByRole('button', { name: kind, exact: true }));
    };
    const csv = await save('CSV')();
    const lines = new TextDecoder().decode(csv).trimEnd().split('\r\n');
    expect(lines.length - 1).toBe(Number(count!.replaceAll(',', '')));
    const parquet = await save('Parquet')();
    expect(new TextDecoder().decode(parquet.subarray(-4))).toBe('PAR1');
    // Three rows of two columns, by keys, are what the file begins with.
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await grid.getByRole('gridcell').first().click();
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight'])
      await page.keyboard.press(`Shift+${key}`);
    await page.keyboard.press('Control+c');
    await expect(page.getByText('Copied 3 rows')).toBeVisible();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    const cells = (line: string): string =>
      line.split(',').slice(0, 2).join('\t').replaceAll('"', '');
    expect(copied.split('\n')).toEqual(lines.slice(1, 4).map(cells));
    await page.getByRole('searchbox').fill('no such text anywhere');
    await expect(page.getByText('No row matches')).toBeVisible();
    await page.getByRole('searchbox').fill('');
    await expect(page.getByText(`${count} of `)).toBeVisible();
    await grid.focus();
    await page.keyboard.press('Control+End');
    await expect(grid.locator(`[aria-rowindex="${lines.length}"]`)).toBeVisible();
    await page.getByRole('button', { name: 'Open as SQL' }).click();
    await expect(editor()).toContainText(`'${country}'`);
  });

  test('queries run, are drawn, explained, listed and kept', async () => {
    await page.goto('./#/explore/sql');
    expect(await answer('select 6 * 7 as n')).toEqual([expect.stringContaining('42')]);
    await run('select ds, count(*) as n from core.fct_website_events group by 1 order by 1');
    await expect(result().getByRole('gridcell')).toHaveCount(18);
    await result().getByRole('button', { name: 'Chart' }).click();
    await expect(result().getByRole('slider')).toBeVisible();
    await look(page, 'explore-sql', { brief: true });
    await page.getByRole('button', { name: 'Explain' }).click();
    await expect(result()).toContainText('ORDER_BY');
    await run('select nothing from core.fct_website_events');
    await expect(failure()).toContainText('nothing');
    await page.reload();
    await expect(editor()).toContainText('select nothing');
    const history = page.getByRole('region', { name: 'History' });
    await history.getByRole('button', { name: /6 \* 7/ }).click();
    await expect(editor()).toContainText('6 * 7');
  });

  test('a query reaches no file, no network and no setting, and changes nothing', async () => {
    const before = await answer('select count(*) from core.fct_website_events');
    for (const sql of [
      "from read_csv('https://example.com/x.csv')",
      "from 'https://example.com/x.csv'",
      "from glob('in/*')",
      "from e'in/\\x2a.csv'",
      'from "read_text" /* */ (\'in/x\')',
      "from enable_logging(storage = 'file', storage_path = '/log')",
      "copy (select 1) to 'x.csv'",
      "attach 'x.db'",
      'install httpfs',
      'load httpfs',
      'pragma database_list',
      "set memory_limit = '1MB'",
      'drop table core.fct_website_events',
      'delete from core.fct_website_events',
      'select 1; drop table core.fct_website_events',
      "select $é$ ' $é$ as a; drop table core.fct_website_events; -- '",
    ]) {
      await run(sql);
      await expect(failure(), sql).toBeVisible();
      expect(await answer('select 6 * 7 as n'), sql).toHaveLength(1);
    }
    expect(await answer('select count(*) from core.fct_website_events')).toEqual(before);
  });

  test('a query that never ends is ended, and the app goes on', async () => {
    for (const sql of [
      'select count(*) from range(10_000_000) a, range(10_000_000) b where a.range < b.range',
      'select list(range) from range(2_000_000_000)',
    ]) {
      await run(sql);
      await page.getByRole('button', { name: 'Cancel', exact: true }).click();
      await expect(page.getByText('Cancelled. Nothing was changed.')).toBeVisible();
      expect(await answer('select 6 * 7 as n')).toHaveLength(1);
    }
    expect(await answer('select count(*) from core.fct_website_events')).toHaveLength(1);
  });

  test('a query that nobody ends is ended: by time, by memory, by the size of its result', async () => {
    await page.goto('./#/explore/sql');
    await page.getByRole('combobox', { name: 'Time limit of a query' }).selectOption({ index: 0 });
    await run(
      'with recursive t as (select 1 as n union all select n + 1 from t) select count(*) from t',
    );
    await expect(failure()).toContainText('it took too long', { timeout: 60_000 });
    await page.getByRole('button', { name: 'Run again without a time limit' }).click();
    await page.getByRole('button', { name: 'Cancel', exact: true }).click();
    await page.getByRole('combobox', { name: 'Time limit of a query' }).selectOption({ index: 1 });
    await run("select list(repeat('x', 4_000_000) || range) from range(2_000)");
    await expect(failure()).toContainText('Out of Memory', { timeout: 60_000 });
    expect(await answer('select 6 * 7 as n')).toHaveLength(1);
    await run("select repeat('x', 100_000) || range from range(10_000)");
    await expect(failure()).toContainText('larger than can be shown', { timeout: 60_000 });
    expect(await answer('select count(*) from core.fct_website_events')).toHaveLength(1);
    expect(watched.foreign).toEqual([]);
  });
});
