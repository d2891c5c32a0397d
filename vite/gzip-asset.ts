import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Plugin, ResolvedConfig } from 'vite';

const suffix = '?gzip';
const prefix = '\0gzip-asset:';
const devPath = '/@gzip-asset/';

/**
 * Makes `import { url, bytes } from 'package/file.wasm?gzip'` ship the file compressed, and give its
 * address and its size in bytes as compressed. Some hosts refuse files over 25 MiB, and few compress wasm.
 */
export function gzipAsset(): Plugin {
  let config: ResolvedConfig;
  return {
    name: 'homegrown:gzip-asset',
    enforce: 'pre',
    configResolved(resolved) {
      config = resolved;
    },
    async resolveId(source, importer) {
      if (!source.endsWith(suffix)) return undefined;
      const file = await this.resolve(source.slice(0, -suffix.length), importer, {
        skipSelf: true,
      });
      if (!file) throw new Error(`cannot find the file to compress: ${source}`);
      return `${prefix}${file.id.replace(/\?.*$/, '')}${suffix}`;
    },
    async load(id) {
      if (!id.startsWith(prefix)) return undefined;
      const file = id.slice(prefix.length, -suffix.length);
      const source = await compressed(file, config.cacheDir);
      const bytes = `export const bytes = ${source.length};`;
      if (config.command === 'serve')
        return `export const url = ${JSON.stringify(devPath + encodeURIComponent(file))};\n${bytes}`;
      const asset = this.emitFile({ type: 'asset', name: `${basename(file)}.gz`, source });
      return `export const url = import.meta.ROLLUP_FILE_URL_${asset};\n${bytes}`;
    },
    configureServer(server) {
      server.middlewares.use(devPath, (request, response, next) => {
        const file = decodeURIComponent((request.url ?? '').slice(1).replace(/\?.*$/, ''));
        if (!file.includes('/node_modules/')) return next();
        compressed(file, config.cacheDir).then((source) => {
          response.setHeader('content-type', 'application/octet-stream');
          response.end(source);
        }, next);
      });
    },
  };
}

// Level 9 of a large file takes seconds, so the result is kept beside Vite's own cache.
async function compressed(file: string, cacheDir: string): Promise<Buffer> {
  const { size, mtimeMs } = await stat(file);
  const folder = join(cacheDir, '../.gzip-asset');
  const kept = join(folder, `${basename(file)}-${size}-${Math.round(mtimeMs)}.gz`);
  const found = await readFile(kept).catch(() => undefined);
  if (found) return found;
  const made = await promisify(gzip)(await readFile(file), { level: 9 });
  await mkdir(folder, { recursive: true });
  await writeFile(`${kept}.${process.pid}`, made);
  await rename(`${kept}.${process.pid}`, kept);
  return made;
}
