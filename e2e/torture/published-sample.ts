import { WorkbenchError } from '../../src/core/errors.ts';
import { sampleFiles } from '../../src/core/sample/sample-files.ts';
import type { MetricsView } from '../../src/core/metrics/metrics-view.ts';
import { createWorkbench } from '../../src/engine/create-workbench.ts';
import type { OpenWorkbench } from '../../src/engine/create-workbench.ts';
import { Warehouse } from '../../src/engine/warehouse.ts';
import type { BrowserHost } from '../../src/hosts/browser/open-browser-host.ts';
import { folderAt, openSyncFile } from '../../src/hosts/browser/opfs-folder.ts';
import { shippedModels } from '../../src/models/index.ts';
import type { SourceFile, WarehouseDamage } from '../../src/workbench.ts';
import { fileOnDisk, filesBelow, warehouseFolder } from './files-in-opfs.ts';
import { serve } from './inspect-warehouse.ts';

/** Publishes two sample days and then two more with the real engine, and asks for the metrics once. */
export async function publishSample(host: BrowserHost, rows: number): Promise<MetricsView> {
  const workbench = await openWorkbench(host);
  const days = sampleDays(rows, 4);
  for (const files of [days.slice(0, 2), days.slice(2)]) {
    const inspected = await workbench.inspect({ files });
    const known = inspected.map(({ id, guess }) => ({ id, mapping: guess!.mapping }));
    const { status, verdict } = await workbench.run({ files: known });
    if (status !== 'published') throw new Error(`the sample was ${status}: ${verdict}`);
    await workbench.saved();
  }
  return askMetrics(workbench);
}

/** The metrics that a workbench opened now answers while a byte of that file is changed. */
export function answerChanged(host: BrowserHost, path: string): Promise<MetricsView> {
  return whileChanged(path, async () => askMetrics(await openWorkbench(host)));
}

const openWorkbench = (host: BrowserHost) =>
  createWorkbench(host, { models: shippedModels, versions: {} });

async function askMetrics(workbench: OpenWorkbench): Promise<MetricsView> {
  const view = await workbench.metrics({});
  await workbench.close();
  return view;
}

function sampleDays(rows: number, count: number): SourceFile[] {
  const days: SourceFile[] = [];
  for (const { name, chunks } of sampleFiles({ rows, split: 'day' })) {
    if (days.length === count) break;
    days.push({ name, folder: '', bytes: new Blob([...chunks]) });
  }
  return days;
}

/** What a warehouse with one changed byte does. */
export interface ChangedFile {
  /** SHA-256 of the changed file. */
  sha256: string;
  /** Generation in force, and what is told to be damaged when every file was compared. */
  generation: number;
  damage: WarehouseDamage | null;
  /** SHA-256 of all that was served, and the codes of the reads that were refused. */
  served: string[];
  refused: string[];
}

/** Changes a byte, opens the warehouse anew, reads tables, verifies it and reads again; then puts the byte back. */
export function readChanged(
  host: BrowserHost,
  { path, tables }: { path: string; tables: string[] },
): Promise<ChangedFile> {
  return whileChanged(path, async (sha256) => {
    const warehouse = await Warehouse.open(host);
    const first = await readTables(warehouse, tables);
    await warehouse.verify();
    return changedFile(warehouse, sha256, [first, await readTables(warehouse, tables)]);
  });
}

/** The same for a file of a publication that is put back while the byte is changed; then the one before is put back. */
export async function undoChanged(
  host: BrowserHost,
  { path, tables, generation }: { path: string; tables: string[]; generation: number },
): Promise<ChangedFile> {
  const warehouse = await Warehouse.open(host);
  const before = warehouse.head!.generation;
  const changed = await whileChanged(path, async (sha256) => {
    const refused = await codeOf(warehouse.undo(generation));
    if (refused !== undefined)
      return changedFile(warehouse, sha256, [{ served: [], refused: [refused] }]);
    return changedFile(warehouse, sha256, [await readTables(warehouse, tables)]);
  });
  if (warehouse.head!.generation !== before) await (await Warehouse.open(host)).undo(before);
  return changed;
}

type Reading = Pick<ChangedFile, 'served' | 'refused'>;

function changedFile(warehouse: Warehouse, sha256: string, readings: Reading[]): ChangedFile {
  return {
    sha256,
    generation: warehouse.head?.generation ?? 0,
    damage: warehouse.damage,
    served: readings.flatMap(({ served }) => served),
    refused: readings.flatMap(({ refused }) => refused),
  };
}

async function readTables(warehouse: Warehouse, tables: string[]): Promise<Reading> {
  const served: string[] = [];
  const refused: string[] = [];
  for (const table of tables) {
    const code = await codeOf(serve(warehouse, table, served));
    if (code !== undefined) refused.push(code);
  }
  return { served, refused };
}

/** The code of what a person is told; undefined: it went well. */
async function codeOf(work: Promise<unknown>): Promise<string | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    if (error instanceof WorkbenchError) return error.code;
    throw error;
  }
}

/** Does something while a byte of a file is changed, given the file's SHA-256 by then. */
async function whileChanged<T>(path: string, work: (sha256: string) => Promise<T>): Promise<T> {
  const at = await flipByte(path);
  try {
    const file = (await filesBelow(await warehouseFolder())).get(path)!;
    return await work((await fileOnDisk(path, file)).sha256);
  } finally {
    await flipByte(path, at);
  }
}

/** Flips a bit of one byte in place; gives where. */
async function flipByte(path: string, place?: number): Promise<number> {
  const parts = path.split('/');
  const folder = await folderAt(await warehouseFolder(), parts.slice(0, -1), false);
  const file = await openSyncFile(await folder!.getFileHandle(parts.at(-1)!));
  try {
    const at = place ?? Math.floor(Math.random() * file.getSize());
    const byte = new Uint8Array(1);
    (file as unknown as ReadableSyncFile).read(byte, { at });
    byte[0]! ^= 1;
    file.write(byte, { at });
    file.flush();
    return at;
  } finally {
    file.close();
  }
}

type ReadableSyncFile = { read(bytes: Uint8Array, options: { at: number }): number };
