import { afterAll, expect, it } from 'vitest';
import type { RunReport } from '../core/run/run-report.ts';
import { contentHashes, openHouse, textFile } from './testing/open-house.ts';
import type { House } from './testing/open-house.ts';

const houses: House[] = [];
afterAll(() => Promise.all(houses.map((house) => house.close())));

async function newHouse(): Promise<House> {
  const house = await openHouse();
  houses.push(house);
  return house;
}

interface Hit {
  minute: number;
  visitor: number;
  url: string;
  referrer: string;
}

/** Visitors who browse around midnight, so that sessions and channels are carried from day to day. */
function hits(day: number, count: number, seed: number): Hit[] {
  let state = seed;
  const random = (): number =>
    (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
  return Array.from({ length: count }, () => ({
    minute:
      day * 1440 +
      (random() < 0.5 ? Math.floor(random() * 1440) : 1380 + Math.floor(random() * 60)),
    visitor: Math.floor(random() * 12),
    url: `https://www.example.com/${Math.floor(random() * 5)}`,
    referrer:
      random() < 0.3 ? 'https://www.google.com/' : random() < 0.6 ? 'https://www.example.com/' : '',
  }));
}

const start = Date.UTC(2026, 8, 1);

function csv(rows: Hit[]): string {
  const lines = rows.map(
    ({ minute, visitor, url, referrer }) =>
      `${new Date(start + minute * 60_000).toISOString()},193.99.144.${visitor},Mozilla/5.0 Firefox/126.0,${url},${referrer}`,
  );
  return ['event_time,ip,user_agent,url,referrer', ...lines, ''].join('\n');
}

const tables = [
  'core.fct_website_events',
  'core.fct_sessions',
  'core.dim_visitors',
  'core.agg_website_events',
  'core.agg_website_events_by_visitor',
  'growth.daily_metrics',
  'growth.visitor_hours',
  'growth.growth_accounting',
  'growth.retention_cohorts',
  'growth.funnel',
];

const hashes = (report: RunReport | undefined) =>
  tables.map((table) => [table, contentHashes(report, table)]);

it('a changed day gives what building everything anew gives, with sessions over midnight', async () => {
  const days = [0, 1, 2, 3, 4, 5].map((day) => csv(hits(day, 120, day + 1)));
  const files = days.map((text, day) => textFile(`day-${day}.csv`, text));
  const house = await newHouse();
  const added = (await house.load(files)).report!;
  expect(added.status).toBe('published');

  // A corrected export of one day, then late rows of another, then a day that comes last: over a restart as well.
  const corrected = textFile('day-2.csv', csv(hits(2, 90, 99)));
  const late = textFile('late.csv', csv(hits(3, 15, 77)));
  const last = textFile('day-6.csv', csv(hits(6, 120, 7)));
  const steps = [[corrected], [late], [last]];
  const live = new Map(files.map((file) => [file.name, file]));
  for (const [i, step] of steps.entries()) {
    const { report } = await house.load(step);
    expect(report!.status).toBe('published');
    for (const file of step) live.set(file.name, file);
    const whole = await newHouse();
    const oracle = await whole.load([...live.values()]);
    expect(hashes(report)).toEqual(hashes(oracle.report));
    if (i === 1) await house.reopen();
  }
}, 120_000);
