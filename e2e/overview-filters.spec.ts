import { expect, test } from '@playwright/test';
import type { BrowserContext, Page } from '@playwright/test';
import type { SampleEvent } from '../src/core/sample/sample-event.ts';
import {
  dayTable,
  escapeDialog,
  expectTiles,
  runButton,
  runImport,
  tileValues,
  waitSaved,
  watchPage,
} from './app.ts';
import { look } from './looks.ts';
import { expectedMetrics, sampleEvents, visitorCount, visitsOf } from './sample-oracle.ts';

/** One sample, one page: the overview narrowed step by step, each number counted again from the generator's own truth. */
test.describe.configure({ mode: 'serial' });
test.use({ actionTimeout: 30_000 });

const events = sampleEvents();
const dayOf = (event: SampleEvent): string => new Date(event.time).toISOString().slice(0, 10);
const days = [...new Set(events.map(dayOf))].sort();
const [from, to] = [days.at(-14)!, days.at(-1)!];
let context: BrowserContext;
let page: Page;
let watched: { foreign: string[]; errors: string[] };

test.beforeAll(async ({ browser, baseURL }) => {
  context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  page = await context.newPage();
  watched = await watchPage(page, baseURL!);
  await page.goto('./');
  await page.getByRole('button', { name: 'Try it with sample data' }).click();
  await expect(runButton(page)).toBeEnabled({ timeout: 60_000 });
  await runImport(page);
  await waitSaved(page);
  await page.getByRole('link', { name: 'Open overview' }).click();
  await tileValues(page);
});

test.afterAll(() => context.close());

function tilesOf(some: SampleEvent[], first = from, last = to): Record<string, string> {
  const expected = expectedMetrics(some, first, last);
  return {
    Visitors: String(expected.visitors),
    Visits: String(expected.visits),
    'Website hits': String(expected.hits),
    Signups: String(expected.signups),
    Logins: String(expected.logins),
    Purchases: String(expected.purchases),
    'Signup conversion': expected.hits === 0 ? '' : String(expected.signups / expected.hits),
    'Purchase conversion':
      expected.signups === 0 ? '' : String(expected.purchases / expected.signups),
    'Bounce rate': String(expected.bounceRate),
    'Visit duration': String(expected.visitDuration),
  };
}

const people = (some: SampleEvent[]): SampleEvent[] =>
  some.filter((event) => !event.isBot && dayOf(event) >= from && dayOf(event) <= to);
const of = (...countries: string[]): SampleEvent[] =>
  events.filter(({ country }) => countries.includes(country));
const panel = (name: string) => page.getByRole('region', { name, exact: true });
const chips = () => page.getByRole('group', { name: 'Filters' }).locator('.chip');

async function clearFilters(): Promise<void> {
  await page.keyboard.press('x');
  await expect(chips()).toHaveCount(0);
  await tileValues(page);
}

test('rows filter, by click and by key, and every tile follows', async () => {
  const map = panel('Countries').getByRole('group', { name: /^World map: / });
  const india = map.getByRole('button', { name: /^India: / });
  const visitors = visitorCount(people(of('IN'))).toLocaleString('en-GB');
  await expect(india).toHaveAccessibleName(new RegExp(`^India: ${visitors} visitors, \\d+\\s%$`));
  await india.click();
  await expect(chips()).toHaveText(['Country is India']);
  await expect(india).toHaveAttribute('aria-pressed', 'true');
  await expectTiles(page, tilesOf(of('IN')));
  await page.goto(`./#/overview?is.country=IN,DE&is-not.country=IN`);
  await expect(chips()).toHaveText(['Country is India or Germany', 'Country is not India']);
  await expectTiles(page, tilesOf(of('DE')));
  await page.getByRole('button', { name: 'Remove filter: Country is India or Germany' }).focus();
  await page.keyboard.press('Delete');
  await expect(chips()).toHaveText(['Country is not India']);
  await expect(chips().first()).toBeFocused();
  await expectTiles(page, tilesOf(events.filter(({ country }) => country !== 'IN')));
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expectTiles(page, tilesOf(events));
  // By keys: the map is one stop, arrows lead from the most to the fewest; the list says the same and is remembered.
  const names = await panel('Countries').getByRole('listitem').locator('.label').allTextContents();
  await map.locator('[tabindex="0"]').focus();
  for (const key of ['Home', 'ArrowRight', 'Enter']) await page.keyboard.press(key);
  await expect(chips()).toHaveText([`Country is ${names[1]}`]);
  await clearFilters();
  await panel('Countries').getByRole('button', { name: 'List', exact: true }).click();
  await page.reload();
  await tileValues(page);
  await expect(panel('Countries').getByRole('listitem').first()).toContainText(names[0]!);
  await expect(map).toHaveCount(0);
  await panel('Countries').getByRole('button', { name: 'Map', exact: true }).click();
  await expect(map.getByRole('button', { name: `${names[0]}: ` })).toBeVisible();
});

test('of questions asked fast one after another, the last one is answered', async () => {
  for (const country of ['IN', 'DE', 'US', 'DE'])
    await page.evaluate((code) => (location.hash = `#/overview?is.country=${code}`), country);
  await expect(chips()).toHaveText(['Country is Germany']);
  await expectTiles(page, tilesOf(of('DE')));
  // Left while it is asked, and come back to.
  await page.evaluate(() => (location.hash = '#/overview?is.country=IN'));
  await page.getByRole('link', { name: 'Exports', exact: true }).click();
  await page.goto('./#/overview?is.country=US');
  await expectTiles(page, tilesOf(of('US')));
  await clearFilters();
  await expectTiles(page, tilesOf(events));
});

test('a search in the details filters by what it contains', async () => {
  await page.getByRole('button', { name: 'All referrers' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('searchbox').fill('GOOGLE');
  await dialog.getByRole('button', { name: 'Filter: contains “GOOGLE”' }).click();
  await expect(chips()).toHaveText(['Referrer contains GOOGLE']);
  await tileValues(page);
  const labels = panel('Referrers').locator('.label');
  await expect(labels.filter({ hasText: 'google' })).not.toHaveCount(0);
  await expect(labels.filter({ hasNotText: 'google' })).toHaveCount(0);
  // The address alone brings the same view back.
  const before = await tileValues(page);
  await page.goto('about:blank');
  await page.goto(`./#/overview?contains.referrer=GOOGLE`);
  await expect(page.locator('[aria-busy="false"]')).toBeVisible({ timeout: 60_000 });
  await expect(chips()).toHaveText(['Referrer contains GOOGLE']);
  await expectTiles(page, before);
  await look(page, 'overview-filtered', { brief: true });
  await clearFilters();
});

test('pages and actions: what visits or events alone know, and what they cannot tell', async () => {
  const hits = people(events);
  const entries = visitsOf(
    events.filter(({ isBot }) => !isBot).sort((a, b) => a.time - b.time),
  ).filter(([first]) => dayOf(first!) >= from && dayOf(first!) <= to);
  const pathOf = (event: SampleEvent): string => event.url.split('?')[0]!;
  const pages = panel('Entry pages').getByRole('listitem');
  const entry = (await pages.first().locator('.label').textContent())!;
  const visits = entries.filter(([first]) => pathOf(first!) === entry);
  await pages.first().getByRole('button').click();
  await expect(chips()).toHaveText([`Entry page is ${entry}`]);
  const tiles = await tileValues(page);
  expect(tiles['Visits']).toBe(String(visits.length));
  expect(tiles['Website hits']).toBe(String(visits.flat().length));
  await clearFilters();

  await page.getByRole('button', { name: 'All', exact: true }).click();
  const top = panel('All pages').getByRole('listitem').first();
  const path = (await top.locator('.label').textContent())!;
  await expect(top.locator('data')).toHaveAttribute(
    'value',
    String(hits.filter((event) => pathOf(event) === path).length),
  );
  const actions = panel('Actions').getByRole('listitem');
  await actions.first().scrollIntoViewIfNeeded();
  const signups = actions.filter({ hasText: 'signup' });
  await expect(signups.locator('data')).toHaveAttribute(
    'value',
    String(hits.filter(({ eventName }) => eventName === 'signup').length),
  );
  await signups.getByRole('button').click();
  const told = await tileValues(page);
  expect([told['Signups'], told['Logins'], told['Visits']]).toEqual([
    String(hits.filter(({ eventName }) => eventName === 'signup').length),
    '0',
    '',
  ]);
  await expect(page.getByText('Not known by Action').first()).toBeVisible();
  await clearFilters();
});

test('the heatmap counts hits, and a cell filters', async () => {
  await tileValues(page);
  const at = (event: SampleEvent, hour: number): boolean =>
    new Date(event.time).getUTCDay() === 1 && new Date(event.time).getUTCHours() === hour;
  const cell = page.getByRole('button', { name: /^Mon 15:00/ });
  const expected = people(events).filter((event) => at(event, 15)).length;
  await expect(cell.locator('data')).toHaveAttribute('value', String(expected));
  await cell.click();
  await expect(chips()).toHaveText(['Weekday is Mon', 'Hour is 15:00']);
  expect((await tileValues(page))['Website hits']).toBe(String(expected));
  await clearFilters();
});

test('points by hour and week, and another comparison', async () => {
  await page.goto(`./#/overview?from=${to}&to=${to}&grain=hour&metric=website_hits&vs=week`);
  const tiles = await tileValues(page);
  const hits = people(events);
  const values = await page.getByRole('group', { name: 'Metrics of the range' }).textContent();
  expect(values).not.toBe('');
  const lastWeek = days.at(-8)!;
  const [now, then] = [to, lastWeek].map((day) => hits.filter((one) => dayOf(one) === day).length);
  expect(tiles['Website hits']).toBe(String(now));
  const change = Math.round((now! / then! - 1) * 100);
  const tile = page.getByRole('button', { name: /^Website hits/ });
  await expect(tile).toContainText(
    change === 0 ? 'no change' : `${change > 0 ? 'up' : 'down'} ${Math.abs(change)}`,
  );
  await page.getByRole('button', { name: 'Show as table' }).first().click();
  const rows = page
    .getByRole('region', { name: 'Website hits by hour, as a table' })
    .locator('tbody tr');
  await expect(rows).toHaveCount(24);
  const shown = await rows.evaluateAll((all) =>
    all.map((row) => Number(row.querySelector('data')?.value ?? NaN)),
  );
  shown.forEach((value, hour) => {
    const ofHour = hits.filter(
      (one) => dayOf(one) === to && new Date(one.time).getUTCHours() === hour,
    );
    if (!Number.isNaN(value)) expect(value).toBe(ofHour.length);
    else expect(ofHour).toEqual([]);
  });
  await page.goto(`./#/overview?from=${from}&to=${to}&grain=week&metric=website_hits&vs=year`);
  await tileValues(page);
  await expect(page.getByText(/Not enough history/).first()).toBeVisible();
  const weeks = await dayTable(
    page.getByRole('region', { name: 'Website hits by week, as a table' }),
  );
  const sum = Object.values(weeks).reduce((all, row) => all + Object.values(row)[0]!, 0);
  expect(sum).toBe(hits.length);
  await page.getByRole('button', { name: 'Show as chart' }).first().click();
});

test('a number says why it is what it is', async () => {
  await page.getByRole('button', { name: 'Why this number: Bounce rate' }).click();
  const why = page.getByRole('dialog', { name: 'Why this number: Bounce rate' });
  await expect(why).toContainText('Sessions of one page view');
  await expect(why).toContainText('from core.fct_sessions');
  const { Visits: visits } = await tileValues(page);
  await expect(why.locator('data')).toHaveAttribute('value', visits!);
  await look(page, 'overview-why', { brief: true });
  await escapeDialog(page);
  await page.getByRole('button', { name: /^Compare with/ }).click();
  await look(page, 'overview-compare', { brief: true });
  await escapeDialog(page);
});

test('days and hours go by the clock of a chosen zone, which the address keeps', async () => {
  await page.goto('./#/overview');
  await tileValues(page);
  const zone = page.getByRole('button', { name: /^Time zone: / });
  await expect(zone).toHaveAccessibleName('Time zone: UTC');
  await page.keyboard.press('Shift+Z');
  const field = page.getByRole('combobox', { name: 'Time zone' });
  await expect(field).toBeFocused();
  await look(page, 'overview-zones', { brief: true });
  await field.fill('kolkata');
  await expect(page.getByRole('listbox').getByRole('option')).toHaveText([
    /^Asia\/Kolkata\s*UTC\+5:30$/,
  ]);
  await page.keyboard.press('Enter');
  await expect(zone).toHaveAccessibleName('Time zone: Kolkata');
  await expect(page).toHaveURL(/#\/overview\?tz=Asia\/Kolkata$/);
  // A clock that is ahead shows as its own what the oracle, counting in UTC, is told so much later.
  const local = events.map((event) => ({ ...event, time: event.time + 5.5 * 3_600_000 }));
  await expectTiles(page, tilesOf(local));
  const monday = people(local).filter(
    ({ time }) => new Date(time).getUTCDay() === 1 && new Date(time).getUTCHours() === 15,
  );
  const cell = page.getByRole('button', { name: /^Mon 15:00/ }).locator('data');
  await expect(cell).toHaveAttribute('value', String(monday.length));
  await expect(page.getByText('Hours in Asia/Kolkata time')).toBeVisible();
  await page.getByRole('button', { name: 'Why this number: Website hits' }).click();
  await expect(page.getByRole('dialog')).toContainText('local_minute');
  await escapeDialog(page);

  // The address alone brings it back; without one, this device remembers. Clearing the filters leaves the clock.
  for (const hash of ['#/overview?tz=Asia/Kolkata', '#/overview']) {
    await page.goto('about:blank');
    await page.goto(`./${hash}`);
    await expectTiles(page, tilesOf(local));
  }
  await page.keyboard.press('x');
  await expect(zone).toHaveAccessibleName('Time zone: Kolkata');
  await page.getByRole('link', { name: 'Growth' }).click();
  await expect(page.getByText('Days on this screen are in UTC.')).toBeVisible();
});

test('a day on which clocks are set forward has 23 hours', async () => {
  await page.goto(
    `./#/overview?from=${to}&to=${to}&tz=Australia/Sydney&grain=hour&metric=website_hits`,
  );
  await tileValues(page);
  await page.getByRole('button', { name: 'Show as table' }).first().click();
  const rows = page
    .getByRole('region', { name: 'Website hits by hour, as a table' })
    .locator('tbody tr');
  await expect(rows).toHaveCount(23);
  const clock = new Intl.DateTimeFormat('en-CA', {
    timeZone: 'Australia/Sydney',
    dateStyle: 'short',
    timeStyle: 'short',
    hourCycle: 'h23',
  });
  const shown = await rows.evaluateAll((all) =>
    all.map((row) => [
      row.querySelector('time')?.dateTime.slice(-2),
      Number(row.querySelector('data')?.value),
    ]),
  );
  const hours = events
    .filter(({ isBot }) => !isBot)
    .map(({ time }) => clock.format(time).split(', '))
    .filter(([day]) => day === to)
    .map(([, time]) => time!.slice(0, 2));
  const names = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0'));
  expect(shown).toEqual(
    names
      .filter((name) => name !== '02')
      .map((name) => [name, hours.filter((hour) => hour === name).length]),
  );
  await page.getByRole('button', { name: 'Show as chart' }).first().click();
  await page.getByRole('button', { name: /^Time zone: / }).click();
  await page.getByRole('listbox').getByRole('option', { name: /^UTC/ }).click();
  await expect(page).not.toHaveURL(/tz=/);
});

test('a point is entered and left again, and a number opens its events', async () => {
  await page.goto(`./#/overview?from=${from}&to=${to}&metric=website_hits`);
  await tileValues(page);
  const chart = page.getByRole('slider', { name: 'Website hits by day' });
  await chart.press('Home');
  await chart.press('Enter');
  await expect(page.getByRole('slider', { name: 'Website hits by hour' })).toBeVisible();
  await expectTiles(page, tilesOf(events, from, from));
  const back = page.getByRole('button', { name: /^Back to / });
  await back.click();
  await expect(back).toHaveCount(0);
  await expect(chart).toBeVisible();
  await expectTiles(page, tilesOf(events));
  const why = 'Why this number: Signups';
  await page.getByRole('button', { name: why }).click();
  await page
    .getByRole('dialog', { name: why })
    .getByRole('button', { name: 'Show its events' })
    .click();
  await expect(page.locator('.cm-content')).toContainText('e.event_timestamp as event_timestamp');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  const signups = people(events).filter(({ eventName }) => eventName === 'signup');
  await expect(
    page.getByRole('status').filter({ hasText: new RegExp(`\\b${signups.length} rows\\s+in`) }),
  ).toBeVisible();
});

test('nothing has left for another origin, and nothing has failed unseen', () => {
  expect(watched).toEqual({ foreign: [], errors: [] });
});
