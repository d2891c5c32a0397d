import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkIds } from '../core/quality/statistics/statistical-checks.ts';
import type { RunReport } from '../core/run/run-report.ts';
import { openHouse } from './testing/open-house.ts';
import type { House } from './testing/open-house.ts';
import { dsAfter, quietDay, quietDays } from './testing/quiet-days.ts';

const site = 'www.eczachly.com';

/** What does not pass, by the id of the check. */
function alarms(report: RunReport | undefined): Record<string, string> {
  const raised = report!.findings.filter(({ status }) => status === 'warn' || status === 'error');
  return Object.fromEntries(raised.map(({ id, status }) => [id, status]));
}

const trial = async (house: House, ...files: Parameters<House['load']>[0]) =>
  (await house.load(files, { dryRun: true })).report!;

describe('three quiet weeks', () => {
  let house: House;
  let first: RunReport | undefined;
  beforeAll(async () => {
    house = await openHouse();
    first = (await house.load(quietDays(0, 20))).report;
  }, 60_000);
  afterAll(() => house.close());

  it('are published: what cannot be judged yet is told as that', () => {
    expect([first!.status, alarms(first)]).toEqual(['published', {}]);
    const volume = first!.findings.find(({ id }) => id === checkIds.volume)!;
    const statuses = volume.cells!.filter(({ host }) => host === site).map(({ status }) => status);
    expect(statuses.slice(0, 7)).toEqual(Array.from({ length: 7 }, () => 'learning'));
    expect(statuses.slice(14)).toEqual(Array.from({ length: 7 }, () => 'pass'));
    const variants = first!.findings.find(({ id }) => id === checkIds.variants)!;
    expect(variants.status).toBe('n/a');
  });

  it('take a day like the others, and hold one on which a host is silent', async () => {
    expect(alarms(await trial(house, quietDay(21)))).toEqual({});
    const outage = await trial(house, quietDay(21, { first: 0 }));
    expect([outage.status, alarms(outage)]).toEqual([
      'held',
      expect.objectContaining({ [checkIds.volume]: 'error' }),
    ]);
    const volume = outage.findings.find(({ id }) => id === checkIds.volume)!;
    expect(volume.cells).toMatchObject([
      {
        host: site,
        ds: dsAfter(21),
        status: 'error',
        observed: 0,
        expected: 200,
        weekOverWeek: -1,
      },
      { host: 'www.zachwilson.tech', status: 'pass', observed: 200 },
    ]);
    expect(volume.message).toContain(`${site}, ${dsAfter(21)}`);
  }, 60_000);

  it('hold a file that takes the place of another and brings none of its days', async () => {
    const name = `events-${dsAfter(20)}.csv`;
    const report = await trial(house, quietDay(21, { name }));
    expect([report.status, alarms(report)]).toEqual([
      'held',
      expect.objectContaining({ 'import.days_kept': 'error' }),
    ]);
    const kept = report.findings.find(({ id }) => id === 'import.days_kept')!;
    expect(kept.sample.rows).toEqual([[dsAfter(20), 400]]);
    expect(kept.message).toContain(`would be gone: ${dsAfter(20)}, 400 events`);
    // The same rows under another name: another piece of that day keeps it.
    const rest = quietDay(20, { rows: 150, name: 'rest.csv' });
    const both = await trial(house, quietDay(21, { name }), rest);
    expect(alarms(both)).not.toHaveProperty('import.days_kept');
  }, 60_000);

  it('only warn of a silent host on the first publication', async () => {
    const other = await openHouse();
    const files = [...quietDays(0, 20), quietDay(21, { first: 0 })];
    const report = await trial(other, ...files);
    await other.close();
    expect([report.status, alarms(report)]).toMatchObject([
      'dry-run',
      { [checkIds.volume]: 'warn' },
    ]);
  }, 60_000);

  it('go by what people decided: retired hosts, annotations, limits, new normals', async () => {
    const { workbench } = house;
    const silent = quietDay(21, { first: 0 });
    const volumeWith = async (
      settings: Parameters<typeof workbench.changeSettings>[0]['settings'],
    ) => {
      const before = await workbench.settings();
      await workbench.changeSettings({ settings, by: 'Ann' });
      const report = await trial(house, silent);
      await workbench.changeSettings({ settings: before });
      return alarms(report)[checkIds.volume];
    };
    expect(await volumeWith({ retiredHosts: [{ host: site, from: dsAfter(21) }] })).toBeUndefined();
    const outage = {
      id: '1',
      from: dsAfter(21),
      to: dsAfter(21),
      kind: 'outage',
      text: 'moved',
    } as const;
    expect(await volumeWith({ annotations: [outage] })).toBe('warn');
    expect(
      await volumeWith({ newNormals: [{ check: checkIds.volume, host: site, from: dsAfter(18) }] }),
    ).toBeUndefined();
    const [entry] = (await workbench.journal()).filter(({ by }) => by === 'Ann');
    expect(entry).toMatchObject({
      kind: 'settings',
      verdict: expect.stringContaining('new normal'),
    });
  }, 90_000);

  it('limits of a data test, and the fewest events of a day, are a matter of settings', async () => {
    const { workbench } = house;
    const check = 'core.fct_website_events.hosts_known';
    await workbench.changeSettings({
      settings: { minimumEvents: 500, limits: [{ check, warnIf: '> 0', errorIf: '> 0' }] },
    });
    const report = await trial(house, quietDay(21));
    expect(alarms(report)).toEqual({
      'core.agg_website_events.enough_events': 'warn',
      'core.agg_website_events.enough_page_views': 'warn',
    });
    expect(await workbench.settings()).toMatchObject({ minimumEvents: 500 });
    await workbench.changeSettings({ settings: { minimumEvents: 100, limits: [] } });
    const [last] = await workbench.journal();
    expect(last!.verdict).toContain('fewest events a day: 100 (was 500)');
  }, 60_000);

  it('show a check over the days and over the runs, and can be replayed', async () => {
    const { workbench } = house;
    const days = await workbench.checkSeries({ id: checkIds.volume, host: site });
    expect(days.points.at(-1)).toMatchObject({
      at: dsAfter(20),
      status: 'pass',
      observed: 200,
      expected: 200,
    });
    expect(days.points.at(-1)!.lower).toBeLessThan(200);
    const runs = await workbench.checkSeries({ id: 'core.fct_website_events.key_is_unique' });
    expect(runs.points).toMatchObject([{ status: 'pass', observed: 0 }]);
    const replayed = await workbench.backtest();
    expect(replayed).toMatchObject({ to: dsAfter(20), alarms: [] });
    const volume = replayed.checks.find(({ check }) => check === checkIds.volume)!;
    expect(volume).toMatchObject({ tested: 28, flagged: 0 });
  }, 60_000);
});

it('a day that was published with a reason does not hold the days after it', async () => {
  const house = await openHouse();
  await house.load(quietDays(0, 20));
  expect((await house.load([quietDay(21, { first: 0 })])).report!.status).toBe('held');
  const [held] = await house.workbench.held();
  await house.workbench.decide({ id: held!.id, decision: 'publish', reason: 'a move of servers' });
  await house.workbench.saved();
  const next = (await house.load([quietDay(22)])).report;
  expect([next!.status, alarms(next)]).toEqual(['published', {}]);
  const volume = next!.findings.find(({ id }) => id === checkIds.volume)!;
  expect(volume.cells!.map(({ ds }) => ds)).toEqual([dsAfter(22), dsAfter(22)]);
  await house.close();
}, 60_000);
