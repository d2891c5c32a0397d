import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MetricsView } from '../core/metrics/metrics-view.ts';
import type { RunReport } from '../core/run/run-report.ts';
import { makeEvents, toCsv } from '../engine/testing/web-events.ts';
import { openLocalFile } from '../hosts/node/local-file.ts';
import { shippedModels } from '../models/index.ts';
import { withWorkbench } from './open-session.ts';
import { cli, cliJson } from './testing/command-line.ts';

let folder: string;
const at = (name: string): string => join(folder, name);
const shippedRate = shippedModels['./metrics/signup_conversion_rate.yml']!;
/** Signups / visits, where what ships says signups / website hits. */
const own = {
  'metrics/signup_conversion_rate.yml': shippedRate
    .replace('Signups / website hits', 'Signups / visits')
    .replace('sum: website_hits', 'sum: visits'),
  'metrics/login_rate.yml': shippedRate
    .replace('name: signup_conversion_rate', 'name: login_rate')
    .replace('label: Signup conversion', 'label: Login rate')
    .replace('Signups / website hits', 'Logins / website hits')
    .replace('sum: signups', 'sum: logins'),
};
const stderr = { write: () => {} };

/** Runs the events with some own files and says what the overview and the daily table then hold. */
async function publish(warehouse: string, project?: string) {
  return withWorkbench({ warehouse: at(warehouse), project }, { stderr }, async (workbench) => {
    const source = { name: 'events.csv', folder: '', bytes: await openLocalFile(at('events.csv')) };
    const [file] = await workbench.inspect({ files: [source] });
    const report = await workbench.run({
      files: [{ id: file!.id, mapping: file!.guess!.mapping }],
    });
    await workbench.saved();
    const { rows } = await workbench.query({
      sql: `select metric, cast(sum(numerator) as integer), cast(sum(denominator) as integer)
        from growth.daily_metrics group by 1`,
    });
    const daily = Object.fromEntries(rows.map(([metric, ...counts]) => [metric as string, counts]));
    return { report, view: await workbench.metrics({}), daily };
  });
}

interface Published {
  report: RunReport;
  view: MetricsView;
  daily: Record<string, unknown[]>;
}
let [asShipped, changed]: Published[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'homegrown-metric-'));
  await writeFile(at('events.csv'), toCsv(makeEvents(400)));
  for (const [path, text] of Object.entries(own)) {
    await mkdir(join(at('own'), 'metrics'), { recursive: true });
    await writeFile(join(at('own'), path), text);
  }
  asShipped = await publish('shipped');
  changed = await publish('changed', at('own'));
}, 120_000);
afterAll(() => rm(folder, { recursive: true }));

const metric = (...argv: string[]) => cliJson<Record<string, unknown>[]>('metric', ...argv);

describe('a definition that is changed', () => {
  it('changes the overview, the daily table and the command line alike, and nothing else', async () => {
    const { signups, website_visits: visits } = asShipped!.view.totals;
    const rate = { numerator: signups.value, denominator: visits.value };
    expect(visits.value).not.toBe(asShipped!.view.totals.website_hits.value);
    const { signup_conversion_rate: overview, ...others } = changed!.view.totals;
    expect(overview).toMatchObject(rate);
    expect(asShipped!.view.totals).toMatchObject(others);
    expect(changed!.view.definitions.signup_conversion_rate).toBe('Signups / visits');

    expect(changed!.daily['signup_conversion_rate']).toEqual([signups.value, visits.value]);
    const untouched = Object.keys(asShipped!.daily).filter(
      (name) => name !== 'signup_conversion_rate',
    );
    for (const name of untouched)
      expect(changed!.daily[name], name).toEqual(asShipped!.daily[name]);

    const [said] = await metric(
      'signup_conversion_rate',
      '--warehouse',
      at('changed'),
      '--project',
      at('own'),
    );
    expect(said).toEqual({ ...rate, signup_conversion_rate: overview.value });
  });

  it('of a new guardrail stands in the daily table and is watched', () => {
    const { logins, website_hits: hits } = asShipped!.view.totals;
    expect(changed!.daily['login_rate']).toEqual([logins.value, hits.value]);
    const watched = changed!.report.findings.filter(({ guardrail }) => guardrail);
    expect(watched.map(({ id, title }) => [id.split('.')[2], title])).toEqual([
      ['login_rate', 'Login rate has not declined'],
      ['signup_conversion_rate', 'Signup conversion has not declined'],
      ['purchase_conversion_rate', 'Purchase conversion has not declined'],
      ['variants', 'No variant hurts a guardrail'],
    ]);
    expect(watched[0]!.description).toMatch(/^Logins \/ website hits, overall and per host/);
  });
});

describe('homegrown metric', () => {
  it('answers by dimensions and days, as CSV, JSON and a table', async () => {
    const args = ['daily_visitors', '--warehouse', at('shipped'), '--by', 'dim_country,month'];
    const rows = await metric(...args);
    const countries = rows.map((row) => row['dim_country']);
    expect(countries).toEqual([...new Set(countries)].sort());
    const kept = await metric(...args, '--where', 'dim_country=JP', '--where', 'dim_country=DE');
    expect(kept).toEqual(rows.filter((row) => ['DE', 'JP'].includes(String(row['dim_country']))));
    const csv = (await cli('metric', ...args, '--format', 'csv')).stdout.split('\n');
    expect(csv[0]).toBe('dim_country,month,daily_visitors');
    expect(csv.length).toBe(rows.length + 2);
    expect((await cli('metric', ...args)).stdout).toContain('daily_visitors');
    const none = await metric(...args, '--from', '2031-01-01');
    expect(none).toEqual([]);
  });

  it('counts by the days of a zone', async () => {
    const args = ['website_hits', '--warehouse', at('shipped'), '--by', 'ds'];
    const zoned = await metric(...args, '--timezone', 'Asia/Kolkata');
    const [utc, local] = [await metric(...args), zoned].map((rows) =>
      rows.map((row) => Number(row['website_hits'])),
    ) as [number[], number[]];
    const sum = (values: number[]): number => values.reduce((all, one) => all + one, 0);
    expect(sum(local)).toBe(sum(utc));
    expect(local).not.toEqual(utc);
    const view = await withWorkbench({ warehouse: at('shipped') }, { stderr }, (workbench) =>
      workbench.metrics({ timezone: 'Asia/Kolkata' }),
    );
    expect(zoned.map((row) => [row['ds'], row['website_hits']])).toEqual(
      view.days.flatMap((ds, i) => {
        const value = view.daily.website_hits[i];
        return value === null ? [] : [[ds, value]];
      }),
    );
  });

  it('keeps rows without a value apart', async () => {
    const args = ['website_hits', '--warehouse', at('shipped'), '--by', 'dim_device_brand'];
    const rows = await metric(...args);
    expect(rows.at(-1)!['dim_device_brand']).toBeNull();
    expect(await metric(...args, '--where', 'dim_device_brand=')).toEqual(rows.slice(-1));
  });

  it('lists what there is, with and without a warehouse', async () => {
    const all = await metric();
    expect(all).toContainEqual({
      metric: 'signup_conversion_rate',
      definition: 'Signups / website hits',
      guardrail: 'guardrail',
      model: 'visitor_hours',
      by: expect.stringContaining('ds week month dim_hostname') as string,
    });
    expect(await metric('--warehouse', at('shipped'))).toEqual(all);
    const withOwn = await metric('--project', at('own'));
    expect(withOwn.map((row) => row['metric'])).toContain('login_rate');
  });

  it.each([
    [['signup'], 1, /unknown metric: signup; there are .*signups/],
    [['signups', '--by', 'colour'], 64, /signups has no such dimension: colour/],
    [['signups', '--from', '2026-13-01'], 64, /not a day/],
    [['signups', '--timezone', 'Mars/Base'], 64, /not a time zone/],
    [['signups', '--from', '2026-02-01', '--to', '2026-01-01'], 64, /ends before it begins/],
    [['signups', '--where', 'dim_country'], 64, /DIMENSION=VALUE/],
    [['signups', '--bots', 'all'], 64, /--bots is one of/],
    [['signups', 'logins'], 64, /one metric at a time/],
    [['bounce_rate', '--bots', 'only'], 64, /bots are not told apart there: fct_sessions/],
  ])('refuses %j', async (argv, code, message) => {
    const said = await cli('metric', ...argv, '--warehouse', at('shipped'));
    expect(said.stderr).toMatch(message);
    expect(said.code).toBe(code);
  });

  it('says what is wrong with a folder of own metrics, and where', async () => {
    await mkdir(join(at('broken'), 'metrics'), { recursive: true });
    const text = own['metrics/login_rate.yml'].replace('- dim_os', '- dim_oss');
    await writeFile(join(at('broken'), 'metrics/login_rate.yml'), text);
    const said = await cli(
      'metric',
      'signups',
      '--warehouse',
      at('shipped'),
      '--project',
      at('broken'),
    );
    expect(said).toMatchObject({ code: 1, stdout: '' });
    const line = text.split('\n').findIndex((one) => one.includes('dim_oss')) + 1;
    expect(said.stderr).toContain(
      `metrics/login_rate.yml:${line}:9: unknown column of visitor_hours: dim_oss`,
    );
  });
});
