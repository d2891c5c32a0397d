import { afterEach, expect, it } from 'vitest';
import { writeRules } from '../core/rules/write-rules.ts';
import type { RunReport } from '../core/run/run-report.ts';
import { shippedRules } from '../models/testing/shipped-rules.ts';
import { contentHashes, openHouse, textFile } from './testing/open-house.ts';
import type { House } from './testing/open-house.ts';
import { quietDay, quietDays } from './testing/quiet-days.ts';
import { makeEvents, toCsv } from './testing/web-events.ts';

const events = makeEvents(400);
const day = 86_400_000;
const good = textFile('a.csv', toCsv(events.slice(0, 200)));
const nextDays = events.slice(200).map((event) => ({ ...event, time: event.time + day }));
const fixed = textFile('b.csv', toCsv(nextDays));
/** The same rows, of a host that is none. */
const bad = textFile(
  'b.csv',
  toCsv(nextDays).replaceAll(/https:\/\/www\.[a-z]+\.[a-z]+/g, 'https://intranet'),
);

const houses: House[] = [];
afterEach(async () => {
  for (const house of houses.splice(0)) await house.close();
});

/** A house with a publication and a run that is held. */
async function houseWithHeld(): Promise<{ house: House; held: RunReport }> {
  const house = await openHouse();
  houses.push(house);
  await house.load([good]);
  return { house, held: (await house.load([bad])).report! };
}

const rowsOf = async (house: House): Promise<number> =>
  Number((await house.query('select count(*) as n from core.fct_website_events'))[0]!['n']);

async function idOf({ workbench }: House): Promise<string> {
  return (await workbench.held())[0]!.id;
}

const journalOf = async ({ workbench }: House): Promise<string[]> =>
  (await workbench.journal()).map(({ kind }) => kind);

it('a held run leaves what is published, says what it would change, and is there after reopening', async () => {
  const { house, held } = await houseWithHeld();
  expect(held.status).toBe('held');
  const tell = async () => {
    const [run] = await house.workbench.held();
    expect(run!.id).toMatch(/^held-[0-9a-f]{16}$/);
    expect(run!.deliveries.map(({ name }) => name)).toEqual(['b.csv']);
    expect(run!.report.findings.filter(({ status }) => status === 'error')).toMatchObject([
      { id: 'core.fct_website_events.hostname_well_formed' },
    ]);
    const failing = run!.report.findings.find(({ status }) => status === 'error')!;
    expect(failing.sample.rows.length).toBeGreaterThan(0);
    expect(run!.diff.map(({ ds, host, published }) => [ds, host, published])).toEqual([
      ['2026-09-03', 'intranet', null],
      ['2026-09-04', 'intranet', null],
    ]);
    const changed = run!.diff.map(({ candidate }) => candidate!.events);
    expect(changed.reduce((sum, count) => sum + count, 0)).toBe(200);
    expect(await house.workbench.status()).toMatchObject({ held: 1, generation: 2 });
    expect(await rowsOf(house)).toBe(200);
    return run!.id;
  };
  const id = await tell();
  await house.reopen();
  expect(await tell()).toBe(id);
  expect(await journalOf(house)).toEqual(['held', 'published']);
}, 60_000);

it('is published with a reason, which the journal keeps, and not without one', async () => {
  const { house } = await houseWithHeld();
  await house.reopen();
  const id = await idOf(house);
  const { workbench } = house;
  await expect(workbench.decide({ id, decision: 'publish', reason: ' ' })).rejects.toMatchObject({
    code: 'reason-missing',
  });
  const report = await workbench.decide({
    id,
    decision: 'publish',
    reason: 'they moved',
    by: 'Ann',
  });
  expect(report).toMatchObject({ status: 'published', deliveries: [{ name: 'b.csv' }] });
  expect(report.findings.some(({ status }) => status === 'error')).toBe(true);
  await workbench.saved();
  expect(await rowsOf(house)).toBe(400);
  await house.reopen();
  expect(await rowsOf(house)).toBe(400);
  expect(await house.workbench.held()).toEqual([]);
  expect((await house.workbench.journal())[0]).toMatchObject({
    kind: 'overridden',
    reason: 'they moved',
    by: 'Ann',
    held: id,
    from: '2026-09-03',
    to: '2026-09-04',
  });
  await expect(house.workbench.decide({ id, decision: 'discard' })).rejects.toMatchObject({
    code: 'held-unknown',
  });
}, 60_000);

it('publishing what was held makes the tables that publishing it at once would have made, by rules changed since', async () => {
  const { house } = await houseWithHeld();
  const offer = { name: 'offer', action: 'download', when: { path: '^/bootcamp' } } as const;
  const text = writeRules('actions', [offer, ...shippedRules.actions]);
  const changes = { 'rules/actions.yml': text };
  await house.workbench.applyProject({ changes, reason: 'as told', publishAnyway: true });
  await house.workbench.decide({ id: await idOf(house), decision: 'publish', reason: 'as told' });
  const late = (await house.workbench.saved())!;
  const other = await openHouse();
  houses.push(other);
  await other.workbench.applyProject({ changes });
  // Without a first publication nothing is said of new hosts; this one is held all the same.
  const atOnce = await other.load([good, bad]);
  expect(atOnce.report!.status).toBe('held');
  await other.workbench.decide({ id: await idOf(other), decision: 'publish', reason: 'as told' });
  const early = (await other.workbench.saved())!;
  const hashes = (report: RunReport) =>
    report.tables.map(({ name, partitions }) => [name, partitions]);
  expect(hashes(late)).toEqual(hashes(early));
  const ruled = `select count(*) as n from core.fct_website_events where action_rule = 'offer'`;
  const isOffer = ({ url }: { url: string }): boolean => url.endsWith('/bootcamp');
  expect(await house.query(ruled)).toEqual([{ n: events.filter(isOffer).length }]);
}, 60_000);

it('is given up, and the same files can be dropped again', async () => {
  const { house } = await houseWithHeld();
  const again = await house.load([bad]);
  expect(again.report).toMatchObject({
    status: 'unchanged',
    deliveries: [{ status: 'unchanged', message: expect.stringContaining('held run: held-') }],
  });
  await house.workbench.decide({ id: await idOf(house), decision: 'discard', reason: 'a slip' });
  expect(await house.workbench.held()).toEqual([]);
  expect((await house.workbench.journal())[0]).toMatchObject({
    kind: 'discarded',
    reason: 'a slip',
  });
  expect(await rowsOf(house)).toBe(200);
  expect((await house.load([bad])).report!.status).toBe('held');
}, 60_000);

it('is checked again on what is published now, and published once nothing fails', async () => {
  const house = await openHouse();
  houses.push(house);
  await house.load(quietDays(0, 20));
  // The day between is missing: nothing is wrong with this one but that.
  const early = (await house.load([quietDay(22)])).report!;
  expect(early.status).toBe('held');
  const id = await idOf(house);
  const again = () => house.workbench.decide({ id, decision: 'again' });
  expect(await again()).toMatchObject({ status: 'held' });
  expect((await house.workbench.held()).map((run) => run.id)).toEqual([id]);
  await house.load([quietDay(21)]);
  expect(await again()).toMatchObject({ status: 'published' });
  const late = (await house.workbench.saved())!;
  expect(await house.workbench.held()).toEqual([]);
  expect(await journalOf(house)).toEqual(['fixed', 'published', 'held', 'published']);
  await expect(again()).rejects.toMatchObject({ code: 'held-unknown' });
  const other = await openHouse();
  houses.push(other);
  const atOnce = (await other.load(quietDays(0, 22))).report!;
  for (const { name } of atOnce.tables)
    if (name !== 'staging.stg_web_events')
      expect(contentHashes(late, name)).toEqual(contentHashes(atOnce, name));
}, 60_000);

it('is replaced by the mended file of that name, which takes the files beside it along', async () => {
  const house = await openHouse();
  houses.push(house);
  await house.load([good]);
  const [beside] = [textFile('c.csv', toCsv(makeEvents(60, 3)))];
  expect((await house.load([bad, beside])).report!.status).toBe('held');
  const mended = (await house.load([fixed, beside])).report!;
  expect(mended).toMatchObject({ status: 'published' });
  expect(mended.deliveries.map(({ status }) => status)).toEqual(['loaded', 'loaded']);
  expect(await house.workbench.held()).toEqual([]);
  expect(await journalOf(house)).toEqual(['fixed', 'held', 'published']);
  expect(await rowsOf(house)).toBe(460);
}, 60_000);

it('keeps the files that a mended one left behind', async () => {
  const house = await openHouse();
  houses.push(house);
  await house.load([good]);
  await house.load([bad, textFile('c.csv', toCsv(makeEvents(60, 3)))]);
  expect((await house.load([fixed])).report!.status).toBe('published');
  const [left] = await house.workbench.held();
  expect(left!.deliveries.map(({ name }) => name)).toEqual(['c.csv']);
  await house.workbench.decide({ id: left!.id, decision: 'publish', reason: 'it was never bad' });
  await house.workbench.saved();
  expect(await rowsOf(house)).toBe(460);
}, 60_000);
