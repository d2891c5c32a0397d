import { WorkbenchError } from '../core/errors.ts';
import { filesOf, garbage } from '../core/warehouse/files-of.ts';
import type { NamedFile } from '../core/warehouse/files-of.ts';
import type { Manifest } from '../core/warehouse/manifest.ts';
import { decodeSlot } from '../core/warehouse/slot.ts';
import type { Locks } from './ports.ts';
import { copyOf, readCopy } from './stored-head.ts';
import type { StoredManifest } from './stored-head.ts';
import type { WarehouseFiles } from './warehouse-files.ts';

const readsPrefix = 'reads-';

/** The lock of those who read a generation: its files stay until they let go. */
export function readsLock(generation: number): string {
  return `${readsPrefix}${generation}`;
}

/**
 * The manifests whose files must stay: the one in force and what it can restore, without runs that were held then. Throws when
 * one cannot be read.
 */
async function keptManifests(files: WarehouseFiles, head: StoredManifest): Promise<Manifest[]> {
  const restorable = head.manifest.publications.map((entry) => readCopy(files, entry));
  return [head.manifest, ...(await Promise.all(restorable)).map(withoutHeld)];
}

function withoutHeld(manifest: Manifest): Manifest {
  return { ...manifest, held: [] };
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
  spared: ReadonlySet<string>,
): Promise<string[]> {
  const copies = await listFiles(files, 'generations', '.manifest');
  const read = await readGenerations(files, copies, locks, head.generation);
  const manifests = [...(await keptManifests(files, head)), ...read.values()];
  // Listed before asked what is spared: a file is spared before it is written.
  const present = [...(await listFiles(files, 'warehouse', '.parquet')), ...copies];
  const kept = [
    ...spared,
    ...read.keys(),
    copyOf(head).file,
    ...head.manifest.publications.map(({ file }) => file),
  ];
  const removed = garbage(present, manifests, kept);
  for (const path of removed) await files.store.remove(path);
  return removed;
}

/**
 * The earlier manifests that somebody reads, by the path of their copies. Throws when one of them cannot be read. Of the
 * generation in force one copy counts, and it is known: another was left by a publication that did not come to its end.
 */
async function readGenerations(
  files: WarehouseFiles,
  copies: string[],
  locks: Locks | undefined,
  inForce: number,
): Promise<Map<string, Manifest>> {
  const names = (await locks?.heldNames()) ?? [];
  const read = new Map<string, Manifest>();
  for (const name of names.filter((one) => one.startsWith(readsPrefix))) {
    const generation = Number(name.slice(readsPrefix.length));
    if (generation === inForce) continue;
    const paths = copies.filter((path) => generationOf(path) === generation);
    const whole = await Promise.all(paths.map((path) => manifestAt(files, path)));
    whole.forEach((manifest, i) => manifest && read.set(paths[i]!, withoutHeld(manifest)));
    // One that a dead publisher left cut off is nobody's; without any, it is not known what is read.
    if (paths.length > 0 && whole.every((manifest) => manifest === undefined))
      throw new WorkbenchError('warehouse-damaged', `a copy of a manifest is damaged: ${paths[0]}`);
  }
  return read;
}

function generationOf(path: string): number {
  return Number.parseInt(path.slice(path.lastIndexOf('/') + 1), 10);
}

async function manifestAt(files: WarehouseFiles, file: string): Promise<Manifest | undefined> {
  return decodeSlot(await files.bytes(file));
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
