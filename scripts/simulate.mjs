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

/** The rows as a table for a terminal; rows of which nothing is claimed are marked `-`. */
export function simulationTable(rows) {
  const header = ['check', 'cell', 'measure', 'share', '95 % bounds', 'of', 'gate', ''];
  const lines = rows.map((row) => [
    row.check,
    row.cell,
    row.measure,
    percent(row.share),
    `${percent(row.lower)} - ${percent(row.upper)}`,
    row.tested.toLocaleString('en'),
    gateText(row),
    outcome(row),
  ]);
  const widths = header.map((_, i) => Math.max(...[header, ...lines].map((l) => l[i].length)));
  return [header, ...lines]
    .map((line) =>
      line
        .map((cell, i) => cell.padEnd(widths[i]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function outcome({ gate, isMet, limitation }) {
  if (!gate) return '-';
  if (isMet) return 'met';
  return limitation ? `not met: ${limitation}` : 'NOT MET';
}

function gateText({ gate }) {
  if (!gate) return '';
  return 'atMost' in gate
    ? `bound <= ${percent(gate.atMost)}`
    : `share >= ${percent(gate.atLeast)}`;
}

function percent(share) {
  return `${(share * 100).toFixed(2)} %`;
}

if (isProgram(import.meta.url)) {
  await runMain(async (args) => {
    ensureDependencies();
    const { size, seed } = parseSimulateArgs(args);
    return withModule(entry, async ({ simulate }) => {
      const rows = await simulate(size, seed, say);
      process.stdout.write(`${simulationTable(rows)}\n`);
      const gated = rows.filter(({ gate }) => gate);
      const missed = gated.filter(({ isMet }) => !isMet);
      const known = missed.filter(({ limitation }) => limitation !== undefined).length;
      const surprises = missed.length - known;
      process.stdout.write(
        `\n${gated.length} gates: ${gated.length - missed.length} met, ${known} not met for a known reason, ${surprises} not met\n`,
      );
      return surprises > 0 ? 1 : 0;
    });
  });
}
