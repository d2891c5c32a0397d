import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WorkbenchError } from '../../core/errors.ts';

const name = 'country-ranges.bin';
const places = [name, join('data', name), join('public', 'data', name)];

/**
 * Reads the country table that the build makes. It is looked for beside the running code and in every folder
 * above, so that the source, the built command line and a copied build all find it.
 */
export async function readCountryRanges(
  from: string = dirname(fileURLToPath(import.meta.url)),
): Promise<Uint8Array> {
  for (let folder = from; ; folder = dirname(folder)) {
    for (const place of places) {
      const bytes = await readIfThere(join(folder, place));
      if (bytes !== undefined) return bytes;
    }
    if (folder === dirname(folder)) {
      throw new WorkbenchError(
        'engine-failed',
        `the country table is missing: public/data/${name}; run npm run build`,
      );
    }
  }
}

async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    return new Uint8Array(await readFile(path));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
