import { AsyncZipDeflate, Zip, ZipPassThrough } from 'fflate';
import type { ExportedFile } from '../../workbench.ts';

type Chunk = Uint8Array<ArrayBuffer>;

/**
 * One zip of files that come one after the other, paths kept, handed to `write` as it is made: nothing is held
 * after its turn. Parquet is compressed already and only stored. At most 65,535 files and 4 GB: no zip64.
 */
export async function streamZip(
  files: AsyncIterable<ExportedFile>,
  write: (chunk: Chunk) => Promise<void> | void,
): Promise<void> {
  const archive = new Zip();
  let written: Promise<void> = Promise.resolve();
  const whole = new Promise<void>((resolve, reject) => {
    archive.ondata = (error, chunk, last) => {
      if (error) return reject(error);
      written = written.then(() => write(chunk as Chunk));
      if (last) resolve();
      // Awaited below before the next file; until then nobody is told.
      written.catch(reject);
    };
  });
  whole.catch(() => undefined);
  try {
    for await (const { path, bytes } of files) {
      const entry = path.endsWith('.parquet')
        ? new ZipPassThrough(path)
        : new AsyncZipDeflate(path, { level: 6 });
      archive.add(entry);
      entry.push(bytes, true);
      await written;
    }
    archive.end();
    await whole;
    await written;
  } catch (error) {
    archive.terminate();
    throw error;
  }
}

/** The zip as a Blob, which a browser may keep on disk. */
export async function zipFiles(files: AsyncIterable<ExportedFile>): Promise<Blob> {
  const parts: Chunk[] = [];
  await streamZip(files, (chunk) => void parts.push(chunk));
  return new Blob(parts, { type: 'application/zip' });
}
