import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = new URL('../../../../shared/data/', import.meta.url);

/** Absolute path of a file or folder of the local test data, or undefined where that folder is missing. */
export function sharedData(path: string): string | undefined {
  const file = fileURLToPath(new URL(path.split('/').map(encodeURIComponent).join('/'), root));
  return existsSync(file) ? file : undefined;
}
