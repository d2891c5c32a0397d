import { WorkbenchError } from '../../core/errors.ts';
import type { FileStore } from '../../engine/ports.ts';
import { folderAt, missing, openSyncFile, throwFull, writeAll } from './opfs-folder.ts';

/** A part of a path that is only a name: no dots alone, no separators, nothing hidden. */
const partPattern = /^[A-Za-z0-9_=-][A-Za-z0-9_=.-]*$/;

/** Keeps files in a folder of OPFS. A write is flushed and its length read back before it resolves. */
export function opfsStore(root: FileSystemDirectoryHandle): FileStore {
  return {
    async read(path) {
      const { folder, name } = splitPath(path);
      const found = await folderAt(root, folder, false);
      const handle = await found?.getFileHandle(name).catch(missing);
      if (handle === undefined) return undefined;
      return isWrittenOnce(name) ? handle.getFile().catch(missing) : readAtOnce(handle);
    },
    async write(path, bytes) {
      const { folder, name } = splitPath(path);
      // A file or a folder without a byte in it takes room too.
      const made = await folderAt(root, folder, true).catch(throwFull);
      if (!made) throw new RangeError(`a file is where a folder should be: ${path}`);
      const handle = await made.getFileHandle(name, { create: true }).catch(throwFull);
      await writeWhole(handle, bytes);
    },
    async list(path) {
      const folder = await folderAt(root, path === '' ? [] : partsOf(path), false);
      const names: string[] = [];
      for await (const name of folder?.keys() ?? []) if (partPattern.test(name)) names.push(name);
      return names.sort();
    },
    async remove(path) {
      const { folder, name } = splitPath(path);
      const found = await folderAt(root, folder, false);
      await found?.removeEntry(name).catch(missing);
    },
  };
}

/** Data files are named by their content; another tab may write over any other file while it is read. */
const isWrittenOnce = (name: string): boolean => name.endsWith('.parquet');

/** Milliseconds between two tries to read a file that another tab writes, and how many. */
const pause = 10;
const mostTries = 100;

/** A copy of a file as it is now. Between two reads of a file that is being written the browser takes it away. */
async function readAtOnce(handle: FileSystemFileHandle): Promise<Blob | undefined> {
  for (let tries = 1; ; tries++) {
    try {
      const file = await handle.getFile();
      return new Blob([await file.arrayBuffer()]);
    } catch (error) {
      const isBeingWritten = (error as DOMException).name === 'NotReadableError';
      if (!isBeingWritten || tries === mostTries) return missing(error);
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}

async function writeWhole(handle: FileSystemFileHandle, bytes: Uint8Array): Promise<void> {
  const file = await openSyncFile(handle).catch(throwFull);
  try {
    file.truncate(0);
    writeAll(file, bytes, 0);
    file.flush();
    const kept = file.getSize();
    if (kept === bytes.length) return;
    throw new WorkbenchError('storage-full', `only ${kept} of ${bytes.length} bytes were kept`);
  } finally {
    file.close();
  }
}

function splitPath(path: string): { folder: string[]; name: string } {
  const parts = partsOf(path);
  return { folder: parts.slice(0, -1), name: parts.at(-1)! };
}

function partsOf(path: string): string[] {
  const parts = path.split('/');
  if (!parts.every((part) => partPattern.test(part)))
    throw new RangeError(`not a path of the warehouse: ${path}`);
  return parts;
}
