import type { CallOptions, Workbench } from '../../workbench.ts';
import { isSlot, planCopy } from './backup-files.ts';

type Folder = FileSystemDirectoryHandle;

/** Files that a warehouse makes and may remove: nothing else in the folder is touched. */
const ownFile = /^(?:warehouse|generations)\/(?:[\w=.-]+\/)*[\w=-]+\.(?:parquet|manifest)$/;

/**
 * Makes a folder a copy of the warehouse: files that it lacks, then the manifest, then what it does not name is
 * removed. Cut short anywhere, the folder holds its earlier manifest with all of its files.
 */
export async function mirrorWarehouse(
  workbench: Pick<Workbench, 'planBackup' | 'backupFile'>,
  folder: Folder,
  options: CallOptions,
  onShare: (share: number) => void,
): Promise<{ copied: number; bytes: number }> {
  const plan = await planCopy(workbench, options);
  const present = await filesBelow(folder);
  let copied = 0;
  let done = 0;
  for (const { path, bytes } of plan.files) {
    if (present.get(path) !== bytes) {
      await writeFile(folder, path, (await workbench.backupFile({ path }, options)).bytes);
      copied += 1;
    }
    onShare((done += bytes) / Math.max(1, plan.bytes));
  }
  for (const { path, bytes } of plan.slots) await writeFile(folder, path, bytes);
  const wanted = new Set([...plan.files, ...plan.slots].map(({ path }) => path));
  // An older slot, too: one that another warehouse left here could claim to be newer.
  for (const path of present.keys())
    if ((isSlot(path) || ownFile.test(path)) && !wanted.has(path)) await removeFile(folder, path);
  onShare(1);
  return { copied, bytes: plan.bytes };
}

/** What a folder holds before it becomes a mirror. */
export async function contentOf(folder: Folder): Promise<'nothing' | 'warehouse' | 'other'> {
  let isEmpty = true;
  for await (const name of folder.keys()) {
    if (/^manifest\.[01]$/.test(name)) return 'warehouse';
    if (!name.startsWith('.')) isEmpty = false;
  }
  return isEmpty ? 'nothing' : 'other';
}

/** Sizes of all files below a folder, by path. */
async function filesBelow(folder: Folder, prefix = ''): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  for await (const [name, handle] of folder.entries()) {
    const path = prefix + name;
    if (handle.kind === 'file')
      found.set(path, (await (handle as FileSystemFileHandle).getFile()).size);
    else
      for (const [below, size] of await filesBelow(handle as Folder, `${path}/`))
        found.set(below, size);
  }
  return found;
}

async function folderOf(root: Folder, path: string, create: boolean): Promise<Folder> {
  let folder = root;
  for (const name of path.split('/').slice(0, -1))
    folder = await folder.getDirectoryHandle(name, { create });
  return folder;
}

// The browser writes to a file of its own and puts it in place when it is closed: never half a file.
async function writeFile(root: Folder, path: string, bytes: Uint8Array): Promise<void> {
  const folder = await folderOf(root, path, true);
  const file = await folder.getFileHandle(path.split('/').at(-1)!, { create: true });
  const writer = await file.createWritable();
  try {
    await writer.write(bytes as Uint8Array<ArrayBuffer>);
  } catch (error) {
    await writer.abort();
    throw error;
  }
  await writer.close();
}

async function removeFile(root: Folder, path: string): Promise<void> {
  const folder = await folderOf(root, path, false);
  await folder.removeEntry(path.split('/').at(-1)!);
}
