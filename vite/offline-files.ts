import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Plugin, ResolvedConfig } from 'vite';

const worker = 'sw.js';
const placeholder = '__offlineFiles__';

/** Ships the service worker as sw.js, with the list of all other files of the app (path, size, SHA-256) written into it. */
export function offlineFiles(): Plugin {
  let config: ResolvedConfig;
  return {
    name: 'homegrown:offline-files',
    apply: 'build',
    configResolved(resolved) {
      config = resolved;
    },
    buildStart() {
      this.emitFile({ type: 'chunk', id: 'workers/offline.worker.ts', fileName: worker });
    },
    generateBundle(_options, bundle) {
      const chunk = bundle[worker];
      if (chunk?.type !== 'chunk' || chunk.imports.length > 0)
        this.error(`${worker} must be one file`);
    },
    // The files of public/ are there by now, too.
    writeBundle(options) {
      const folder = options.dir ?? join(config.root, config.build.outDir);
      const path = join(folder, worker);
      const code = readFileSync(path, 'utf8');
      const [head, tail, ...more] = code.split(placeholder);
      if (tail === undefined || more.length > 0) this.error(`${worker} must name its files once`);
      const list = JSON.stringify(filesOf(folder));
      writeFileSync(path, `${head}${list}${tail}`);
    },
  };
}

function filesOf(folder: string) {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path !== worker && statSync(join(folder, path)).isFile());
  return paths.sort().map((path) => {
    const content = readFileSync(join(folder, path));
    const inflated = path.endsWith('.gz') ? { inflated: sha256(gunzipSync(content)) } : {};
    return { path, bytes: content.length, sha256: sha256(content), ...inflated };
  });
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
