import { gzipSync } from 'node:zlib';
import type { Plugin, Rolldown } from 'vite';

/** Some static hosts refuse larger files. */
const fileLimit = 25 * 2 ** 20;
/** What a first visit loads before the engine: the page's scripts and what they import at once. */
const entryLimit = 300 * 1024;

/** Fails the build when a file or the page's own scripts (gzipped) grow past their limits. */
export function sizeLimits(): Plugin {
  return {
    name: 'homegrown:size-limits',
    apply: 'build',
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        const size = sizeOf(file);
        if (size > fileLimit) this.error(`over 25 MiB: ${file.fileName} has ${size} bytes`);
      }
      const entry = [...entryFiles(bundle)].reduce(
        (sum, chunk) => sum + gzipSync(chunk.code).length,
        0,
      );
      if (entry > entryLimit)
        this.error(`over 300 KB gzipped: the page's scripts have ${entry} bytes`);
      this.info(`the page's scripts: ${(entry / 1024).toFixed(0)} KB gzipped of 300`);
    },
  };
}

function sizeOf(file: Rolldown.OutputAsset | Rolldown.OutputChunk): number {
  return Buffer.byteLength(file.type === 'chunk' ? file.code : file.source);
}

function entryFiles(bundle: Rolldown.OutputBundle): Set<Rolldown.OutputChunk> {
  const found = new Set<Rolldown.OutputChunk>();
  const add = (name: string) => {
    const file = bundle[name];
    if (file?.type !== 'chunk' || found.has(file)) return;
    found.add(file);
    file.imports.forEach(add);
  };
  for (const file of Object.values(bundle))
    if (file.type === 'chunk' && file.isEntry) add(file.fileName);
  return found;
}
