import type { FileStore } from './ports.ts';
import { sourceOf } from './warehouse-files.ts';

/** A store that lasts as long as the session. */
export function memoryStore(): FileStore {
  const files = new Map<string, Uint8Array>();
  return {
    async read(path) {
      const bytes = files.get(path);
      return bytes && sourceOf(bytes);
    },
    async write(path, bytes) {
      files.set(path, bytes.slice());
    },
    async list(folder) {
      const below = [...files.keys()].filter((path) => path.startsWith(`${folder}/`));
      return [...new Set(below.map((path) => path.slice(folder.length + 1).split('/')[0]!))].sort();
    },
    async remove(path) {
      files.delete(path);
    },
  };
}
