import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { root } from '../scripts/run.mjs';
import { serveFolder } from '../scripts/static-server.mjs';
import { openProfile, patience } from './drive-page.mjs';
import { watchMemory } from './process-memory.mjs';

/**
 * Drops a file on the built app in Chromium, runs the import with the mapping as guessed, opens the
 * overview and downloads everything as Parquet. The engine is not started before the drop: its start is in
 * the seconds. Nobody thinks between the screens.
 */
export async function measureTab(file) {
  const profile = await mkdtemp(join(tmpdir(), 'bench-profile-'));
  const server = await serveFolder(join(root, 'dist'), 0);
  const memory = watchMemory();
  try {
    const context = await openProfile(profile);
    try {
      const page = await context.newPage();
      page.setDefaultTimeout(patience);
      await page.goto(`http://127.0.0.1:${server.address().port}/`);
      return { browser: context.browser()?.version(), ...(await driveApp(page, file, memory)) };
    } finally {
      await context.close();
    }
  } finally {
    memory.stop();
    server.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function driveApp(page, file, memory) {
  const crash = new Promise((_, reject) => {
    page.on('pageerror', reject);
    page.on('crash', () => reject(new Error('the tab crashed')));
  });
  return Promise.race([crash, walkScreens(page, file, memory)]);
}

async function walkScreens(page, file, memory) {
  const chooserOpens = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose files' }).click();
  const chooser = await chooserOpens;
  const dropped = performance.now();
  const since = () => (performance.now() - dropped) / 1000;
  await chooser.setFiles(file);
  await page.getByRole('button', { name: 'Run import' }).click();
  const inspected = since();
  const overview = page.locator('main').getByRole('link', { name: 'Open overview' });
  await overview.waitFor();
  const verdict = since();
  await overview.click();
  await page.locator('main button:has(data[value]:not([value=""]))').first().waitFor();
  const metrics = since();
  const toMetrics = memory.peaks();
  await page.getByRole('link', { name: 'Import' }).click();
  await page.locator('[data-storage="saved"]').waitFor();
  const saved = since();
  const toSaved = memory.peaks();
  const { report, ...zip } = await exportAll(page);
  const reopened = await openAgain(page);
  return {
    seconds: { inspected, verdict, metrics, saved, reopened },
    zip,
    memory: { toMetrics, toSaved, all: memory.peaks() },
    report,
  };
}

/** Reloads the page at its overview: the engine starts anew and reads what is saved. */
async function openAgain(page) {
  await page.getByRole('link', { name: 'Overview' }).click();
  const began = performance.now();
  await page.reload();
  await page.locator('main button:has(data[value]:not([value=""]))').first().waitFor();
  return (performance.now() - began) / 1000;
}

/** The app's own download of everything, with the run's report in it. */
async function exportAll(page) {
  await page.getByRole('link', { name: 'Exports' }).click();
  const began = performance.now();
  const downloads = page.waitForEvent('download');
  await page.getByRole('button', { name: 'All as Parquet' }).click();
  const zip = await readFile(await (await downloads).path());
  const seconds = (performance.now() - began) / 1000;
  const files = unzipSync(zip, { filter: ({ name }) => name.endsWith('run.json') });
  const [runJson] = Object.values(files);
  return { seconds, bytes: zip.length, report: JSON.parse(strFromU8(runJson)) };
}
