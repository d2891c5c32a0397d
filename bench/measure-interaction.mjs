import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../scripts/run.mjs';
import { serveFolder } from '../scripts/static-server.mjs';
import { clicksOf, openProfile, patience } from './drive-page.mjs';

const panelRow = (panel, at) => (page) =>
  page.getByRole('region', { name: panel, exact: true }).getByRole('listitem').nth(at);
const button = (name) => (page) => page.getByRole('button', { name });

/** One round: what a person clicks, in this order; `kind` groups the answers. `opens` is clicked first and asks nothing. */
const round = [
  { kind: 'filter', target: (page) => panelRow('Channels', 1)(page).getByRole('button') },
  { kind: 'filter', target: (page) => panelRow('Countries', 0)(page).getByRole('button') },
  { kind: 'filter', target: (page) => panelRow('Browsers', 0)(page).getByRole('button') },
  { kind: 'chip removed', target: button(/^Remove filter: Channel/) },
  { kind: 'chip removed', target: button(/^Remove filter: Country/) },
  { kind: 'all filters removed', target: button('Clear filters') },
  { kind: 'host', opens: button(/^Sites:/), target: (page) => page.getByRole('checkbox').first() },
  { kind: 'host', opens: button(/^Sites:/), target: (page) => page.getByRole('checkbox').first() },
  { kind: 'days', opens: button(/^Dates:/), target: button('Last 7 days') },
  { kind: 'days', opens: button(/^Dates:/), target: button('Last 14 days') },
];

/**
 * Restores a warehouse of the command line in the built app in Chromium, opens the page anew at its overview and clicks: filters by
 * rows of panels, chips removed, hosts, days. Milliseconds from each click to its answer painted in all that waited for it, and the
 * longest task of the main thread meanwhile; `hash` is the address after it.
 */
export async function measureInteraction(warehouse) {
  const profile = await mkdtemp(join(tmpdir(), 'bench-profile-'));
  const server = await serveFolder(join(root, 'dist'), 0);
  try {
    const context = await openProfile(profile);
    try {
      const page = await context.newPage();
      page.setDefaultTimeout(patience);
      const address = `http://127.0.0.1:${server.address().port}/`;
      await restore(page, address, warehouse);
      return { browser: context.browser()?.version(), ...(await clickAround(page, address)) };
    } finally {
      await context.close();
    }
  } finally {
    server.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Brings a warehouse's folder into the app at an address. */
export async function restore(page, address, warehouse) {
  await page.goto(`${address}#/storage`);
  await page.getByLabel('Restore from a folder').setInputFiles(warehouse);
  await page.getByRole('dialog').getByRole('button', { name: 'Restore', exact: true }).click();
  await page.getByText('Restored: the screens show').waitFor();
}

/** Opens the overview anew and clicks through some rounds. */
export async function clickAround(page, address, rounds = 5) {
  const clicks = await clicksOf(page);
  await page.goto('about:blank');
  const began = performance.now();
  await page.goto(`${address}#/overview`);
  await page.locator('main button:has(data[value]:not([value=""]))').first().waitFor();
  const firstView = performance.now() - began;
  const [filter] = round;
  const firstFilter = await clicks.time(filter);
  await clicks.time({ kind: 'all filters removed', target: button('Clear filters') });
  const taken = [];
  for (let i = 0; i < rounds; i++) for (const click of round) taken.push(await clicks.time(click));
  return { firstView, firstFilter, clicks: taken };
}
