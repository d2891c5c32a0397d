import { zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { changeSettings } from '../core/warehouse/change-settings.ts';
import { openNodeHost } from '../hosts/node/open-node-host.ts';
import type { NodeHost } from '../hosts/node/open-node-host.ts';
import type { SourceFile } from '../workbench.ts';
import { crashingStore } from './testing/crashing-store.ts';
import type { Disk } from './testing/crashing-store.ts';
import { textFile } from './testing/open-house.ts';
import { publishDays } from './testing/warehouse-writer.ts';
import { Warehouse } from './warehouse.ts';

const ds = '2026-09-01';
let node: NodeHost;

beforeEach(async () => {
  node = await openNodeHost();
});
afterEach(() => node.dispose());

const openOn = (disk: Disk): Promise<Warehouse> =>
  Warehouse.open({ ...node, store: crashingStore(disk, async () => {}) });
const publish = (warehouse: Warehouse, content: string) =>
  publishDays(warehouse, content, { 'core.t': { [ds]: content }, 'growth.u': { [ds]: 'same' } });
const shown = (warehouse: Warehouse, disk: Disk): string =>
  new TextDecoder().decode(disk.get(warehouse.files('core.t')[0]!)).replace('core.t ', '');

/** A warehouse of some publications, with settings. */
async function made(contents: string): Promise<{ disk: Disk; warehouse: Warehouse }> {
  const disk: Disk = new Map();
  const warehouse = await openOn(disk);
  for (const content of contents) await publish(warehouse, content);
  await warehouse.commit((head) =>
    changeSettings(head, { createdAt: warehouse.now(), settings: { minimumEvents: 7 } }),
  );
  return { disk, warehouse };
}

async function backupOf(warehouse: Warehouse): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const { path, bytes } of await warehouse.planBackup()) {
    const file = await warehouse.backupFile(path);
    expect(file.bytes.length).toBe(bytes);
    files.set(path, file.bytes);
  }
  return files;
}

function asFolder(files: Map<string, Uint8Array>, root = 'my warehouse'): SourceFile[] {
  return [...files].map(([path, bytes]) => {
    const parts = path.split('/');
    const name = parts.pop()!;
    return textFile(name, bytes, [root, ...parts].filter((part) => part !== '').join('/'));
  });
}

const asZip = (files: Map<string, Uint8Array>): SourceFile[] => [
  textFile('backup.zip', zipSync(Object.fromEntries(files))),
];

describe('a backup', () => {
  it('is every file of the warehouse, the manifest last', async () => {
    const { warehouse, disk } = await made('abc');
    const files = await backupOf(warehouse);
    expect([...files.keys()].at(-1)).toBe('manifest.0');
    const data = (paths: Iterable<string>) =>
      [...paths].filter((path) => path.startsWith('warehouse/')).sort();
    expect(data(files.keys())).toEqual(data(disk.keys()));
    // Unpacked, it is a warehouse.
    const copy = await openOn(new Map(files));
    expect(copy.head).toEqual(warehouse.head);
    await warehouse.noteBackup();
    expect((await warehouse.storage()).lastBackup).not.toBeNull();
  });

  it('stays one warehouse when somebody publishes meanwhile', async () => {
    const { warehouse } = await made('ab');
    const plan = await warehouse.planBackup();
    const files = new Map<string, Uint8Array>();
    for (const [i, { path }] of plan.entries()) {
      if (i === 2) await publish(warehouse, 'c');
      files.set(path, (await warehouse.backupFile(path)).bytes);
    }
    const copy = await openOn(files);
    await copy.verify();
    expect([shown(copy, files), copy.damage]).toEqual(['b', null]);
  });
});

describe.each([
  ['a zip', asZip],
  ['a folder', asFolder],
  ['files at the top', (files: Map<string, Uint8Array>) => asFolder(files, '')],
] as const)('restoring %s', (_, sourcesOf) => {
  it('gives an empty warehouse all there was, with what can be put back', async () => {
    const { warehouse } = await made('abc');
    const disk: Disk = new Map();
    const restored = await openOn(disk);
    await restored.restore(sourcesOf(await backupOf(warehouse)));
    const { tables, deliveries, settings } = warehouse.head!;
    const reopened = await openOn(disk);
    expect(reopened.head).toMatchObject({ tables, deliveries, settings });
    expect(reopened.head!.journal[0]!.kind).toBe('restored');
    await reopened.verify();
    expect(reopened.damage).toBeNull();
    await reopened.undo(1);
    expect(shown(reopened, disk)).toBe('a');
  });

  it('replaces another warehouse, and can be undone', async () => {
    const { warehouse } = await made('abc');
    const { warehouse: other, disk } = await made('xy');
    await other.restore(sourcesOf(await backupOf(warehouse)));
    expect(shown(await openOn(disk), disk)).toBe('c');
    await other.undo(other.publications()[0]!.generation);
    expect(shown(await openOn(disk), disk)).toBe('y');
    await publish(other, 'z');
    expect(shown(await openOn(disk), disk)).toBe('z');
  });
});

describe('a backup that is not whole', () => {
  it.each(['warehouse/', 'manifest.'])('is refused as it stands: %s', async (start) => {
    const files = await backupOf((await made('abc')).warehouse);
    const path = [...files.keys()].find((one) => one.startsWith(start))!;
    const bytes = files.get(path)!.slice();
    bytes[bytes.length - 1]! ^= 1;
    files.set(path, bytes);
    for (const copy of files.keys()) if (copy.startsWith('generations/')) files.delete(copy);
    const { warehouse, disk } = await made('x');
    const before = warehouse.head;
    await expect(warehouse.restore(asFolder(files))).rejects.toMatchObject({
      code: 'warehouse-damaged',
    });
    expect((await openOn(disk)).head).toEqual(before);
  });

  it('is no backup without a manifest', async () => {
    const { warehouse } = await made('x');
    await expect(warehouse.restore([textFile('a.csv', 'a')])).rejects.toMatchObject({
      code: 'usage',
    });
  });
});

it('a lost warehouse can be restored', async () => {
  const { warehouse, disk } = await made('ab');
  const files = await backupOf(warehouse);
  for (const path of disk.keys()) if (!path.endsWith('.parquet')) disk.set(path, new Uint8Array(9));
  const lost = await openOn(disk);
  expect(lost.damage).toMatchObject({ shown: 0 });
  await lost.restore(asZip(files));
  const reopened = await openOn(disk);
  expect([shown(reopened, disk), reopened.damage]).toEqual(['b', null]);
});
