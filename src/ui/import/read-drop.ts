import type { SourceFile } from '../../workbench.ts';

// What desktops leave in folders; nobody means to import it.
const clutter = new Set(['.DS_Store', 'Thumbs.db', 'desktop.ini']);

/**
 * All files of a drop, folders opened. The entries must be asked for before the first await: the browser
 * empties the transfer when the event is over.
 */
export async function readDrop(transfer: DataTransfer): Promise<SourceFile[]> {
  const items = [...transfer.items].filter((item) => item.kind === 'file');
  const entries = items.map((item) => item.webkitGetAsEntry());
  const plain = [...transfer.files];
  if (entries.every((entry) => entry === null)) return plain.map((file) => sourceFile(file, ''));
  const found: SourceFile[] = [];
  for (const entry of entries) if (entry) await collect(entry, '', found);
  return found;
}

/** Files of a picker; a folder's keep their path inside it. */
export function readPicked(files: Iterable<File>): SourceFile[] {
  return [...files]
    .filter((file) => !clutter.has(file.name))
    .map((file) => sourceFile(file, file.webkitRelativePath.split('/').slice(0, -1).join('/')));
}

async function collect(entry: FileSystemEntry, folder: string, found: SourceFile[]): Promise<void> {
  if (entry.isFile) {
    if (!clutter.has(entry.name))
      found.push(sourceFile(await openEntry(entry as FileSystemFileEntry), folder));
    return;
  }
  const path = folder ? `${folder}/${entry.name}` : entry.name;
  for (const child of await listFolder(entry as FileSystemDirectoryEntry))
    await collect(child, path, found);
}

function openEntry(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

// A reader hands out a folder in portions (100 in Chromium) until one is empty.
async function listFolder(directory: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = directory.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const portion = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (portion.length === 0) return all;
    all.push(...portion);
  }
}

function sourceFile(file: File, folder: string): SourceFile {
  return { name: file.name, folder, bytes: file };
}
