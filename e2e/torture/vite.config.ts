import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import app from '../../vite.config.ts';

/** The warehouse on the browser host, built as the app is built, with a publisher that does as the kill test says. */
// eslint-disable-next-line no-restricted-syntax -- Vite reads the default export
export default defineConfig({
  ...app,
  root: fileURLToPath(new URL('.', import.meta.url)),
  // A run of the sample looks countries up.
  publicDir: fileURLToPath(new URL('../../public', import.meta.url)),
  resolve: { dedupe: ['apache-arrow'] },
});
