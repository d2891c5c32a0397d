import { createHash } from 'node:crypto';
import type { Page } from '@playwright/test';
import { chooseHead, decodeSlot } from '../src/core/warehouse/slot.ts';
import type { Manifest } from '../src/core/warehouse/manifest.ts';

/** Where the browser keeps the warehouse, below the root of the origin's private files. */
export const storeFolder = 'warehouse-store';
/** Where the stand-ins for chosen folders lie. */
export const pickedFolder = 'picked';

export const sha256 = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex');

/** All files below a folder of the origin's private files; paths count from that folder. */
export async function readFolder(page: Page, folder: string): Promise<Record<string, Buffer>> {
  const texts = await page.evaluate(async (path) => {
    type Folder = FileSystemDirectoryHandle;
    const found: Record<string, string> = {};
    const collect = async (at: Folder, prefix: string): Promise<void> => {
      for await (const [name, handle] of at.entries()) {
        if (handle.kind === 'directory') {
          await collect(handle as Folder, `${prefix}${name}/`);
          continue;
        }
        const file = await (handle as FileSystemFileHandle).getFile();
        const bytes = new Uint8Array(await file.arrayBuffer());
        let letters = '';
        for (const byte of bytes) letters += String.fromCharCode(byte);
        found[prefix + name] = btoa(letters);
      }
    };
    const read = async (triesLeft: number): Promise<Record<string, string>> => {
      try {
        let root = await navigator.storage.getDirectory();
        for (const name of path.split('/')) root = await root.getDirectoryHandle(name);
        await collect(root, '');
        return found;
      } catch (error) {
        // A file that no publication names any more was collected meanwhile: the folder is read anew.
        if (triesLeft === 0 || (error as Error).name !== 'NotFoundError') throw error;
        for (const name of Object.keys(found)) delete found[name];
        return read(triesLeft - 1);
      }
    };
    return read(5);
  }, folder);
  return Object.fromEntries(
    Object.entries(texts).map(([path, text]) => [path, Buffer.from(text, 'base64')]),
  );
}

/** Writes a file below the root of the origin's private files, or changes one byte of it. */
export async function writeFile(
  page: Page,
  path: string,
  change: { text: string } | { flipAt: number },
): Promise<void> {
  await page.evaluate(
    async ([name, how]) => {
      const parts = name.split('/');
      let folder = await navigator.storage.getDirectory();
      for (const part of parts.slice(0, -1))
        folder = await folder.getDirectoryHandle(part, { create: true });
      const handle = await folder.getFileHandle(parts.at(-1)!, { create: true });
      const before = new Uint8Array(await (await handle.getFile()).arrayBuffer());
      const writer = await handle.createWritable();
      if ('text' in how) await writer.write(how.text);
      else {
        before[how.flipAt]! ^= 1;
        await writer.write(before);
      }
      await writer.close();
    },
    [path, change] as const,
  );
}

export async function removeFolder(page: Page, path: string): Promise<void> {
  await page.evaluate(async (name) => {
    const parts = name.split('/');
    let folder = await navigator.storage.getDirectory();
    for (const part of parts.slice(0, -1)) folder = await folder.getDirectoryHandle(part);
    await folder.removeEntry(parts.at(-1)!, { recursive: true });
  }, path);
}

/** The manifest in force among a warehouse's files. Throws when there is none. */
export function manifestOf(files: Record<string, Uint8Array>): Manifest {
  const head = chooseHead(decodeSlot(files['manifest.0']), decodeSlot(files['manifest.1']));
  if (!head) throw new Error(`no manifest among ${Object.keys(files).join(', ')}`);
  return head;
}

/** Content hashes by table and day: what two warehouses of the same rows share. */
export function contentOf(manifest: Manifest): Record<string, string> {
  return Object.fromEntries(
    Object.entries(manifest.tables).flatMap(([table, { partitions }]) =>
      Object.entries(partitions).map(([ds, { contentHash }]) => [`${table} ${ds}`, contentHash]),
    ),
  );
}

/** What is wrong with the files that a manifest names; empty when all are there, whole. */
export function faultsOf(files: Record<string, Uint8Array>, manifest: Manifest): string[] {
  const parts = Object.values(manifest.tables).flatMap(({ partitions }) =>
    Object.values(partitions),
  );
  if (parts.length === 0) return ['it names no file'];
  return parts.flatMap(({ file, bytes, sha256: hash }) => {
    const kept = files[file];
    if (!kept) return [`missing: ${file}`];
    if (kept.length !== bytes) return [`size: ${file}`];
    return sha256(kept) === hash ? [] : [`changed: ${file}`];
  });
}

/**
 * Lets the page choose folders without a person: real handles of the origin's private files, one for each kind of
 * folder. `localStorage.permission` says what the browser lets the page do with them. Where to save a zip is not asked.
 */
export async function standInForPickers(page: Page): Promise<void> {
  await page.addInitScript((at) => {
    const chosen = async ({ id }: { id: string }): Promise<FileSystemDirectoryHandle> => {
      const root = await navigator.storage.getDirectory();
      const picked = await root.getDirectoryHandle(at, { create: true });
      return picked.getDirectoryHandle(id, { create: true });
    };
    Object.assign(window, { showDirectoryPicker: chosen, showSaveFilePicker: undefined });
    Object.assign(FileSystemHandle.prototype, {
      queryPermission: async () => localStorage.getItem('permission') ?? 'granted',
      requestPermission: async () => {
        localStorage.removeItem('permission');
        return 'granted';
      },
    });
  }, pickedFolder);
}
