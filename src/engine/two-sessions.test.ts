import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import type { Workbench } from '../workbench.ts';
import { filesUnder, openHouse, textFile } from './testing/open-house.ts';
import type { House } from './testing/open-house.ts';
import { makeEvents, toCsv } from './testing/web-events.ts';

const events = makeEvents(300);
const [first, second, third] = [0, 100, 200].map((at, i) =>
  textFile(`${i}.csv`, toCsv(events.slice(at, at + 100))),
);

const houses: House[] = [];
afterEach(async () => {
  for (const house of houses.splice(0)) await house.close();
});

async function open(shared?: string): Promise<House> {
  const house = await openHouse(shared);
  houses.unshift(house);
  return house;
}

const rowsOf = async (house: House): Promise<number> =>
  Number((await house.query('select count(*) as n from core.fct_website_events'))[0]!['n']);

it('of two sessions that publish, one is told at once, and nothing of the other is lost', async () => {
  const house = await open();
  await house.load([first!]);
  const other = await open(house.folder);
  const confirm = async (
    { workbench }: House,
    file: typeof first,
  ): Promise<Parameters<Workbench['run']>[0]> => {
    const inspected = await workbench.inspect({ files: [file!] });
    return { files: inspected.map(({ id, guess }) => ({ id, mapping: guess!.mapping })) };
  };
  const [ours, theirs] = [await confirm(house, second), await confirm(other, third)];
  let running: ReturnType<Workbench['run']> | undefined;
  // Both at once would leave it to the disk who comes first.
  await new Promise<void>((resolve) => {
    running = house.workbench.run(ours, { onProgress: () => resolve() });
  });
  // Tables are shown before they are saved: until then nobody else publishes.
  await expect(other.workbench.run(theirs)).rejects.toMatchObject({ code: 'warehouse-busy' });
  expect((await running)!.status).toBe('published');
  await house.workbench.saved();
  expect((await other.workbench.run(theirs)).status).toBe('published');
  expect(await other.workbench.saved()).toMatchObject({ generation: 3 });
  expect(await rowsOf(other)).toBe(300);
  await house.workbench.refresh();
  expect(await rowsOf(house)).toBe(300);
}, 60_000);

it('a session goes on with its run while people change settings, and both are kept', async () => {
  const house = await open();
  await house.load([first!]);
  const running = house.load([second!], {
    onProgress: ({ step }) => {
      if (step === 'build' && changing === undefined)
        changing = house.workbench.changeSettings({ settings: { minimumEvents: 7 } });
    },
  });
  let changing: Promise<unknown> | undefined;
  expect((await running).report!.status).toBe('published');
  await changing;
  await house.reopen();
  expect(await house.workbench.settings()).toMatchObject({ minimumEvents: 7 });
  expect(await rowsOf(house)).toBe(200);
  expect((await house.workbench.journal()).map(({ kind }) => kind)).toEqual([
    'published',
    'settings',
    'published',
  ]);
}, 60_000);

it('shows the publication before where a file of the newest is damaged, and says which', async () => {
  const house = await open();
  const files = () => filesUnder(join(house.folder, 'warehouse/core/fct_website_events'));
  await house.load([first!]);
  const before = await files();
  await house.load([second!]);
  await house.reopen();
  const path = (await files()).findLast((file) => !before.includes(file))!;
  const bytes = await readFile(path);
  bytes[bytes.length >> 1]! ^= 1;
  await writeFile(path, bytes);
  expect(await rowsOf(house)).toBe(100);
  expect((await house.workbench.status()).damage).toMatchObject({
    generation: 2,
    shown: 1,
    missing: [{ table: 'core.fct_website_events', reason: 'changed' }],
  });
}, 60_000);
