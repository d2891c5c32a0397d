import { afterEach, expect, it } from 'vitest';
import { openHouse, textFile } from './testing/open-house.ts';
import type { House } from './testing/open-house.ts';
import { makeEvents, toCsv } from './testing/web-events.ts';

const events = makeEvents(300);
const pieces = [0, 100, 200].map((at, i) =>
  textFile(`${i}.csv`, toCsv(events.slice(at, at + 100))),
);

const houses: House[] = [];
afterEach(async () => {
  for (const house of houses.splice(0)) await house.close();
});

const rowsOf = async (house: House): Promise<number> =>
  Number((await house.query('select count(*) as n from core.fct_website_events'))[0]!['n']);

it('an earlier publication is put back, shown at once, and can itself be undone', async () => {
  const house = await openHouse();
  houses.push(house);
  for (const piece of pieces) await house.load([piece]);
  const { workbench } = house;
  const hits = async () => (await workbench.metrics({})).totals.website_hits.numerator;
  const all = await hits();
  const { publications } = await workbench.storage();
  expect(publications.map(({ generation, events: count }) => [generation, count])).toEqual([
    [2, 200],
    [1, 100],
  ]);
  const status = await workbench.undo({ generation: 1 });
  expect(status).toMatchObject({ generation: 4, events: 100 });
  expect(await rowsOf(house)).toBe(100);
  expect(await hits()).toBeLessThan(all);
  expect((await workbench.journal())[0]).toMatchObject({ kind: 'undone' });
  await house.reopen();
  expect(await rowsOf(house)).toBe(100);

  await house.workbench.undo({ generation: 3 });
  expect(await rowsOf(house)).toBe(300);
  expect((await house.workbench.metrics({})).totals.website_hits.numerator).toBe(all);
}, 60_000);

it('what is dropped after an undo is built on what was put back', async () => {
  const house = await openHouse();
  houses.push(house);
  for (const piece of pieces) await house.load([piece]);
  await house.workbench.undo({ generation: 2 });
  const again = await house.load([pieces[2]!]);
  expect(again.report).toMatchObject({ status: 'published', deliveries: [{ status: 'loaded' }] });
  expect(await rowsOf(house)).toBe(300);

  const other = await openHouse();
  houses.push(other);
  const atOnce = await other.load(pieces);
  const hashes = (report: typeof again.report) =>
    report!.tables.map(({ name, partitions }) => [name, partitions]);
  expect(hashes(again.report)).toEqual(hashes(atOnce.report));
}, 60_000);

it('a session follows what another one publishes', async () => {
  const house = await openHouse();
  houses.push(house);
  await house.load([pieces[0]!]);
  const other = await openHouse(house.folder);
  houses.push(other);
  expect(await rowsOf(other)).toBe(100);
  await house.load([pieces[1]!]);
  expect(await rowsOf(other)).toBe(100);
  expect(await other.workbench.refresh()).toMatchObject({ generation: 2, events: 200 });
  expect(await rowsOf(other)).toBe(200);
  // A run reads the manifest itself: it builds on what is in force, not on what this session saw.
  await house.load([pieces[2]!]);
  const more = textFile('3.csv', toCsv(makeEvents(50, 5)));
  expect((await other.load([more])).report).toMatchObject({ status: 'published', generation: 4 });
  expect(await rowsOf(other)).toBe(350);
}, 60_000);
