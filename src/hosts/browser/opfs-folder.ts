import { WorkbenchError } from '../../core/errors.ts';

/** A file opened for writing; only a dedicated worker can open one. */
export interface SyncFile {
  write(bytes: Uint8Array, options: { at: number }): number;
  truncate(size: number): void;
  flush(): void;
  getSize(): number;
  close(): void;
}

/** Opens a file for writing; nobody else can until it is closed. */
export function openSyncFile(handle: FileSystemFileHandle): Promise<SyncFile> {
  // The types of a page do not know what only its workers have.
  type Openable = { createSyncAccessHandle(): Promise<SyncFile> };
  return (handle as unknown as Openable).createSyncAccessHandle();
}

/** The root of this origin's private files; undefined where the browser has none or refuses (private windows). */
export async function openOpfs(): Promise<FileSystemDirectoryHandle | undefined> {
  try {
    const root = await navigator.storage.getDirectory();
    return 'createSyncAccessHandle' in FileSystemFileHandle.prototype ? root : undefined;
  } catch {
    // Why it refuses differs by browser; the app works without, and says that nothing is kept.
    return undefined;
  }
}

/** The folder of that path below `root`, made if asked for; undefined when it does not exist. */
export async function folderAt(
  root: FileSystemDirectoryHandle,
  parts: string[],
  create: boolean,
): Promise<FileSystemDirectoryHandle | undefined> {
  let folder: FileSystemDirectoryHandle | undefined = root;
  for (const part of parts) {
    folder = await folder.getDirectoryHandle(part, { create }).catch(missing);
    if (!folder) return undefined;
  }
  return folder;
}

/** For `catch`: undefined when a file or folder does not exist (or is the other kind), else throws. */
export function missing(error: unknown): undefined {
  const { name } = error as DOMException;
  if (name === 'NotFoundError' || name === 'TypeMismatchError') return undefined;
  throw error;
}

/** Writes all bytes at a place of an open file. Throws WorkbenchError('storage-full'). */
export function writeAll(file: SyncFile, bytes: Uint8Array, at: number): void {
  try {
    let written = 0;
    while (written < bytes.length) {
      const count = file.write(bytes.subarray(written), { at: at + written });
      if (count === 0) throw new DOMException('nothing was written', 'QuotaExceededError');
      written += count;
    }
  } catch (cause) {
    throwFull(cause);
  }
}

/** For `catch`: throws WorkbenchError('storage-full') when the browser gives no more room, else what was thrown. */
export function throwFull(cause: unknown): never {
  if ((cause as DOMException).name !== 'QuotaExceededError') throw cause;
  const message = 'no space is left for this app in the browser';
  throw new WorkbenchError('storage-full', message, {}, cause);
}
