import type { FileOnDisk } from './protocol.ts';

/** The folder of OPFS that the browser host keeps the warehouse in. */
export async function warehouseFolder(): Promise<FileSystemDirectoryHandle> {
  const root = await navigator.storage.getDirectory();
  return root.getDirectoryHandle('warehouse-store', { create: true });
}

/** All files below a folder, by path. */
export async function filesBelow(
  folder: FileSystemDirectoryHandle,
  prefix = '',
): Promise<Map<string, File>> {
  const files = new Map<string, File>();
  for await (const [name, handle] of folder.entries()) {
    if (handle.kind === 'file')
      files.set(prefix + name, await (handle as FileSystemFileHandle).getFile());
    else
      for (const [path, file] of await filesBelow(
        handle as FileSystemDirectoryHandle,
        `${prefix}${name}/`,
      ))
        files.set(path, file);
  }
  return files;
}

/** Hashed by the browser, not by what the warehouse hashes with. */
export async function sha256Of(bytes: BufferSource): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

export async function fileOnDisk(path: string, file: File): Promise<FileOnDisk> {
  return { path, bytes: file.size, sha256: await sha256Of(await file.arrayBuffer()) };
}
