import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCountryRanges } from './country-ranges-file.ts';
import { folderStore } from './folder-store.ts';
import { openLocalFile } from './local-file.ts';
import type { LocalFile } from './local-file.ts';
import { openNodeHost } from './open-node-host.ts';
import { ScratchFolder } from './scratch-folder.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'homegrown-test-'));
});
afterAll(() => rm(folder, { recursive: true }));

const bytesOf = async (source: { arrayBuffer(): Promise<ArrayBuffer> } | undefined) =>
  new Uint8Array(await source!.arrayBuffer());

describe('LocalFile', () => {
  it('reads whole, in slices and streamed, as a Blob does', async () => {
    const bytes = new Uint8Array(randomBytes(2_500_000));
    const path = join(folder, 'bytes');
    await writeFile(path, bytes);
    const file = await openLocalFile(path);
    const blob = new Blob([bytes]);
    for (const [start, end] of [
      [0, 10],
      [5, undefined],
      [-7, undefined],
      [1_048_570, 1_048_590],
      [9, 3],
      [-9_999_999, 4],
    ] as const) {
      const expected = await bytesOf(blob.slice(start, end));
      expect(Buffer.compare(await bytesOf(file.slice(start, end)), expected)).toBe(0);
    }
    const hash = createHash('sha256');
    for await (const piece of file.slice(3).slice(4).stream()) hash.update(piece);
    expect(hash.digest('hex')).toBe(createHash('sha256').update(bytes.subarray(7)).digest('hex'));
  });

  it('says when a file cannot be read, is a folder or became shorter', async () => {
    await expect(openLocalFile(join(folder, 'none'))).rejects.toMatchObject({
      code: 'file-unreadable',
    });
    await expect(openLocalFile(folder)).rejects.toMatchObject({ code: 'file-unreadable' });
    const path = join(folder, 'shrinks');
    await writeFile(path, 'twelve bytes');
    const file = await openLocalFile(path);
    await truncate(path, 4);
    await expect(file.arrayBuffer()).rejects.toMatchObject({ code: 'file-unreadable' });
  });
});

describe('folderStore', () => {
  it('writes, replaces, lists and removes; leaves no drafts', async () => {
    const root = join(folder, 'not there yet', 'warehouse');
    const store = folderStore(root);
    expect(await store.read('a/b.bin')).toBeUndefined();
    expect(await store.list('')).toEqual([]);
    await store.write('warehouse/core/t/ds=2026-09-01/abc.parquet', Uint8Array.of(1, 2));
    await store.write('warehouse/core/t/ds=2026-09-01/abc.parquet', Uint8Array.of(3));
    expect(await bytesOf(await store.read('warehouse/core/t/ds=2026-09-01/abc.parquet'))).toEqual(
      Uint8Array.of(3),
    );
    expect(await readdir(join(root, 'warehouse/core/t/ds=2026-09-01'))).toEqual(['abc.parquet']);
    expect(await store.list('warehouse/core')).toEqual(['t']);
    await store.remove('warehouse/core/t/ds=2026-09-01/abc.parquet');
    await store.remove('warehouse/core/t/ds=2026-09-01/abc.parquet');
    expect(await store.list('warehouse/core/t/ds=2026-09-01')).toEqual([]);
  });

  it('refuses paths that lead elsewhere', async () => {
    const store = folderStore(folder);
    for (const path of [
      '../x',
      'a/../../x',
      '/etc/passwd',
      'a//b',
      '',
      '.',
      'a/./b',
      'a\\b',
      'a\0b',
      '.hidden',
    ]) {
      await expect(store.read(path), path).rejects.toThrow(/not a path of the warehouse/);
    }
  });
});

describe('the scratch folder', () => {
  it('keeps growing files until they are disposed of, and goes with the host', async () => {
    const host = await openNodeHost();
    const scratch = await host.openScratch();
    await scratch.append(Uint8Array.of(1, 2));
    await scratch.append(Uint8Array.of(3));
    expect(await bytesOf(await scratch.finish())).toEqual(Uint8Array.of(1, 2, 3));
    const { path } = (await scratch.finish()) as LocalFile;
    await scratch.dispose();
    expect(existsSync(path)).toBe(false);
    await host.dispose();
  });

  it('takes no linked file with it', async () => {
    const kept = join(folder, 'kept');
    await writeFile(kept, 'x');
    const scratch = await ScratchFolder.open();
    const link = await scratch.link(kept, '.csv');
    expect(existsSync(link)).toBe(true);
    scratch.dispose();
    expect(existsSync(scratch.path)).toBe(false);
    expect(existsSync(kept)).toBe(true);
  });
});

it('hashes like the sha256sum of the system', async () => {
  const host = await openNodeHost();
  const hash = await host.sha256();
  hash.update(new TextEncoder().encode('ab'));
  hash.update(new TextEncoder().encode('c'));
  const hex = spawnSync('sha256sum', { input: 'abc' }).stdout.toString().slice(0, 64);
  expect(hash.hex()).toBe(
    hex || 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  );
  await host.dispose();
});

it('finds the country table beside or above the running code, and says when it is missing', async () => {
  await mkdir(join(folder, 'app/build/cli'), { recursive: true });
  await mkdir(join(folder, 'app/public/data'), { recursive: true });
  await expect(readCountryRanges(join(folder, 'app/build/cli'))).rejects.toMatchObject({
    code: 'engine-failed',
  });
  await writeFile(join(folder, 'app/public/data/country-ranges.bin'), Uint8Array.of(7));
  expect(await readCountryRanges(join(folder, 'app/build/cli'))).toEqual(Uint8Array.of(7));
});

it('views Parquet files of a warehouse whose folder has wildcards in its name', async () => {
  const warehouse = join(folder, "[w]* it's");
  const host = await openNodeHost({ warehouse });
  const db = await host.openDatabase();
  for (const ds of ['2026-09-01', '2026-09-02']) {
    const { bytes } = await db.writeParquet(`select ${ds.slice(-1)} as n, '${ds}' as ds`);
    await host.store!.write(`warehouse/core/t/ds=${ds}/x.parquet`, bytes);
  }
  await db.viewParquet!(
    'core.t',
    ['01', '02'].map((day) => `warehouse/core/t/ds=2026-09-${day}/x.parquet`),
  );
  expect(await db.rows('from core.t')).toEqual([
    { n: 1, ds: '2026-09-01' },
    { n: 2, ds: '2026-09-02' },
  ]);
  await db.close();
  await host.dispose();
});
