import { StepError, isProgram, root, runMain, say } from './run.mjs';
import { ensureDependencies } from './setup.mjs';

const entry = '/src/core/quality/statistics/testing/simulate.ts';

/** Loads TypeScript of the project in this process; `use` must be done with it when it resolves. */
async function withModule(path, use) {
  const { createServer } = await import('vite');
  const server = await createServer({
    root,
    configFile: false,
    appType: 'custom',
    logLevel: 'error',
    server: { middlewareMode: true, hmr: false, ws: false, watch: null },
    optimizeDeps: { noDiscovery: true },
  });
  try {
    return await use(await server.ssrLoadModule(path));
  } finally {
    await server.close();
  }
}

/** Reads the options: `--ci` for the size that the tests run, `--seed N`. */
export function parseSimulateArgs(args) {
  const at = args.indexOf('--seed');
  const seed = at < 0 ? undefined : Number(args[at + 1]);
  if (seed !== undefined && !Number.isSafeInteger(seed))
    throw new StepError(`not a seed: ${args[at + 1] ?? ''}`);
  const unknown = args.find(
    (arg, i) => arg !== '--ci' && arg !== '--seed' && args[i - 1] !== '--seed',
  );
  if (unknown !== undefined) throw new StepError(`unknown option: ${unknown}`);
  return { size: args.includes('--ci') ? 'ci' : 'full', seed };
}

if (isProgram(import.meta.url)) {
  await runMain(async (args) => {
    ensureDependencies();
    const { size, seed } = parseSimulateArgs(args);
    return withModule(entry, async ({ simulate, simulationTable }) => {
      const rows = await simulate(size, seed, say);
      process.stdout.write(`${simulationTable(rows)}\n`);
      const missed = rows.filter(({ isMet }) => !isMet).length;
      const gated = rows.filter(({ gate }) => gate).length;
      process.stdout.write(`\n${gated} gates, ${missed} not met\n`);
      return missed > 0 ? 1 : 0;
    });
  });
}
