import { beforeEach, describe, expect, it } from 'vitest';
import { changeSettings } from '../core/warehouse/change-settings.ts';
import { holdRun, releaseHeld } from '../core/warehouse/hold-run.ts';
import { keptPublications } from '../core/warehouse/manifest.ts';
import { nextManifest } from '../core/warehouse/next-manifest.ts';
import type { HeldRun } from '../core/run/held-run.ts';
import { crashingStore } from './testing/crashing-store.ts';
import type { Disk } from './testing/crashing-store.ts';
import { SharedLocks } from './testing/shared-locks.ts';
import {
  bareHost,
  publicationNamed,
  publishDays,
  stageHeldDay,
} from './testing/warehouse-writer.ts';
import { Warehouse } from './warehouse.ts';

const ds = '2026-09-01';
let disk: Disk;
let locks: SharedLocks;
let tabs: number;

beforeEach(() => {
  disk = new Map();
  locks = new SharedLocks();
  tabs = 0;
});

const openTab = (): Promise<Warehouse> =>
  Warehouse.open(
    bareHost(
      crashingStore(disk, async () => {}),
      locks.of(`tab ${tabs++}`),
    ),
  );
const publish = (warehouse: Warehouse, content: string) =>
  publishDays(warehouse, content, { 'core.t': { [ds]: content } });
const shown = (warehouse: Warehouse): string => {
  const [file] = warehouse.files('core.t');
  return new TextDecoder().decode(disk.get(file!)).replace('core.t ', '');
};
const dataFiles = (): string[] => [...disk.keys()].filter((path) => path.startsWith('warehouse/'));
const failure = (code: string) => expect.objectContaining({ code });

describe('of two publishers', () => {
  it('the second is told at once while the first is at work', async () => {
    const [one, two] = [await openTab(), await openTab()];
    await one.asPublisher(async () => {
      await expect(publish(two, 'b')).rejects.toEqual(failure('warehouse-busy'));
      await expect(publish(one, 'c')).rejects.toEqual(failure('warehouse-busy'));
    });
    await publish(two, 'b');
    expect(await one.refresh()).toBe(true);
    expect([shown(one), await one.refresh()]).toEqual(['b', false]);
  });

  it('one that publishes on what is not in force any more is refused', async () => {
    // Without locks between them.
    const [one, two] = [
      bareHost(crashingStore(disk, async () => {})),
      bareHost(crashingStore(disk, async () => {})),
    ];
    const [a, b] = [await Warehouse.open(one), await Warehouse.open(two)];
    const late = a.asPublisher(async () => {
      await publish(b, 'b');
      return a.publish(publicationNamed('a', {}));
    });
    await expect(late).rejects.toEqual(failure('warehouse-moved'));
    expect((await openTab()).head!.journal.map(({ verdict }) => verdict)).toEqual(['b']);
  });

  it('settings that change during a run do not stop it, and stay', async () => {
    const warehouse = await openTab();
    await publish(warehouse, 'a');
    await warehouse.asPublisher(async () => {
      const createdAt = warehouse.now();
      await warehouse.commit((head) =>
        changeSettings(head, { createdAt, settings: { minimumEvents: 7 } }),
      );
      await warehouse.publish(publicationNamed('b', {}));
    });
    expect(warehouse.head).toMatchObject({ generation: 3, settings: { minimumEvents: 7 } });
  });
});

describe('undo', () => {
  it('goes to any of the last five and back, and keeps what people decided', async () => {
    const warehouse = await openTab();
    for (const content of 'abcdefgh') await publish(warehouse, content);
    expect(warehouse.publications().map(({ verdict }) => verdict)).toEqual([...'gfedc']);
    await warehouse.commit((head) =>
      changeSettings(head, { createdAt: warehouse.now(), settings: { minimumEvents: 7 } }),
    );
    const oldest = warehouse.publications()[keptPublications - 1]!;
    await warehouse.undo(oldest.generation);
    const reopened = await openTab();
    expect([shown(reopened), reopened.head!.settings.minimumEvents]).toEqual(['c', 7]);
    expect(reopened.head!.journal[0]).toMatchObject({ kind: 'undone' });
    expect(reopened.publications().map(({ verdict }) => verdict)).toEqual([...'hgfed']);
    await reopened.undo(reopened.publications()[0]!.generation);
    expect(shown(reopened)).toBe('h');
    await expect(reopened.undo(1)).rejects.toEqual(failure('usage'));
  });
});

describe('garbage', () => {
  it('is what no kept generation names: files of older ones, of given up runs, stray copies', async () => {
    const warehouse = await openTab();
    for (const content of 'abcdefgh') await publish(warehouse, content);
    expect(dataFiles()).toHaveLength(keptPublications + 1);
    disk.set('warehouse/core/t/ds=2026-09-01/ffffffffffffffff.parquet', new Uint8Array(9));
    disk.set('generations/3-ffffffffffffffff.manifest', new Uint8Array(9));
    expect(await warehouse.collect()).toHaveLength(2);
    expect(await warehouse.collect()).toEqual([]);
    expect([...disk.keys()].filter((path) => path.startsWith('generations/'))).toHaveLength(
      keptPublications + 1,
    );
  });

  it('spares what another tab reads until it reads on', async () => {
    const [reader, writer] = [await openTab(), await openTab()];
    await publish(writer, 'a');
    await reader.refresh();
    for (const content of 'bcdefgh') await publish(writer, content);
    await reader.verify();
    expect([reader.damage, shown(reader)]).toEqual([null, 'a']);
    await reader.refresh();
    await writer.collect();
    expect(dataFiles()).toHaveLength(keptPublications + 1);
  });

  it('spares held runs until they are let go', async () => {
    const warehouse = await openTab();
    const { report } = publicationNamed('held', {});
    await warehouse.asPublisher(async () => {
      const held: HeldRun = {
        ...{ id: 'held-1', heldAt: '', parent: 0, report, deliveries: [], superseded: [] },
        ...{ diff: [], onOverlap: 'add', staged: { [ds]: await stageHeldDay(warehouse, ds, 'x') } },
      };
      await warehouse.commit((head) => holdRun(head, { createdAt: warehouse.now(), held }));
    });
    expect(warehouse.isPublished).toBe(false);
    for (const content of 'abcdefgh') await publish(warehouse, content);
    const reopened = await openTab();
    const { file } = reopened.head!.held[0]!.staged[ds]!;
    expect(disk.has(file)).toBe(true);
    await reopened.commit((head) => releaseHeld(nextManifest(head, reopened.now()), ['held-1']));
    await reopened.collect();
    expect([disk.has(file), reopened.head!.held]).toEqual([false, []]);
  });

  it('that cannot be removed is no reason to call a publication failed', async () => {
    const store = crashingStore(disk, async () => {});
    const failing = { ...store, remove: () => Promise.reject(new Error('no')) };
    const warehouse = await Warehouse.open(bareHost(failing));
    disk.set('warehouse/core/t/ffffffffffffffff.parquet', new Uint8Array(9));
    await publish(warehouse, 'a');
    expect(warehouse.collectFailure).toEqual(new Error('no'));
    expect((await openTab()).head!.generation).toBe(1);
  });
});

describe('room', () => {
  it('is asked for before anything is written, and told in figures', async () => {
    const store = crashingStore(disk, async () => {});
    const estimate = async () => ({ usage: 90e6, quota: 100e6, free: 10e6 });
    const storage = { estimate, persisted: async () => false, persist: async () => false };
    const warehouse = await Warehouse.open({ ...bareHost(store), storage });
    await warehouse.ensureRoom(10e6);
    await expect(warehouse.ensureRoom(25e6)).rejects.toMatchObject({
      code: 'storage-full',
      message: 'this needs about 25 MB, 10 MB are free; nothing was written',
    });
    await publish(warehouse, 'a');
    await publish(warehouse, 'b');
    expect(await warehouse.storage()).toMatchObject({
      ...{ usage: 90e6, quota: 100e6, persisted: false, lastBackup: null },
      ...{ live: { files: 1, bytes: 8 }, kept: { files: 2, bytes: 16 } },
      publications: [{ generation: 1, verdict: 'a', from: ds, to: ds }],
    });
  });
});
