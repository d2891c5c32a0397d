import type { ScratchFile } from '../../engine/ports.ts';
import { missing, openSyncFile, writeAll } from './opfs-folder.ts';

const folderName = 'scratch';

/**
 * Opens scratch files in a folder of OPFS that belongs to this worker, and removes what workers that are gone
 * left behind: a worker holds the lock named like its folder as long as it lives.
 */
export async function openScratchFolder(
  root: FileSystemDirectoryHandle,
): Promise<() => Promise<ScratchFile>> {
  const scratch = await root.getDirectoryHandle(folderName, { create: true });
  const name = `${folderName}-${crypto.randomUUID()}`;
  await holdLock(name);
  await removeLeftovers(scratch);
  const folder = await scratch.getDirectoryHandle(name, { create: true });
  return () => openScratchFile(folder);
}

function holdLock(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const forever = () => new Promise<never>(() => resolve());
    navigator.locks.request(name, forever).catch(reject);
  });
}

async function removeLeftovers(scratch: FileSystemDirectoryHandle): Promise<void> {
  const { held = [] } = await navigator.locks.query();
  const alive = new Set(held.map(({ name }) => name));
  const names: string[] = [];
  for await (const name of scratch.keys()) if (!alive.has(name)) names.push(name);
  // What a worker that is just ending still holds open goes next time.
  await Promise.allSettled(names.map((name) => scratch.removeEntry(name, { recursive: true })));
}

async function openScratchFile(folder: FileSystemDirectoryHandle): Promise<ScratchFile> {
  const name = crypto.randomUUID();
  const handle = await folder.getFileHandle(name, { create: true });
  const file = await openSyncFile(handle);
  let size = 0;
  return {
    async append(bytes) {
      writeAll(file, bytes, size);
      size += bytes.length;
    },
    async finish() {
      file.flush();
      file.close();
      return handle.getFile();
    },
    async dispose() {
      file.close();
      await folder.removeEntry(name).catch(missing);
    },
  };
}

/** A scratch file in memory, for browsers without OPFS. */
export async function openMemoryScratch(): Promise<ScratchFile> {
  const parts: Blob[] = [];
  return {
    // A Blob each, as the caller may use its buffer again and the browser may move blobs to disk.
    append: async (bytes) => void parts.push(new Blob([bytes as Uint8Array<ArrayBuffer>])),
    finish: async () => new Blob(parts),
    dispose: async () => void parts.splice(0),
  };
}
