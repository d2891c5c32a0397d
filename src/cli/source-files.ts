import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { WorkbenchError } from '../core/errors.ts';
import { openLocalFile } from '../hosts/node/local-file.ts';
import type { SourceFile } from '../workbench.ts';

/** A file or folder that was named but cannot be used. */
export interface RefusedFile {
  file: string;
  code: string;
  message: string;
  /** The option that would answer. */
  option?: string;
}

/**
 * Finds the files behind the paths of a command line, each once, in the order of the paths and sorted inside
 * folders. Hidden files are left out, and so is the warehouse where a folder holds it.
 */
export async function findSourceFiles(
  paths: string[],
  warehouse: string,
): Promise<{ files: SourceFile[]; refused: RefusedFile[] }> {
  const found = new Map<string, { path: string; folder: string }>();
  const files: SourceFile[] = [];
  const refused: RefusedFile[] = [];
  for (const path of paths) {
    try {
      for (const file of await filesOf(path, resolve(warehouse))) {
        if (!found.has(resolve(file.path))) found.set(resolve(file.path), file);
      }
    } catch (error) {
      refused.push(refusalOf(path, error));
    }
  }
  for (const { path, folder } of found.values()) {
    try {
      files.push({ name: basename(path), folder, bytes: await openLocalFile(path) });
    } catch (error) {
      refused.push(refusalOf(path, error));
    }
  }
  return { files, refused };
}

async function filesOf(
  path: string,
  warehouse: string,
): Promise<{ path: string; folder: string }[]> {
  const info = await stat(path).catch((cause: NodeJS.ErrnoException) => {
    const reason =
      cause.code === 'ENOENT'
        ? 'there is no such file or folder'
        : `it cannot be read: ${cause.code}`;
    throw new WorkbenchError('file-unreadable', reason, { file: path }, cause);
  });
  if (!info.isDirectory()) return [{ path, folder: '' }];
  const files = await walk(path, basename(resolve(path)), warehouse);
  if (files.length === 0)
    throw new WorkbenchError('file-empty', 'the folder holds no files', { file: path });
  return files;
}

async function walk(
  path: string,
  folder: string,
  warehouse: string,
): Promise<{ path: string; folder: string }[]> {
  const entries = (await readdir(path, { withFileTypes: true })).filter(
    ({ name }) => !name.startsWith('.'),
  );
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  const files: { path: string; folder: string }[] = [];
  for (const entry of entries) {
    const inner = join(path, entry.name);
    if (entry.isDirectory() && resolve(inner) !== warehouse)
      files.push(...(await walk(inner, `${folder}/${entry.name}`, warehouse)));
    // A linked folder is not entered: it could lead round in a circle.
    else if (entry.isFile() || (entry.isSymbolicLink() && (await isFile(inner))))
      files.push({ path: inner, folder });
  }
  return files;
}

async function isFile(path: string): Promise<boolean> {
  const info = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ELOOP') return undefined;
    throw error;
  });
  return info?.isFile() ?? false;
}

function refusalOf(path: string, error: unknown): RefusedFile {
  if (error instanceof WorkbenchError)
    return { file: path, code: error.code, message: error.message };
  const code = (error as NodeJS.ErrnoException).code;
  if (code === undefined) throw error;
  return {
    file: join(dirname(path), basename(path)),
    code: 'file-unreadable',
    message: `it cannot be read: ${code}`,
  };
}
