import { AsyncZipDeflate, Zip, ZipPassThrough } from 'fflate';
import type { ExportedFile } from '../../workbench.ts';

/**
 * One zip of files that come one after the other, paths kept. Parquet is compressed already and only stored. The
 * parts go into a Blob as they are made: a browser may keep it on disk, and no file is held after its turn.
 */
export async function zipFiles(files: AsyncIterable<ExportedFile>): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const archive = new Zip();
  const whole = new Promise<void>((resolve, reject) => {
    archive.ondata = (error, chunk, last) => {
      if (error) return reject(error);
      parts.push(chunk as Uint8Array<ArrayBuffer>);
      if (last) resolve();
    };
  });
  try {
    for await (const { path, bytes } of files) {
      const entry = path.endsWith('.parquet')
        ? new ZipPassThrough(path)
        : new AsyncZipDeflate(path, { level: 6 });
      archive.add(entry);
      entry.push(bytes, true);
    }
    archive.end();
    await whole;
  } catch (error) {
    archive.terminate();
    throw error;
  }
  return new Blob(parts, { type: 'application/zip' });
}
