import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ExportedFile } from '../workbench.ts';
import { refuseTooLarge, writeZip } from './write-zip.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'homegrown-zip-'));
});
afterAll(() => rm(folder, { recursive: true }));

const files: ExportedFile[] = [
  { path: 'warehouse/core/x/a.parquet', bytes: Uint8Array.from({ length: 70_000 }, (_, i) => i) },
  { path: 'manifest.0', bytes: new TextEncoder().encode('{"generation":1}'.repeat(500)) },
  { path: 'empty', bytes: new Uint8Array() },
];

it('makes its folder and a zip that another reader opens, and tells its size', async () => {
  const path = join(folder, 'deep/er/backup.zip');
  const bytes = await writeZip(
    path,
    (async function* () {
      yield* files;
    })(),
  );
  const written = await readFile(path);
  expect(written.length).toBe(bytes);
  expect(Object.entries(unzipSync(written))).toEqual(files.map(({ path, bytes }) => [path, bytes]));
});

it('leaves the zip that was there when a file cannot be read', async () => {
  const path = join(folder, 'kept/backup.zip');
  await writeZip(
    path,
    (async function* () {
      yield* files;
    })(),
  );
  const before = await readFile(path);
  const broken = async function* (): AsyncGenerator<ExportedFile, void, void> {
    yield files[0]!;
    throw new Error('a flipped byte');
  };
  await expect(writeZip(path, broken())).rejects.toThrow('a flipped byte');
  expect(await readFile(path)).toEqual(before);
  expect(await readdir(join(folder, 'kept'))).toEqual(['backup.zip']);
});

it('refuses what a zip without the 64-bit extension cannot hold', () => {
  expect(() => refuseTooLarge([{ bytes: 4_000_000_000 }])).not.toThrow();
  expect(() => refuseTooLarge(Array.from({ length: 5 }, () => ({ bytes: 1e9 })))).toThrow(
    /copy the folder instead/,
  );
  expect(() => refuseTooLarge(Array.from({ length: 65_536 }, () => ({ bytes: 1 })))).toThrow(
    /too large for one zip/,
  );
});
