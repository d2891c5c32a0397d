import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The screens on a made-up workbench: `npm run gallery` serves it, the specs build it. It is no part of the app. */
// eslint-disable-next-line no-restricted-syntax -- Vite reads the default export
export default defineConfig({
  root: at('.'),
  base: './',
  publicDir: false,
  plugins: [svelte()],
  // Offline use is shown, too: by stand-ins.
  define: { 'import.meta.env.PROD': 'true' },
  server: { fs: { allow: [at('../..')] } },
  build: { outDir: at('../../build/gallery'), emptyOutDir: true, minify: false },
});
