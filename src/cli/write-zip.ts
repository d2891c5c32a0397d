import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Zip, ZipDeflate, ZipPassThrough } from 'fflate';
import { WorkbenchError } from '../core/errors.ts';
import type { ExportedFile } from '../workbench.ts';

/** Limits of a zip without the 64-bit extension, which fflate does not write; room is left for names and headers. */
const mostBytes = 2 ** 32 - 2 ** 26;
const mostFiles = 65_000;

/** Throws where one zip cannot hold the files: it would be written, and could not be read. */
export function refuseTooLarge(plan: { bytes: number }[]): void {
  const bytes = plan.reduce((sum, file) => sum + file.bytes, 0);
  if (bytes <= mostBytes && plan.length <= mostFiles) return;
  throw new WorkbenchError(
    'usage',
    `too large for one zip: ${plan.length} files of ${bytes} bytes; copy the folder instead, restore takes a folder too`,
  );
}

/**
 * Writes files, one after the other, into one zip; resolves to its size in bytes. Parquet is compressed already and only
 * stored. The zip gets its name when it is whole and flushed; the folder is made.
 */
export async function writeZip(path: string, files: AsyncIterable<ExportedFile>): Promise<number> {
  await mkdir(dirname(path), { recursive: true });
  const draft = join(dirname(path), `.${randomUUID()}.draft`);
  try {
    const file = await open(draft, 'wx');
    let bytes: number;
    try {
      bytes = await writeEntries(file, files);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
    return bytes;
  } catch (error) {
    await rm(draft, { force: true });
    throw spaceError(error);
  }
}

async function writeEntries(file: FileHandle, files: AsyncIterable<ExportedFile>): Promise<number> {
  const made: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    made.push(chunk);
  });
  let bytes = 0;
  const drain = async (): Promise<void> => {
    for (const chunk of made.splice(0)) {
      await file.writeFile(chunk);
      bytes += chunk.length;
    }
  };
  for await (const { path, bytes: content } of files) {
    const entry = path.endsWith('.parquet') ? new ZipPassThrough(path) : new ZipDeflate(path);
    zip.add(entry);
    entry.push(content, true);
    await drain();
  }
  zip.end();
  await drain();
  return bytes;
}

function spaceError(cause: unknown): unknown {
  const { code } = cause as NodeJS.ErrnoException;
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return cause;
  return new WorkbenchError('storage-full', 'no space is left for the backup', {}, cause);
}
