import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openNodeHost } from '../hosts/node/open-node-host.ts';
import type { NodeHost } from '../hosts/node/open-node-host.ts';
import type { Database, Host } from './ports.ts';
import { crashingStore } from './testing/crashing-store.ts';
import type { Disk } from './testing/crashing-store.ts';
import { publicationNamed, tableNamed } from './testing/warehouse-writer.ts';
import { Warehouse } from './warehouse.ts';

let node: NodeHost;
let db: Database;
let host: Host;
let disk: Disk;

beforeAll(async () => {
  node = await openNodeHost({ threads: 1 });
  db = await node.openDatabase();
  await db.run('create schema core');
});
afterAll(async () => {
  await db.close();
  await node.dispose();
});
beforeEach(() => {
  disk = new Map();
  host = { ...node, store: crashingStore(disk, async () => {}) };
});

const table = tableNamed('core.t');

/** Publishes days of real Parquet: each holds one row, its ds. */
async function publish(id: string, days: string[]): Promise<Warehouse> {
  const warehouse = await Warehouse.open(host);
  warehouse.declare([table]);
  for (const ds of days) {
    const sql = `select '${ds}' as ds`;
    await warehouse.stage(db, { table, ds, rows: 1, contentHash: ds, sql }, undefined);
  }
  const loaded = Object.fromEntries(days.map((ds) => [ds, ds]));
  await warehouse.publish(publicationNamed(id, loaded));
  return warehouse;
}

// Tables are loaded here; reading in place is what the folder host adds.
function loading(): Database {
  return {
    run: (sql, options) => db.run(sql, options),
    readParquet: (name, source, options) => db.readParquet(name, source, options),
  } as Database;
}

async function rowsOf(warehouse: Warehouse): Promise<unknown[]> {
  await warehouse.mount(loading(), 'core.t');
  return (await db.rows('select ds from core.t order by ds')).map(({ ds }) => ds);
}

const [first, second, third] = ['2026-09-01', '2026-09-02', '2026-09-03'] as const;
const dataFiles = (): string[] => [...disk.keys()].filter((path) => path.endsWith('.parquet'));
const fileOf = (ds: string): string => dataFiles().find((path) => path.includes(ds))!;

function flip(path: string, at: number): void {
  const bytes = disk.get(path)!.slice();
  bytes[at % bytes.length]! ^= 1 << (at % 8);
  disk.set(path, bytes);
}

describe('one changed bit', () => {
  it('of a data file is found when it is read, and is never served', async () => {
    await publish('one', [first]);
    await publish('two', [first, second]);
    const intact = new Map(disk);
    await fc.assert(
      fc.asyncProperty(fc.nat(1e6), fc.constantFrom(first, second), async (at, ds) => {
        flip(fileOf(ds), at);
        const warehouse = await Warehouse.open(host);
        await expect(rowsOf(warehouse)).rejects.toMatchObject({ code: 'warehouse-damaged' });
        const missing = [{ table: 'core.t', ds, reason: 'changed' }];
        // The first day is in both publications, the second in one.
        const shown = ds === first ? 0 : 1;
        expect(warehouse.damage).toEqual({ generation: 2, shown, missing });
        if (shown === 1) expect(await rowsOf(warehouse)).toEqual([first]);
        else await expect(rowsOf(warehouse)).rejects.toMatchObject({ code: 'warehouse-damaged' });
        const verified = await Warehouse.open(host);
        await verified.verify();
        expect(verified.damage).toEqual(warehouse.damage);
        disk = new Map(intact);
        host = { ...host, store: crashingStore(disk, async () => {}) };
      }),
      { numRuns: 40 },
    );
  });

  it('of a manifest is found when it is read: its copy is as good', async () => {
    await publish('one', [first]);
    await publish('two', [first, second]);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(1e6),
        fc.subarray(['manifest.0', 'manifest.1']),
        async (at, slots) => {
          const intact = new Map(disk);
          for (const slot of slots) flip(slot, at);
          const warehouse = await Warehouse.open(host);
          expect(warehouse.damage).toBeNull();
          expect(warehouse.head!.journal.map(({ verdict }) => verdict)).toEqual(['two', 'one']);
          for (const [path, bytes] of intact) disk.set(path, bytes);
        },
      ),
      { numRuns: 60 },
    );
    for (const slot of ['manifest.0', 'manifest.1']) flip(slot, 99);
    const warehouse = await publish('three', [first, second, third]);
    expect(warehouse.head).toMatchObject({ generation: 3, publishedIn: 3 });
    expect(await rowsOf(await Warehouse.open(host))).toEqual([first, second, third]);
  });

  it('of every manifest leaves nothing to show, and nothing is written over', async () => {
    await publish('one', [first]);
    for (const path of disk.keys()) if (!path.endsWith('.parquet')) flip(path, 40);
    const before = new Map(disk);
    const warehouse = await Warehouse.open(host);
    expect(warehouse.damage).toMatchObject({ shown: 0, missing: [{ table: 'manifest' }] });
    await expect(publish('two', [first, second])).rejects.toMatchObject({
      code: 'warehouse-damaged',
    });
    for (const [path, bytes] of before) expect(disk.get(path), path).toBe(bytes);
  });

  it('of the copy of a publication is told when it is put back', async () => {
    await publish('one', [first]);
    const warehouse = await publish('two', [first, second]);
    flip(warehouse.publications()[0]!.file, 40);
    await expect(warehouse.undo(1)).rejects.toMatchObject({ code: 'warehouse-damaged' });
    expect((await Warehouse.open(host)).head!.generation).toBe(2);
  });
});

describe('a missing or short file', () => {
  it.each([
    ['missing', (path: string) => disk.delete(path)],
    ['changed', (path: string) => disk.set(path, disk.get(path)!.slice(0, -1))],
  ] as const)('that is %s: the publication before is shown at once', async (reason, spoil) => {
    await publish('one', [first]);
    await publish('two', [first, second]);
    spoil(fileOf(second));
    const warehouse = await Warehouse.open(host);
    const missing = [{ table: 'core.t', ds: second, reason }];
    expect(warehouse.damage).toEqual({ generation: 2, shown: 1, missing });
    expect(warehouse.deliveries().map(({ id }) => id)).toEqual(['one']);
    expect(await rowsOf(warehouse)).toEqual([first]);
    expect(warehouse.head!.journal).toHaveLength(2);
    // The drop is made again: it builds on what is shown and mends what is missing.
    const mended = await publish('two', [first, second]);
    expect(mended.damage).toBeNull();
    expect(mended.head).toMatchObject({ generation: 3, parent: 2 });
    expect(await rowsOf(await Warehouse.open(host))).toEqual([first, second]);
  });

  it('in no whole publication: nothing is shown, and dropping all again mends it', async () => {
    await publish('one', [first]);
    disk.delete(fileOf(first));
    const warehouse = await Warehouse.open(host);
    expect(warehouse.damage).toMatchObject({ generation: 1, shown: 0 });
    await expect(rowsOf(warehouse)).rejects.toMatchObject({ code: 'warehouse-damaged' });
    expect((await publish('one', [first])).damage).toBeNull();
    expect(await rowsOf(await Warehouse.open(host))).toEqual([first]);
  });

  it('is whole again once it is put back', async () => {
    const warehouse = await publish('one', [first]);
    const bytes = disk.get(fileOf(first))!;
    flip(fileOf(first), 500);
    await warehouse.verify();
    expect(warehouse.damage).toMatchObject({ shown: 0 });
    disk.set(fileOf(first), bytes);
    await warehouse.verify();
    expect(warehouse.damage).toBeNull();
  });
});

it('refuses a file that the disk did not keep as it was written', async () => {
  const { store } = host;
  const lying = {
    ...store!,
    write: (path: string, bytes: Uint8Array) => {
      const kept = bytes.slice();
      if (path.endsWith('.parquet')) kept[50]! ^= 1;
      return store!.write(path, kept);
    },
  };
  host = { ...host, store: lying };
  await expect(publish('one', [first])).rejects.toMatchObject({ code: 'warehouse-damaged' });
  expect((await Warehouse.open(host)).head).toBeUndefined();
});
