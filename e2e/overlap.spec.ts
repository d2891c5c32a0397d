import { expect, test } from '@playwright/test';
import { drop, importFiles, runButton, tileValues, verdict, waitSaved } from './app.ts';
import { look } from './looks.ts';

const line = (minute: number, page: string): string =>
  `2026-09-01T${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}:00Z,193.99.144.${minute % 9},Mozilla/5.0 Firefox/126.0,https://www.example.com/${page},`;
const csv = (minutes: number[], page = 'a'): string =>
  ['event_time,ip,user_agent,url,referrer', ...minutes.map((m) => line(m, page)), ''].join('\n');
const upTo = (end: number, start = 0): number[] =>
  Array.from({ length: end - start }, (_, i) => start + i);

test('days that are published already are asked about: add or replace', async ({ page }) => {
  await page.goto('./');
  await importFiles(page, [{ name: 'first.csv', bytes: csv(upTo(300)) }]);

  const again = async (name: string, minutes: number[], answer: string): Promise<void> => {
    await drop(page, [{ name, bytes: csv(minutes) }]);
    await runButton(page).click();
    const question = page.getByRole('region', {
      name: 'Some of these rows came with an earlier file',
    });
    await expect(question).toContainText('www.example.com');
    await expect(question).toBeFocused();
    if (answer === 'Add what is new') await look(page, 'overlap', { brief: true });
    await question.getByRole('button', { name: answer }).click();
    await expect(verdict(page, 'Published')).toBeVisible({ timeout: 60_000 });
    await waitSaved(page);
  };
  const hits = async (): Promise<string | undefined> => {
    await page.getByRole('link', { name: 'Overview', exact: true }).click();
    const { 'Website hits': value } = await tileValues(page);
    await page.getByRole('link', { name: 'Import', exact: true }).click();
    return value;
  };
  await again('second.csv', upTo(350, 100), 'Add what is new');
  expect(await hits()).toBe('350');
  await again('third.csv', upTo(200), 'Replace these days');
  expect(await hits()).toBe('200');
});
