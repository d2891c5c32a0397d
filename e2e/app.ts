import { readFile } from 'node:fs/promises';
import { expect } from '@playwright/test';
import type { Browser, BrowserContextOptions, Locator, Page } from '@playwright/test';
import { unzipSync } from 'fflate';

/** A file to drop: its name and bytes. */
export interface DroppedFile {
  name: string;
  bytes: Uint8Array | string;
}

/** What a page did that it must not: both lists stay empty. */
export interface Watched {
  /** Addresses of other origins. */
  foreign: string[];
  errors: string[];
}

/** Blocks requests to other origins and keeps their addresses, errors of the page too. */
export async function watchPage(page: Page, origin: string): Promise<Watched> {
  const foreign: string[] = [];
  const errors: string[] = [];
  const isOwn = (url: string): boolean =>
    /^(?:blob|data|about):/.test(url) || new URL(url).origin === new URL(origin).origin;
  page.on('request', (request) => {
    if (!isOwn(request.url())) foreign.push(request.url());
  });
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  await page.context().route(
    (url) => !isOwn(url.href),
    (route) => route.abort(),
  );
  return { foreign, errors };
}

/** A watched page of its own for tests that build on each other, at `path`; its context is the caller's to close. */
export async function openWatched(
  browser: Browser,
  origin: string | undefined,
  { path = './', ...options }: BrowserContextOptions & { path?: string } = {},
): Promise<{ page: Page; watched: Watched }> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const watched = await watchPage(page, origin!);
  await page.goto(path);
  return { page, watched };
}

const base64 = (bytes: Uint8Array | string): string => Buffer.from(bytes).toString('base64');

async function transferOf(page: Page, files: DroppedFile[]) {
  const plain = files.map(({ name, bytes }) => ({ name, text: base64(bytes) }));
  return page.evaluateHandle((given) => {
    const transfer = new DataTransfer();
    for (const { name, text } of given) {
      const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
      transfer.items.add(new File([bytes], name));
    }
    return transfer;
  }, plain);
}

/** Drags files over the window and, unless told otherwise, lets them go. */
export async function drop(
  page: Page,
  files: DroppedFile[],
  options: { hold?: boolean } = {},
): Promise<void> {
  const dataTransfer = await transferOf(page, files);
  await page.dispatchEvent('main', 'dragenter', { dataTransfer });
  await page.dispatchEvent('main', 'dragover', { dataTransfer });
  if (options.hold !== true) await page.dispatchEvent('main', 'drop', { dataTransfer });
}

export const runButton = (page: Page): Locator => page.getByRole('button', { name: 'Run import' });
/** The heading of the verdict: Published, Held by checks, Nothing new. */
export const verdict = (page: Page, name: string): Locator =>
  page.getByRole('heading', { level: 3, name, exact: true });

/** Runs what was dropped and waits for its verdict. */
export async function runImport(page: Page, expected = 'Published'): Promise<void> {
  await runButton(page).click();
  await expect(verdict(page, expected)).toBeVisible({ timeout: 60_000 });
}

/** Waits until what is shown is on disk. */
export async function waitSaved(page: Page): Promise<void> {
  await expect(page.locator('[data-storage="saved"]')).toBeVisible({ timeout: 60_000 });
}

/** Drops files, has them published and waits until they are saved. */
export async function importFiles(page: Page, files: DroppedFile[]): Promise<void> {
  await drop(page, files);
  await runImport(page);
  await waitSaved(page);
}

/** The exact values of the tiles by their names; '' for a rate without denominator. */
export async function tileValues(page: Page): Promise<Record<string, string>> {
  // A new address is taken in a task of its own: until then the page is not busy with it.
  await page.evaluate(() => new Promise((done) => setTimeout(done)));
  const tiles = page.getByRole('group', { name: 'Metrics of the range' });
  await expect(page.locator('[aria-busy="false"]').filter({ has: tiles })).toBeVisible();
  return tiles.evaluate((group) =>
    Object.fromEntries(
      [...group.querySelectorAll('button:has(data)')].map((tile) => [
        tile.querySelector('.name')?.textContent,
        tile.querySelector('data')?.value,
      ]),
    ),
  );
}

/** Waits until the tiles have these values. */
export async function expectTiles(page: Page, expected: Record<string, string>): Promise<void> {
  await expect.poll(() => tileValues(page)).toEqual(expected);
}

/** Closes what lies over the page, and waits until the focus is back where it was. */
export async function escapeDialog(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
}

/** A table of days: the row's day to its values, by the headings of the columns. */
export async function dayTable(region: Locator): Promise<Record<string, Record<string, number>>> {
  await expect(region.locator('table')).toBeVisible();
  return region.evaluate((element) => {
    const names = [...element.querySelectorAll('thead th')]
      .slice(1)
      .map((cell) => cell.textContent ?? '');
    return Object.fromEntries(
      [...element.querySelectorAll('tbody tr')].map((row) => [
        row.querySelector('time')?.dateTime,
        Object.fromEntries(
          [...row.querySelectorAll('td')].map((cell, i) => [
            names[i],
            Number(cell.querySelector('data')?.value),
          ]),
        ),
      ]),
    );
  });
}

/** Presses a button and returns the bytes of the download that it starts. */
export async function download(page: Page, button: Locator): Promise<Uint8Array> {
  const [file] = await Promise.all([
    page.waitForEvent('download', { timeout: 60_000 }),
    button.click(),
  ]);
  return new Uint8Array(await readFile(await file.path()));
}

/** Downloads all tables as a zip from the Exports screen; path to bytes. */
export async function downloadAll(
  page: Page,
  format: 'Parquet' | 'CSV',
): Promise<Record<string, Uint8Array>> {
  await page.getByRole('link', { name: 'Exports', exact: true }).click();
  const button = page.getByRole('button', { name: `All as ${format} (zip)` });
  await expect(button).toBeEnabled();
  return unzipSync(await download(page, button));
}
