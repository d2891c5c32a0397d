import { WorkbenchError } from '../core/errors.ts';
import { isNewer } from '../core/warehouse/complete-manifest.ts';
import { filesOf, publishedFiles } from '../core/warehouse/files-of.ts';
import type { NamedFile } from '../core/warehouse/files-of.ts';
import type { Manifest } from '../core/warehouse/manifest.ts';
import type { ByteSource, SourceFile } from '../workbench.ts';
import { readCopy, readHead } from './stored-head.ts';
import { WarehouseFiles } from './warehouse-files.ts';
import type { FileStore, Host } from './ports.ts';

/** A backup that was verified as far as its manifest: data files are verified when they are read. */
export interface Backup {
  manifest: Manifest;
  files: WarehouseFiles;
  /** Data files of the publication and of held runs. */
  needed: NamedFile[];
  /** Copies of manifests that can be put back, and their data files. */
  earlier: { copies: Manifest['publications']; data: NamedFile[] };
}

/**
 * Finds the warehouse in a folder's files (zips are open already). Throws `usage` when there is none, `warehouse-damaged` when its
 * manifest cannot be read, `warehouse-newer` when a newer version wrote it.
 */
export async function readBackup(
  sources: SourceFile[],
  host: Pick<Host, 'sha256'>,
): Promise<Backup> {
  const files = new WarehouseFiles(storeOf(sources), host);
  const { stored } = await readHead(files);
  if (stored === undefined)
    throw new WorkbenchError('warehouse-damaged', 'the manifest of this backup cannot be read');
  const { manifest } = stored;
  if (isNewer(manifest)) {
    const message = `the backup was written by a newer version: format ${manifest.format}`;
    throw new WorkbenchError('warehouse-newer', message, { format: manifest.format });
  }
  return { manifest, files, needed: filesOf(manifest), earlier: await earlierOf(files, manifest) };
}

async function earlierOf(files: WarehouseFiles, head: Manifest): Promise<Backup['earlier']> {
  const earlier: Backup['earlier'] = { copies: [], data: [] };
  for (const entry of head.publications) {
    if ((await files.store.read(entry.file)) === undefined) continue;
    const data = publishedFiles(await readCopy(files, entry));
    const faults = await Promise.all(data.map((part) => files.faultBySize(part)));
    if (faults.some((fault) => fault !== undefined)) continue;
    earlier.copies.push(entry);
    earlier.data.push(...data);
  }
  return earlier;
}

const slotName = /^manifest\.[01]$/;

/** Files of a drop as a store that can be read; paths count from the folder that holds the manifest. */
function storeOf(sources: SourceFile[]): FileStore {
  const slot = sources.find(({ name }) => slotName.test(name));
  if (slot === undefined)
    throw new WorkbenchError('usage', 'no warehouse is in these files: manifest.0 or manifest.1');
  const root = slot.folder === '' ? '' : `${slot.folder}/`;
  const byPath = new Map<string, ByteSource>();
  for (const { folder, name, bytes } of sources) {
    const path = folder === '' ? name : `${folder}/${name}`;
    if (path.startsWith(root)) byPath.set(path.slice(root.length), bytes);
  }
  const refuse = (): never => {
    throw new TypeError('a backup is read only');
  };
  return {
    read: async (path) => byPath.get(path),
    async list(folder) {
      const below = [...byPath.keys()].filter((path) => path.startsWith(`${folder}/`));
      return [...new Set(below.map((path) => path.slice(folder.length + 1).split('/')[0]!))].sort();
    },
    write: async () => refuse(),
    remove: async () => refuse(),
  };
}
