import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { contentSecurityPolicy, contentSecurityPolicyTag } from './vite/content-security-policy.ts';
import { dropDefaultWasm } from './vite/drop-default-wasm.ts';
import { gzipAsset } from './vite/gzip-asset.ts';
import { offlineFiles } from './vite/offline-files.ts';
import { sizeLimits } from './vite/size-limits.ts';

const workbenchWorker = fileURLToPath(new URL('./workers/workbench.worker.ts', import.meta.url));

/** The app: a static dist/ with relative paths, at home in any folder of any static host. */
export default defineConfig({
  base: './',
  plugins: [
    svelte(),
    contentSecurityPolicyTag(),
    gzipAsset(),
    dropDefaultWasm(),
    sizeLimits(),
    offlineFiles(),
  ],
  resolve: {
    // The page knows the address of its worker, not the code in it.
    alias: [{ find: /^virtual:workbench-worker(?=\?)/, replacement: workbenchWorker }],
    dedupe: ['apache-arrow'],
  },
  worker: { format: 'es', plugins: () => [gzipAsset(), dropDefaultWasm()] },
  optimizeDeps: {
    // Found at the start, as what is found later reloads the page.
    entries: ['index.html', 'workers/*.worker.ts'],
    exclude: ['@duckdb/duckdb-wasm', 'parquet-wasm', '@polyglot-sql/sdk'],
  },
  build: {
    target: 'es2022',
    // A data: address would be a second way to load things; every asset is a file of the app.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1024,
  },
  preview: { headers: { 'Content-Security-Policy': contentSecurityPolicy } },
});
