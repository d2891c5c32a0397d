import { createHash } from 'node:crypto';
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { parse } from 'csv-parse/sync';
import type { RunReport } from '../src/core/run/run-report.ts';
import {
  dayTable,
  download,
  downloadAll,
  drop,
  openWatched,
  runButton,
  runImport,
  tileValues,
} from './app.ts';
import type { Watched } from './app.ts';
import { openFolder } from './parquet-folder.ts';
import { expectedMetrics, sampleTexts, sampleEvents, visitorCount } from './sample-oracle.ts';

/** One person's way through the app, from an empty browser on: the tests build on each other. */
test.describe.configure({ mode: 'serial' });
test.use({ actionTimeout: 30_000 });

const events = sampleEvents();
const days = [
  ...new Set(events.map((event) => new Date(event.time).toISOString().slice(0, 10))),
].sort();
let page: Page;
let watched: Watched;

test.beforeAll(async ({ browser, baseURL }) => {
  ({ page, watched } = await openWatched(browser, baseURL, { acceptDownloads: true }));
});

test.afterAll(() => page.context().close());

async function expectNumbers(from: string, to: string): Promise<void> {
  const expected = expectedMetrics(events, from, to);
  expect(await tileValues(page)).toEqual({
    Visitors: String(expected.visitors),
    Visits: String(expected.visits),
    'Website hits': String(expected.hits),
    Signups: String(expected.signups),
    Logins: String(expected.logins),
    Purchases: String(expected.purchases),
    'Signup conversion': String(expected.signups / expected.hits),
    'Purchase conversion': String(expected.purchases / expected.signups),
    'Bounce rate': String(expected.bounceRate),
    'Visit duration': String(expected.visitDuration),
  });
  const table = await dayTable(page.getByRole('region', { name: 'Visitors by host' }).last());
  const cells = Object.entries(table).flatMap(([day, hosts]) =>
    Object.entries(hosts).map(([host, value]) => [`${host} ${day}`, value]),
  );
  expect(Object.fromEntries(cells)).toEqual(expected.byHostAndDay);
}

test('the sample goes from drop to audited numbers', async () => {
  await expect(
    page.getByRole('heading', { name: 'From raw events to audited metrics' }),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Try it with sample data' }).click();
  await expect(runButton(page)).toBeEnabled();
  await expect(page.getByRole('table', { name: 'Files' }).getByRole('row')).toHaveCount(6);
  await runImport(page);
  await page.getByRole('link', { name: 'Open overview' }).click();
  await page.getByRole('button', { name: 'Visitors by host: Show as table' }).click();
  await expectNumbers(days.at(-14)!, days.at(-1)!);
  await page.goto(`./#/overview?from=${days[0]}&to=${days.at(-1)}`);
  await expectNumbers(days[0]!, days.at(-1)!);
});

const factColumns: [string, string][] = [
  ['user_id', 'BIGINT'],
  ['logged_out_user_id', 'BIGINT'],
  ['dim_hostname', 'VARCHAR'],
  ['dim_country', 'VARCHAR'],
  ['dim_device_brand', 'VARCHAR'],
  ['dim_action_type', 'VARCHAR'],
  ['event_timestamp', 'TIMESTAMP'],
  ['other_properties', 'MAP(VARCHAR, VARCHAR)'],
  ['ds', 'VARCHAR'],
  ...[
    'dim_referrer dim_source dim_channel dim_path dim_device_type dim_os dim_browser bot_reason',
    'action_rule utm_source utm_medium utm_campaign utm_term utm_content',
  ]
    .join(' ')
    .split(' ')
    .map((name): [string, string] => [name, 'VARCHAR']),
  ['is_bot', 'BOOLEAN'],
  ['session_id', 'BIGINT'],
];

test('a native DuckDB reads the exported Parquet as the specification says', async () => {
  const files = await downloadAll(page, 'Parquet');
  const folder = await openFolder(files);
  const fact = `read_parquet({core/fct_website_events/*/*.parquet}, hive_partitioning = false, filename = true)`;
  try {
    const described = await folder.rows(`describe select * exclude filename from ${fact}`);
    expect(described.map((row) => [row['column_name'], row['column_type']])).toEqual(factColumns);
    expect(
      await folder.rows(
        `select count(*)::int as n, count(distinct ds)::int as days, count(distinct logged_out_user_id)::int as visitors,
           (count(*) filter (where regexp_extract(filename, 'ds=([0-9-]+)', 1) <> ds))::int as astray,
           (count(*) filter (where is_bot))::int as bots,
           (count(*) filter (where map_keys(other_properties) <> list_sort(map_keys(other_properties))))::int as unsorted
         from ${fact}`,
      ),
    ).toEqual([
      {
        n: events.length,
        days: days.length,
        visitors: visitorCount(events),
        astray: 0,
        bots: events.filter((event) => event.isBot).length,
        unsorted: 0,
      },
    ]);
    expect(
      await folder.rows(
        `select other_properties['plan'] as plan, other_properties['price'] as price, count(*)::int as n
         from ${fact} where dim_action_type = 'purchase' group by all order by all`,
      ),
    ).toEqual(purchasesByPlan());
    expect(
      await folder.rows(
        `with levels as (select ds, aggregation_level, sum(m_total_events) as n
           from read_parquet({core/agg_website_events/*/*.parquet}, hive_partitioning = false) group by all)
         select aggregation_level as level, sum(n)::int as n, count(*)::int as days from levels group by all order by all`,
      ),
    ).toEqual(
      [
        '(overall)',
        'dim_action_type',
        'dim_country_dim_action_type',
        'dim_country_dim_action_type_dim_device_brand_and_event_hour',
      ].map((level) => ({ level, n: events.length, days: days.length })),
    );
    expect(
      await folder.rows(
        `select distinct compression from parquet_metadata({core/fct_website_events/*/*.parquet})`,
      ),
    ).toEqual([{ compression: 'ZSTD' }]);
    await expectRunReport(files, (sql) => folder.rows(sql));
  } finally {
    await folder.close();
  }
});

function purchasesByPlan(): object[] {
  const counts = new Map<string, number>();
  for (const { eventName, plan, price } of events) {
    if (eventName !== 'purchase') continue;
    const key = JSON.stringify([plan, String(price)]);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts]
    .map(([key, n]) => ({ plan: JSON.parse(key)[0], price: JSON.parse(key)[1], n }))
    .sort((a, b) => (a.plan + a.price < b.plan + b.price ? -1 : 1));
}

async function expectRunReport(
  files: Record<string, Uint8Array>,
  rows: (sql: string) => Promise<Record<string, unknown>[]>,
): Promise<void> {
  const report = JSON.parse(Buffer.from(files['run.json']!).toString()) as RunReport;
  expect(report).toMatchObject({ status: 'published', identity: 'plain', generation: 1 });
  const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
  expect(report.deliveries.map(({ name, sha256 }) => [name, sha256])).toEqual(
    sampleTexts().map(({ name, bytes }) => [name, hashOf(bytes)]),
  );
  for (const { seen, accepted, rejected, repeats } of report.deliveries)
    expect(seen).toBe(accepted + rejected + repeats);
  expect(report.findings.filter(({ status }) => status === 'error')).toEqual([]);
  for (const table of report.tables) {
    const glob = `${table.name.replace('.', '/')}/**/*.parquet`;
    const counted = await rows(`select count(*)::int as n from read_parquet({${glob}})`);
    expect([table.name, counted[0]!['n']]).toEqual([table.name, table.rows]);
    for (const { contentHash } of table.partitions) expect(contentHash).toMatch(/^[0-9a-f]{16,}$/);
  }
}

test('the numbers are there again after a reload', async () => {
  await page.getByRole('link', { name: 'Overview', exact: true }).click();
  await expect(page.locator('header').getByText('Saved in this browser')).toBeVisible();
  await page.goto('about:blank');
  await page.goto('./');
  await page.getByRole('button', { name: 'Visitors by host: Show as table' }).click();
  await expectNumbers(days.at(-14)!, days.at(-1)!);
});

test('the same bytes again are nothing new, and nothing is asked', async () => {
  await drop(page, sampleTexts());
  await expect(runButton(page)).toBeEnabled();
  await expect(
    page.getByRole('table', { name: 'Files' }).getByText('Known source: columns as last time'),
  ).toHaveCount(5);
  await runImport(page, 'Nothing new');
  await expect(
    page.getByRole('main').getByText('Nothing new: the published tables stay as they are.'),
  ).toBeVisible();
  await expect(page.getByRole('cell', { name: 'Already loaded' })).toHaveCount(5);
});

test('a cancelled run leaves what was published', async () => {
  const [more] = sampleTexts({ seed: 'another', split: 'none' });
  await page.getByRole('button', { name: 'Import more' }).click();
  await page
    .getByLabel('Choose files')
    .first()
    .setInputFiles({ name: 'more.csv', mimeType: 'text/csv', buffer: Buffer.from(more!.bytes) });
  await runButton(page).click();
  await expect(page.getByRole('progressbar', { name: 'Run' })).toBeVisible();
  await page.getByRole('button', { name: 'Cancel import' }).click();
  await expect(
    page.getByRole('main').getByText('Import cancelled. Nothing was published'),
  ).toBeVisible();
  await page.getByRole('link', { name: 'Overview', exact: true }).click();
  await page.getByRole('button', { name: 'Visitors by host: Show as table' }).click();
  await expectNumbers(days.at(-14)!, days.at(-1)!);
});

test('text that a spreadsheet would run is guarded in CSV', async () => {
  const agent =
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/129.0.0.0 Safari/537.36';
  const head = 'event_time,ip,user_agent,host,url,event_name\n';
  const row = (second: number, query: string): string =>
    `2026-10-05T10:00:0${second}Z,203.0.113.${second},"${agent}",www.eczachly.com,"/?${query}",page_view\n`;
  const text =
    head +
    row(1, 'utm_source=%3D1%2B1') +
    row(2, 'utm_source=@SUM(A1)') +
    row(3, 'utm_source=a%22b');
  await drop(page, [{ name: 'campaigns.csv', bytes: text }]);
  await runImport(page);
  await page.getByRole('link', { name: 'Exports', exact: true }).click();
  const button = page.getByRole('button', { name: 'Download core.fct_website_events as CSV' });
  const csv = Buffer.from(await download(page, button)).toString();
  const records = parse(csv, { columns: true, bom: true }) as Record<string, string>[];
  expect(Object.keys(records[0]!)).toEqual(factColumns.map(([name]) => name));
  expect(records).toHaveLength(events.length + 3);
  const ours = records.filter((record) => record['ds'] === '2026-10-05');
  expect(ours.map((record) => record['utm_source']).sort()).toEqual(["'=1+1", "'@SUM(A1)", 'a"b']);
  // Numbers stay numbers, negative ones too.
  expect(records.every((record) => /^-?\d+$/.test(record['logged_out_user_id']!))).toBe(true);
  const cells = records.flatMap((record) =>
    factColumns.filter(([, type]) => type === 'VARCHAR').map(([name]) => record[name]!),
  );
  expect(cells.filter((cell) => /^[=+@\t\r-]/.test(cell))).toEqual([]);
});

test('no request has left for another origin, and nothing has failed unseen', () => {
  expect(watched).toEqual({ foreign: [], errors: [] });
});
