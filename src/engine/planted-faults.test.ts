import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunReport } from '../core/run/run-report.ts';
import type { PlantedFault } from '../core/sample/sample-faults.ts';
import { type SampleFileOptions, sampleFiles } from '../core/sample/sample-files.ts';
import type { SourceFile } from '../workbench.ts';
import { type House, openHouse, textFile } from './testing/open-house.ts';

const volume = 'core.fct_website_events.volume';
const hours = 'core.agg_website_events.hours';
const signups = 'growth.daily_metrics.signup_conversion_rate';
const purchases = 'growth.daily_metrics.purchase_conversion_rate';
const variants = 'growth.daily_metrics.variants';
const statistical = [volume, hours, signups, purchases, variants];
const actions = 'core.fct_website_events.action_is_known';
const hostNames = 'core.fct_website_events.hostname_well_formed';

const site = 'www.eczachly.com';
const hosts = [site, 'www.zachwilson.tech'];
/** Ninety days to Sunday, 4 October 2026: 62 of history, and what is dropped after them. About 140 conversions a day. */
const ninetyDays: SampleFileOptions = {
  rows: 90 * 3000,
  days: 90,
  split: 'day',
  signupRate: 0.5,
  purchaseRate: 0.4,
};
const nextDay = '2026-09-07';
const nextWeek = '2026-09-13';

/** The files of some days, both included: one each, two of a day that is loaded twice. */
function dailyFiles(from: string, to: string, ...faults: PlantedFault[]): SourceFile[] {
  const files: SourceFile[] = [];
  for (const { name, chunks } of sampleFiles({ ...ninetyDays, faults })) {
    const day = /\d{4}-\d{2}-\d{2}/.exec(name)![0];
    if (day > to) break;
    const text = [...chunks].join('');
    if (day >= from) files.push(textFile(name, text));
  }
  return files;
}

/** What does not pass, by the id of the check. */
function alarms(report: RunReport | undefined): Record<string, string> {
  const raised = report!.findings.filter(({ status }) => status === 'warn' || status === 'error');
  return Object.fromEntries(raised.map(({ id, status }) => [id, status]));
}

/** Alarms of the statistical checks, without the one that is meant to raise one. */
function statisticalBut(check: string, report: RunReport): Record<string, string> {
  const others = Object.entries(alarms(report)).filter(([id]) => id !== check);
  return Object.fromEntries(others.filter(([id]) => statistical.includes(id)));
}

describe('a history of 62 clean days', () => {
  let house: House;
  let first: RunReport | undefined;
  beforeAll(async () => {
    house = await openHouse();
    first = (await house.load(dailyFiles('', '2026-09-06'))).report;
  }, 120_000);
  afterAll(() => house.close());

  /** Drops the days from the next one to `to` as a trial: nothing is published, so that each fault meets the same history. */
  async function audit(to: string, ...faults: PlantedFault[]): Promise<RunReport> {
    const files = dailyFiles(nextDay, to, ...faults);
    return (await house.load(files, { dryRun: true })).report!;
  }

  it('is published without an alarm', () => {
    expect(first).toMatchObject({ status: 'published' });
    expect(alarms(first)).toEqual({});
  });

  it('takes a clean day', async () => {
    const oneDay = await audit(nextDay);
    const judged = oneDay.findings.filter(({ id }) => statistical.includes(id));
    expect(judged.map(({ id, status }) => [id, status]).sort()).toEqual(
      statistical.map((id) => [id, 'pass']).sort(),
    );
    expect([oneDay.status, alarms(oneDay)]).toEqual(['dry-run', {}]);
  });

  it.each<[PlantedFault['fault'], Omit<PlantedFault, 'fault' | 'day'>, string]>([
    ['outage', { host: site }, volume],
    ['double-load', {}, volume],
    ['missing-hours', {}, hours],
    ['unknown-actions', {}, actions],
    ['malformed-hosts', {}, hostNames],
    ['signup-collapse', {}, signups],
  ])('holds a day with %s', async (fault, more, check) => {
    const report = await audit(nextDay, { fault, day: nextDay, ...more });
    expect(alarms(report)).toMatchObject({ [check]: 'error' });
    expect(statisticalBut(check, report)).toEqual({});
    expect(report.status).toBe('held');
  });

  // People of all continents come by: eight hours move a fifth of the events to unusual hours, and an error begins at a quarter.
  it('warns of a day whose clock is shifted by eight hours', async () => {
    const report = await audit(nextDay, { fault: 'hour-shift', day: nextDay });
    expect([report.status, alarms(report)]).toEqual(['dry-run', { [hours]: 'warn' }]);
  });

  it('holds a week in which a variant loses signups', async () => {
    const report = await audit(nextWeek, { fault: 'variant-harm', day: nextDay, days: 7 });
    expect(alarms(report)).toMatchObject({ [variants]: 'error' });
    expect(report.status).toBe('held');
  });

  it.each([1.6, 0.5])(
    'alarms of a level of %d times as many records for 14 days at most, then takes it as usual',
    async (factor) => {
      const report = await audit('2026-09-28', { fault: 'level-change', day: nextDay, factor });
      const cells = report.findings.find(({ id }) => id === volume)?.cells ?? [];
      const daysOf = (host: string, isAlarm: boolean): string[] =>
        cells
          .filter((cell) => cell.host === host)
          .filter(({ status }) => (status === 'warn' || status === 'error') === isAlarm)
          .map(({ ds }) => ds)
          .sort();
      for (const host of hosts) {
        expect(daysOf(host, true).slice(0, 3)).toEqual(['2026-09-07', '2026-09-08', '2026-09-09']);
        expect(daysOf(host, true).at(-1)! <= '2026-09-20').toBe(true);
        expect(daysOf(host, false).at(-1)).toBe('2026-09-28');
      }
      // Days more than a week older than the newest only warn, and by then it has settled.
      expect([report.status, alarms(report)]).toEqual(['dry-run', { [volume]: 'warn' }]);
    },
  );
});
