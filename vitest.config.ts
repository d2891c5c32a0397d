import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

// Whole histories are run: a busy machine of two cores takes several times what a quiet one does.
const shared = { testTimeout: 60_000, hookTimeout: 120_000, pool: 'forks' } as const;
const ui = 'src/ui/**/*.test.ts';

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          ...shared,
          name: 'node',
          include: [
            'src/**/*.test.ts',
            'workers/**/*.test.ts',
            'scripts/**/*.test.ts',
            'bench/**/*.test.ts',
          ],
          exclude: [ui],
        },
      },
      {
        plugins: [svelte()],
        // Without it Svelte resolves to its server build, in which effects never run.
        resolve: { conditions: ['browser'] },
        test: { ...shared, name: 'ui', include: [ui] },
      },
    ],
  },
});
