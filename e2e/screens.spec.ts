import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import type { BrowserContext, Page } from '@playwright/test';
import {
  drop,
  escapeDialog,
  expectTiles,
  importFiles,
  runButton,
  runImport,
  tileValues,
  verdict,
  waitSaved,
  watchPage,
} from './app.ts';
import { look } from './looks.ts';
import { sampleTexts } from './sample-oracle.ts';

test.use({ actionTimeout: 30_000 });

const picture = fileURLToPath(new URL('../docs/overview.png', import.meta.url));

test.describe('an empty browser', () => {
  test('welcomes, and refuses bad files beside a good one', async ({ page, baseURL }) => {
    const watched = await watchPage(page, baseURL!);
    await page.goto('./');
    await expect(
      page.getByRole('heading', { name: 'From raw events to audited metrics' }),
    ).toBeVisible();
    await look(page, 'welcome');
    await drop(page, [{ name: 'x.csv', bytes: 'a' }], { hold: true });
    await expect(page.getByText('Drop to read them on this device')).toBeVisible();
    await look(page, 'drop', { brief: true });
    const [good] = sampleTexts({ rows: 2_000, days: 7, split: 'none' });
    const png = Buffer.from('89504e470d0a1a0a0000000d4948445200000001000000010806000000', 'hex');
    await drop(page, [
      { name: 'chart.png', bytes: png },
      { name: 'empty.csv', bytes: '' },
      {
        name: 'export.csv',
        bytes: '<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body></body></html>\n',
      },
      { name: 'error.log', bytes: errorLog },
      good!,
    ]);
    const files = page.getByRole('table', { name: 'Files' });
    await expect(files.getByText('Refused')).toHaveCount(4);
    await expect(page.getByRole('main').getByText('1 file to load, 4 refused')).toBeVisible();
    await expect(files.getByRole('row', { name: 'chart.png' })).toContainText(/image/i);
    await expect(files.getByRole('row', { name: 'empty.csv' })).toContainText('empty');
    await expect(files.getByRole('row', { name: 'export.csv' })).toContainText(/web page|HTML/);
    await expect(files.getByRole('row', { name: 'error.log' })).toContainText(/error log/);
    await look(page, 'columns');
    await runImport(page);
    await page.getByRole('link', { name: 'Open overview' }).click();
    expect(Number((await tileValues(page))['Website hits'])).toBeGreaterThan(1_000);
    expect(watched).toEqual({ foreign: [], errors: [] });
  });

  test('keeps what is published when a run is held', async ({ page }) => {
    const [good] = sampleTexts({ rows: 2_000, days: 7, split: 'none' });
    await page.goto('./');
    await importFiles(page, [good!]);
    await page.getByRole('link', { name: 'Open overview' }).click();
    const before = await tileValues(page);

    const [week] = sampleTexts({ rows: 2_000, days: 7, endDate: '2026-09-27', split: 'none' });
    const odd = week!.bytes.replaceAll(',page_view,', ',frobnicate,');
    await drop(page, [{ name: 'odd.csv', bytes: odd }]);
    await runImport(page, 'Held by checks');
    await expect(page.getByRole('main').getByText('nothing was published').first()).toBeVisible();
    await look(page, 'held');
    await page.getByRole('link', { name: 'Open quality' }).click();
    await page.getByRole('button', { name: 'Actions are of the enumeration' }).click();
    await expect(page.getByRole('main').getByText('frobnicate').first()).toBeVisible();
    await look(page, 'quality-held', { brief: true });
    await page.getByRole('link', { name: 'Overview', exact: true }).click();
    await expect(page.getByText('The last run was held.')).toBeVisible();
    await expectTiles(page, before);

    // The way out: the export is mended and dropped again.
    await drop(page, [{ name: 'odd.csv', bytes: week!.bytes }]);
    await runImport(page);
    await page.getByRole('link', { name: 'Open overview' }).click();
    expect(Number((await tileValues(page))['Website hits'])).toBeGreaterThan(
      Number(before['Website hits']),
    );
  });
});

const errorLog = [1, 2, 3]
  .map(
    (n) =>
      `[Mon Oct 05 10:00:0${n}.000000 2026] [core:error] [pid ${n}] [client 203.0.113.${n}:5000] File does not exist: /var/www/x\n`,
  )
  .join('');

test.describe('by keyboard alone', () => {
  test.describe.configure({ mode: 'serial' });
  let context: BrowserContext;
  let page: Page;

  test.beforeAll(async ({ browser }) => {
    context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    page = await context.newPage();
  });

  test.afterAll(() => context.close());

  /** Presses Tab until something of that name has the focus, and sees that it shows. */
  async function tabTo(name: string): Promise<void> {
    for (let presses = 0; presses < 60; presses++) {
      await page.keyboard.press('Tab');
      const focused = await page.evaluate(() => {
        const element = document.activeElement as HTMLElement;
        const { outlineStyle } = getComputedStyle(element);
        return {
          text: element.getAttribute('aria-label') ?? element.textContent.trim(),
          outlineStyle,
        };
      });
      if (focused.text !== name) continue;
      expect(focused.outlineStyle).not.toBe('none');
      return;
    }
    throw new Error(`Tab does not reach: ${name}`);
  }

  test('the sample is imported', async () => {
    await page.goto('./');
    await expect(page.getByRole('button', { name: 'Try it with sample data' })).toBeVisible();
    await tabTo('Try it with sample data');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1, name: 'Import' })).toBeFocused();
    await expect(runButton(page)).toBeEnabled();
    await tabTo('Run import');
    await page.keyboard.press('Enter');
    await expect(verdict(page, 'Published')).toBeVisible({ timeout: 60_000 });
    await expect(page.getByRole('link', { name: 'Open overview' })).toBeFocused();
    await waitSaved(page);
    await look(page, 'published', { brief: true });
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
  });

  test('the overview answers to keys', async () => {
    await tileValues(page);
    await look(page, 'overview');
    if (!existsSync(picture) || process.env.UPDATE_PICTURE) {
      await mkdir(fileURLToPath(new URL('../docs', import.meta.url)), { recursive: true });
      await page.screenshot({ path: picture });
    }
    await page.keyboard.press(']');
    await expect(page.getByRole('button', { name: /^Visits/ })).toHaveAttribute(
      'aria-pressed',
      'true',
    );
    await page.keyboard.press('t');
    await expect(page.getByRole('button', { name: 'Show as chart' }).first()).toBeVisible();
    await look(page, 'table', { brief: true });
    await page.keyboard.press('t');
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
    await look(page, 'keys', { brief: true });
    await escapeDialog(page);
    await page.keyboard.press('d');
    await expect(page.getByRole('dialog', { name: 'Dates' })).toBeVisible();
    await look(page, 'dates', { brief: true });
    await escapeDialog(page);
    await page.keyboard.press('p');
    await expect(page.getByRole('dialog', { name: 'Privacy and licences' })).toBeVisible();
    await page.getByRole('button', { name: 'Try to reach another site' }).press('Enter');
    await expect(page.getByText('Refused by the browser, as it should be.')).toBeVisible();
    await look(page, 'privacy', { brief: true });
    await escapeDialog(page);
  });

  test('quality and exports, too', async () => {
    await page.keyboard.press('q');
    await expect(page.getByRole('heading', { level: 1, name: 'Quality' })).toBeVisible();
    await look(page, 'quality');
    await page.keyboard.press('e');
    await expect(
      page.getByRole('button', { name: 'Download core.dim_visitors as CSV' }),
    ).toBeVisible();
    await look(page, 'exports');
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.keyboard.press('Shift+A'),
    ]);
    expect(file.suggestedFilename()).toBe('homegrown-csv.zip');
    await page.keyboard.press('i');
    await expect(page.getByRole('button', { name: 'Import more' })).toBeVisible();
    await tabTo('Import more');
    await page.keyboard.press('Enter');
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.keyboard.press('f'),
    ]);
    await chooser.setFiles({
      name: 'none.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('a,b\n1,2\n'),
    });
    await expect(page.getByRole('table', { name: 'Files' }).getByText('none.csv')).toBeVisible();
  });
});
