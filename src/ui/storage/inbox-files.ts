import type { SourceFile } from '../../workbench.ts';

/** A file of the inbox at one look. */
export interface InboxFile {
  /** Inside the inbox, with slashes. */
  path: string;
  size: number;
  /** Milliseconds since 1970. */
  modified: number;
  file: File;
}

/** What was seen of a file: `path|size|modified`. */
export const markOf = ({ path, size, modified }: Omit<InboxFile, 'file'>): string =>
  `${path}|${size}|${modified}`;

// Hidden, of a desktop, or still on its way down.
const unfinished =
  /^(?:\.|~\$)|^(?:thumbs\.db|desktop\.ini)$|\.(?:crdownload|part|partial|tmp|download|swp)$/i;

/** All files below a folder that may be exports. */
export async function listInbox(
  folder: FileSystemDirectoryHandle,
  prefix = '',
): Promise<InboxFile[]> {
  const found: InboxFile[] = [];
  for await (const [name, handle] of folder.entries()) {
    if (unfinished.test(name)) continue;
    const path = prefix + name;
    if (handle.kind === 'directory') {
      found.push(...(await listInbox(handle as FileSystemDirectoryHandle, `${path}/`)));
      continue;
    }
    const file = await (handle as FileSystemFileHandle).getFile();
    found.push({ path, size: file.size, modified: file.lastModified, file });
  }
  return found;
}

/**
 * The files to pick up: not empty, not handled yet, and the same as at the look before, so that a file still being
 * copied waits. `before` and `handled` are marks.
 */
export function readyFiles(
  files: InboxFile[],
  before: ReadonlySet<string>,
  handled: ReadonlySet<string>,
): InboxFile[] {
  return files.filter((file) => {
    const mark = markOf(file);
    return file.size > 0 && before.has(mark) && !handled.has(mark);
  });
}

/** As if it had been dropped. */
export function sourceOf({ path, file }: InboxFile): SourceFile {
  return { name: file.name, folder: path.split('/').slice(0, -1).join('/'), bytes: file };
}
