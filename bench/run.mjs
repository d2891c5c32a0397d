import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { StepError, isProgram, root, runMain, say } from '../scripts/run.mjs';
import { ensureDependencies } from '../scripts/setup.mjs';

const titles = { csv: 'CSV', log: 'Combined log' };
const fullRows = 1_000_000;

/** Reads the options: rows, formats, and whether goaccess runs where it is installed. */
export function parseBenchArgs(args) {
  const { values } = parseArgs({
    args,
    options: {
      rows: { type: 'string', default: String(fullRows) },
      formats: { type: 'string', default: 'csv,log' },
      'skip-goaccess': { type: 'boolean', default: false },
    },
  });
  const rows = Number(values.rows.replaceAll('_', ''));
  if (!Number.isSafeInteger(rows) || rows < 1)
    throw new StepError(`not a count of rows: ${values.rows}`);
  const formats = values.formats.split(',');
  const unknown = formats.find((format) => !Object.hasOwn(titles, format));
  if (unknown !== undefined) throw new StepError(`formats are csv and log, not: ${unknown}`);
  const isFull = rows === fullRows && formats.length === 2 && !values['skip-goaccess'];
  return { rows, formats, withGoaccess: !values['skip-goaccess'], isFull };
}

async function measureFormat(tools, { rows, format, withGoaccess }, parent) {
  const folder = join(parent, format);
  await mkdir(folder);
  const threads = availableParallelism();
  say(`${titles[format]}: generating ${rows.toLocaleString('en')} rows...`);
  const file = await tools.writeSample({ rows, format, folder: join(folder, 'in') });
  const { size: bytes } = await stat(file);
  const hasGoaccess = withGoaccess && format === 'log' && tools.goaccessVersion() !== undefined;
  const step = (name, work) => {
    say(`${titles[format]}: ${name}...`);
    return work();
  };
  const goaccess = hasGoaccess
    ? await step('goaccess', () => tools.measureGoaccess({ file, folder }))
    : undefined;
  const native = await step('native floor', () => tools.measureNative({ file, format, threads }));
  const cli = await step('command line', () => tools.measureCli({ file, folder, threads }));
  const tab = await step('tab', () => tools.measureTab(file));
  return { title: titles[format], rows: native.rows, bytes, goaccess, native, cli, tab };
}

async function runBench({ formats, isFull, ...options }) {
  const tools = await loadTools();
  tools.ensureApp();
  tools.ensureCli();
  const othersSoFar = tools.watchOtherWork();
  const parent = await mkdtemp(join(tmpdir(), 'bench-'));
  try {
    const results = [];
    for (const format of formats)
      results.push(await measureFormat(tools, { ...options, format }, parent));
    const [{ tab }] = results;
    const others = othersSoFar();
    const machine = tools.describeMachine({
      browser: tab.browser,
      wasm: tools.wasmVersion,
      others,
    });
    const date = new Date().toISOString().slice(0, 10);
    const text = tools.renderReport({ results, machine, date });
    process.stdout.write(text);
    if (others > tools.tolerableShare)
      say('other programs took too much of the processors: bench/README.md stays as it is');
    else if (isFull) await writeFile(join(root, 'bench/README.md'), text);
  } finally {
    await rm(parent, { recursive: true, force: true });
  }
}

/** The rest imports packages, which a fresh clone does not have before its first step. */
async function loadTools() {
  const [build, cli, goaccess, native, tab, machine, report, other] = await Promise.all([
    import('../scripts/build.mjs'),
    import('./measure-cli.mjs'),
    import('./measure-goaccess.mjs'),
    import('./measure-native.mjs'),
    import('./measure-tab.mjs'),
    import('./machine.mjs'),
    import('./report.mjs'),
    import('./other-work.mjs'),
  ]);
  const { default: manifest } = await import('../package.json', { with: { type: 'json' } });
  const wasmVersion = manifest.dependencies['@duckdb/duckdb-wasm'];
  return {
    ...build,
    ...cli,
    ...goaccess,
    ...native,
    ...tab,
    ...machine,
    ...report,
    ...other,
    wasmVersion,
  };
}

if (isProgram(import.meta.url)) {
  await runMain(async (args) => {
    ensureDependencies();
    await runBench(parseBenchArgs(args));
  });
}
