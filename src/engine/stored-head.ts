import { WorkbenchError } from '../core/errors.ts';
import type { Manifest, ManifestCopy } from '../core/warehouse/manifest.ts';
import {
  chooseHead,
  copyPath,
  decodeSlot,
  encodeSlot,
  slotBytes,
  slotOf,
  slotPaths,
} from '../core/warehouse/slot.ts';
import type { WarehouseFiles } from './warehouse-files.ts';

/** A manifest as it lies in the store. */
export interface StoredManifest {
  manifest: Manifest;
  generation: number;
  bytes: Uint8Array;
  sha256: string;
}

/** What the slots say. */
export interface ReadHead {
  stored: StoredManifest | undefined;
  /** A slot could not be read, so the manifest was taken from its copy. */
  isFromCopy: boolean;
  /** There are slots, and neither they nor a copy can be read. */
  isLost: boolean;
}

/**
 * The manifest in force. Where a slot is spoilt, a copy of the generation after the other slot's is as good: it is written whole
 * before the slot, so either its publication was cut off at the very end or its slot was damaged later.
 */
export async function readHead(files: WarehouseFiles): Promise<ReadHead> {
  const slots = await Promise.all(slotPaths.map((path) => readManifest(files, path)));
  const stored = chooseHead(slots[0]?.stored, slots[1]?.stored);
  const isSpoilt = slots.some((slot) => slot.exists && slot.stored === undefined);
  if (!isSpoilt && stored !== undefined) return { stored, isFromCopy: false, isLost: false };
  const copy = await newestCopy(files, stored);
  if (copy !== undefined) return { stored: copy, isFromCopy: true, isLost: false };
  return { stored, isFromCopy: false, isLost: isSpoilt && stored === undefined };
}

async function readManifest(
  files: WarehouseFiles,
  path: string,
): Promise<{ exists: boolean; stored: StoredManifest | undefined }> {
  const read = await files.bytes(path);
  const bytes = slotBytes(read);
  const manifest = decodeSlot(bytes);
  if (bytes === undefined || manifest === undefined)
    return { exists: read !== undefined, stored: undefined };
  const { generation } = manifest;
  return {
    exists: true,
    stored: { manifest, generation, bytes, sha256: await files.sha256(bytes) },
  };
}

async function newestCopy(
  files: WarehouseFiles,
  below: StoredManifest | undefined,
): Promise<StoredManifest | undefined> {
  for (const path of await copiesAbove(files, below?.generation ?? 0)) {
    const { stored } = await readManifest(files, path);
    if (stored === undefined || copyOf(stored).file !== path) continue;
    if (below === undefined || stored.manifest.parent === below.generation) return stored;
  }
  return undefined;
}

/** Paths of the copies of later generations, newest first. */
async function copiesAbove(files: WarehouseFiles, generation: number): Promise<string[]> {
  const names = await files.store.list('generations');
  const order = (name: string): number => Number.parseInt(name, 10);
  return names
    .filter((name) => order(name) > generation)
    .sort((a, b) => order(b) - order(a))
    .map((name) => `generations/${name}`);
}

/** Where the immutable copy of a stored manifest lies. */
export function copyOf({ generation, sha256 }: StoredManifest): ManifestCopy {
  return { file: copyPath(generation, sha256), sha256 };
}

/** Reads the copy of a generation. Throws WorkbenchError('warehouse-damaged'). */
export async function readCopy(files: WarehouseFiles, copy: ManifestCopy): Promise<Manifest> {
  const manifest = decodeSlot(await files.verified(copy));
  if (manifest !== undefined) return manifest;
  throw new WorkbenchError('warehouse-damaged', `a copy of a manifest is damaged: ${copy.file}`);
}

/**
 * Makes `next` the manifest in force: copies of both first, then the slot that is not in force, read back. When that fails, the
 * store is asked which manifest is in force; unless it is `next`, its copy goes and the failure is thrown.
 */
export async function writeHead(
  files: WarehouseFiles,
  before: ReadHead,
  next: Manifest,
): Promise<StoredManifest> {
  const bytes = encodeSlot(next);
  const sha256 = await files.sha256(bytes);
  const stored = { manifest: next, generation: next.generation, bytes, sha256 };
  if (before.stored !== undefined) await keepCopy(files, before.stored);
  if (before.stored !== undefined && before.isFromCopy) await writeSlot(files, before.stored);
  // What a publication that was cut off left must not be taken for this one.
  for (const path of await copiesAbove(files, before.stored?.generation ?? 0))
    await files.store.remove(path);
  await keepCopy(files, stored);
  try {
    await writeSlot(files, stored);
  } catch (error) {
    if (await isInForce(files, stored)) return stored;
    await files.store.remove(copyOf(stored).file);
    throw error;
  }
  return stored;
}

function keepCopy(files: WarehouseFiles, stored: StoredManifest): Promise<void> {
  return files.keep(copyOf(stored).file, stored.bytes, stored.sha256);
}

async function writeSlot(files: WarehouseFiles, stored: StoredManifest): Promise<void> {
  const path = slotPaths[slotOf(stored)];
  await files.store.write(path, stored.bytes);
  const { stored: kept } = await readManifest(files, path);
  if (kept?.sha256 === stored.sha256) return;
  throw new WorkbenchError(
    'warehouse-damaged',
    `the manifest was not kept as it was written: ${path}`,
  );
}

async function isInForce(files: WarehouseFiles, stored: StoredManifest): Promise<boolean> {
  const { stored: kept } = await readManifest(files, slotPaths[slotOf(stored)]);
  return kept?.sha256 === stored.sha256;
}
