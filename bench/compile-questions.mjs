import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';
import { root } from '../scripts/run.mjs';

const entries = {
  'compile-metrics': 'src/core/metrics/compile-metrics.ts',
  'load-project': 'src/core/project/load-project.ts',
  models: 'src/models/index.ts',
  'route-filters': 'src/ui/route-filters.ts',
  'default-range': 'src/core/metrics/default-range.ts',
};

/**
 * The queries that the overview asks, by the app's own compiler: a function of an address (`#/overview?from=...&is.country=IN`) and of what is
 * published.
 */
export async function questionsOf() {
  const outDir = join(root, 'build/bench');
  const input = Object.fromEntries(
    Object.entries(entries).map(([name, path]) => [name, join(root, path)]),
  );
  await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    build: { ssr: true, outDir, target: 'node20', rollupOptions: { input } },
  });
  const load = (name) => import(pathToFileURL(join(outDir, `${name}.js`)).href);
  const [{ compileMetrics }, { loadProject }, { shippedModels }, { parseFilters }, { withRange }] =
    await Promise.all(Object.keys(entries).map(load));
  const project = loadProject(shippedModels);
  return (hash, published) => {
    const query = hash.split('?')[1] ?? '';
    const params = new URLSearchParams(query);
    const days = Object.fromEntries([...params].filter(([key]) => ['from', 'to'].includes(key)));
    const hosts = params.get('hosts')?.split(',') ?? [];
    const scope = { ...days, hosts, filters: parseFilters(query) };
    return compileMetrics(project, withRange(scope, published), published);
  };
}
