import { filesOf, garbage } from '../core/warehouse/files-of.ts';
import type { NamedFile } from '../core/warehouse/files-of.ts';
import type { Manifest } from '../core/warehouse/manifest.ts';
import type { Locks } from './ports.ts';
import { copyOf, readCopy } from './stored-head.ts';
import type { StoredManifest } from './stored-head.ts';
import type { WarehouseFiles } from './warehouse-files.ts';

const readsPrefix = 'reads-';

/** The lock of those who read a generation: its files stay until they let go. */
export function readsLock(generation: number): string {
  return `${readsPrefix}${generation}`;
}

/** The manifests whose files must stay: the one in force and what it can restore. Throws when one cannot be read. */
export async function keptManifests(
  files: WarehouseFiles,
  head: StoredManifest,
): Promise<Manifest[]> {
  const restorable = head.manifest.publications.map((entry) => readCopy(files, entry));
  return [head.manifest, ...(await Promise.all(restorable))];
}

/** Every data file of those manifests, once. */
export function filesOfAll(manifests: Manifest[]): NamedFile[] {
  const files = manifests.flatMap(filesOf).map((part) => [part.file, part] as const);
  return [...new Map(files).values()];
}

/**
 * Removes what no kept generation, no held run and no reader names; resolves to the removed paths. Only for who holds the
 * publisher's lock. `spared`: files on their way into a manifest. Removes nothing when a manifest that counts cannot be read.
 */
export async function collectGarbage(
  files: WarehouseFiles,
  head: StoredManifest,
  locks: Locks | undefined,
  spared: readonly string[],
): Promise<string[]> {
  const copies = await listFiles(files, 'generations', '.manifest');
  const read = await copiesRead(copies, locks);
  const manifests = await keptManifests(files, head);
  for (const path of read) manifests.push(await readCopyAt(files, path));
  const kept = [
    ...spared,
    ...read,
    copyOf(head).file,
    ...head.manifest.publications.map(({ file }) => file),
  ];
  const present = [...(await listFiles(files, 'warehouse', '.parquet')), ...copies];
  const removed = garbage(present, manifests, kept);
  for (const path of removed) await files.store.remove(path);
  return removed;
}

async function copiesRead(copies: string[], locks: Locks | undefined): Promise<string[]> {
  const names = (await locks?.heldNames()) ?? [];
  const read = new Set(
    names
      .filter((name) => name.startsWith(readsPrefix))
      .map((name) => Number(name.slice(readsPrefix.length))),
  );
  return copies.filter((path) => read.has(generationOf(path)));
}

function generationOf(path: string): number {
  return Number.parseInt(path.slice(path.lastIndexOf('/') + 1), 10);
}

async function readCopyAt(files: WarehouseFiles, file: string): Promise<Manifest> {
  const bytes = await files.bytes(file);
  const sha256 = await files.sha256(bytes ?? new Uint8Array());
  return readCopy(files, { file, sha256 });
}

/** Paths of all files with that ending below a folder. A name with an ending is a file: the paths are our own. */
async function listFiles(files: WarehouseFiles, folder: string, ending: string): Promise<string[]> {
  const names = await files.store.list(folder);
  const below = names.map(async (name) => {
    const path = `${folder}/${name}`;
    if (name.endsWith(ending)) return [path];
    return name.includes('.') ? [] : listFiles(files, path, ending);
  });
  return (await Promise.all(below)).flat();
}
