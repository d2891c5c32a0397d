import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import {
  drop,
  expectTiles,
  importFiles,
  runButton,
  tileValues,
  verdict,
  waitSaved,
} from './app.ts';
import type { DroppedFile } from './app.ts';
import { sampleTexts } from './sample-oracle.ts';

test.use({ actionTimeout: 30_000 });

/**
 * A week of events that ends on a day; weeks of different days share no event. Too few events a day for the checks over
 * days to judge: these tests are about tabs.
 */
function week(endDate: string): DroppedFile {
  const [file] = sampleTexts({ rows: 400, days: 7, endDate, split: 'none' });
  return { name: `week-${endDate}.csv`, bytes: file!.bytes };
}
// Whichever of the other two comes after the first, no day is missing in between.
const [first, second, third] = ['2026-09-13', '2026-09-20', '2026-09-06'].map(week);

async function openOverview(page: Page): Promise<Record<string, string>> {
  await page.goto('./#/overview');
  return tileValues(page);
}

/** Events of what is published, as the sidebar tells them. */
const published = async (page: Page): Promise<string> => {
  await page.getByRole('link', { name: 'Storage', exact: true }).click();
  const row = page.getByRole('row').filter({ hasText: 'in force' });
  return (await row.getByRole('cell').nth(1).textContent()) ?? '';
};

test('a tab reads while another publishes, follows it, and can put back what was', async ({
  context,
}) => {
  const writer = await context.newPage();
  await writer.goto('./');
  await importFiles(writer, [first!]);
  const reader = await context.newPage();
  const before = await openOverview(reader);

  await drop(writer, [second!]);
  await runButton(writer).click();
  // While it is read, built and checked, the other tab answers with what was published.
  await reader.getByRole('button', { name: /^Visits/ }).click();
  const during = await tileValues(reader);
  const isRunning = (await verdict(writer, 'Published').count()) === 0;
  expect(isRunning ? during : before).toEqual(before);
  await expect(verdict(writer, 'Published')).toBeVisible({ timeout: 60_000 });
  await waitSaved(writer);

  await expect(
    reader.getByRole('main').getByText('Another tab changed the warehouse'),
  ).toBeVisible();
  await writer.getByRole('link', { name: 'Open overview' }).click();
  const after = await tileValues(writer);
  expect(after).not.toEqual(before);
  await expectTiles(reader, after);

  await reader.getByRole('link', { name: 'Storage', exact: true }).click();
  await reader
    .getByRole('button', { name: /^Put back the publication/ })
    .first()
    .click();
  const dialog = reader.getByRole('dialog', { name: 'Put this publication back?' });
  await dialog.getByRole('button', { name: 'Put back' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(reader.getByText('is in force again')).toBeVisible();
  await reader.getByRole('link', { name: 'Overview', exact: true }).click();
  await expectTiles(reader, before);
  await expectTiles(writer, before);
  await writer.reload();
  await expectTiles(writer, before);
});

test('of two tabs that publish at once, one is told, and nothing is lost', async ({ context }) => {
  const pages = [await context.newPage(), await context.newPage()];
  await pages[0]!.goto('./');
  await importFiles(pages[0]!, [first!]);
  await pages[1]!.goto('./#/import');
  await drop(pages[0]!, [second!]);
  await drop(pages[1]!, [third!]);
  for (const page of pages) await expect(runButton(page)).toBeEnabled();
  await Promise.all(pages.map((page) => runButton(page).click()));

  const told = (page: Page) => page.getByRole('alert').filter({ hasText: 'Another tab' });
  await expect
    .poll(async () => (await Promise.all(pages.map((page) => told(page).count()))).join(), {
      timeout: 60_000,
    })
    .toMatch(/^(?:1,0|0,1)$/);
  const [winner, loser] = (await told(pages[0]!).count()) ? [pages[1]!, pages[0]!] : pages;
  await expect(verdict(winner!, 'Published')).toBeVisible({ timeout: 60_000 });
  await waitSaved(winner!);

  await runButton(loser!).click();
  await expect(verdict(loser!, 'Published')).toBeVisible({ timeout: 60_000 });
  await waitSaved(loser!);
  const events = await published(loser!);
  await expect.poll(() => published(winner!)).toBe(events);
  await winner!.reload();
  await expect.poll(() => published(winner!)).toBe(events);
  const days = winner!.getByRole('row').filter({ hasText: 'in force' }).getByRole('cell').nth(2);
  await expect(days).toHaveText(/^31 Aug\D+20 Sept? 2026$/);
});
