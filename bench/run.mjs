import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { StepError, isProgram, root, runMain, say } from '../scripts/run.mjs';
import { ensureDependencies } from '../scripts/setup.mjs';

const titles = { csv: 'CSV', log: 'Combined log' };
const parts = ['load', 'interaction'];
const fullRows = 1_000_000;
const page = join(root, 'bench/README.md');

/**
 * Reads the options: which parts, rows and formats of the first, events of the second (or warehouses that are there), and whether goaccess
 * runs where it is installed.
 */
export function parseBenchArgs(args) {
  const { values } = parseArgs({
    args,
    options: {
      rows: { type: 'string', default: String(fullRows) },
      formats: { type: 'string', default: 'csv,log' },
      parts: { type: 'string', default: parts.join(',') },
      events: { type: 'string', default: '1_000_000,5_000_000' },
      warehouse: { type: 'string', multiple: true, default: [] },
      'skip-goaccess': { type: 'boolean', default: false },
    },
  });
  const rows = countOf(values.rows);
  const events = values.events.split(',').map(countOf);
  const chosen = values.parts.split(',');
  const strange = chosen.find((part) => !parts.includes(part));
  if (strange !== undefined) throw new StepError(`parts are load and interaction, not: ${strange}`);
  const formats = values.formats.split(',');
  const unknown = formats.find((format) => !Object.hasOwn(titles, format));
  if (unknown !== undefined) throw new StepError(`formats are csv and log, not: ${unknown}`);
  const isFull = rows === fullRows && formats.length === 2 && !values['skip-goaccess'];
  const { warehouse: warehouses } = values;
  const withGoaccess = !values['skip-goaccess'];
  return { parts: chosen, rows, formats, events, warehouses, withGoaccess, isFull };
}

function countOf(text) {
  const count = Number(text.replaceAll('_', ''));
  if (Number.isSafeInteger(count) && count > 0) return count;
  throw new StepError(`not a count of rows: ${text}`);
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

async function runBench(options) {
  const tools = await loadTools();
  tools.ensureApp();
  tools.ensureCli();
  const parent = await mkdtemp(join(tmpdir(), 'bench-'));
  const date = new Date().toISOString().slice(0, 10);
  try {
    if (options.parts.includes('load')) await benchLoad(tools, options, { parent, date });
    if (options.parts.includes('interaction'))
      await benchInteraction(tools, options, { parent, date });
  } finally {
    await rm(parent, { recursive: true, force: true });
  }
}

async function benchLoad(tools, { formats, isFull, ...options }, { parent, date }) {
  const othersSoFar = tools.watchOtherWork();
  const results = [];
  for (const format of formats)
    results.push(await measureFormat(tools, { ...options, format }, parent));
  const [{ tab }] = results;
  const others = othersSoFar();
  const machine = tools.describeMachine({ browser: tab.browser, wasm: tools.wasmVersion, others });
  const text = tools.renderReport({ results, machine, date });
  process.stdout.write(text);
  if (!isQuiet(tools, others) || !isFull) return;
  const clicks = tools.interactionOf(await readFile(page, 'utf8'));
  await writeFile(page, tools.withInteraction(text, clicks));
}

async function benchInteraction(tools, { events, warehouses }, { parent, date }) {
  const othersSoFar = tools.watchOtherWork();
  const folders = warehouses.length > 0 ? warehouses : [];
  if (folders.length === 0)
    for (const rows of events) folders.push(await makeWarehouse(tools, rows, parent));
  const results = [];
  for (const folder of folders) {
    say(`clicks on ${folder}...`);
    const tab = await tools.measureInteraction(folder);
    say('the same queries natively...');
    results.push(await withNative(tools, tab, folder));
  }
  const others = othersSoFar();
  const section = tools.interactionSection(results, { date, others });
  process.stdout.write(`${section}\n`);
  if (!isQuiet(tools, others)) return;
  await writeFile(page, tools.withInteraction(await readFile(page, 'utf8'), section));
}

async function makeWarehouse(tools, rows, parent) {
  const folder = join(parent, String(rows));
  await mkdir(folder);
  say(`generating and loading ${rows.toLocaleString('en')} events...`);
  const file = await tools.writeSample({ rows, format: 'csv', folder: join(folder, 'in') });
  await tools.measureCli({ file, folder, threads: availableParallelism() });
  return join(folder, 'warehouse');
}

/** Clicks with the milliseconds that native DuckDB takes for the queries of each. */
async function withNative(tools, tab, folder) {
  const questions = await tools.questionsOf();
  const native = await tools.openQuestions(folder, availableParallelism());
  const known = new Map();
  try {
    for (const { hash } of tab.clicks) {
      if (known.has(hash)) continue;
      const queries = questions(hash, native.published);
      await native.time(queries);
      known.set(hash, await native.time(queries));
    }
    const clicks = tab.clicks.map((click) => ({ ...click, native: known.get(click.hash) }));
    return { ...tab, clicks, rows: native.events };
  } finally {
    native.close();
  }
}

function isQuiet(tools, others) {
  if (!(others > tools.tolerableShare)) return true;
  say('other programs took too much of the processors: bench/README.md stays as it is');
  return false;
}

/** The rest imports packages, which a fresh clone does not have before its first step. */
async function loadTools() {
  const all = await Promise.all([
    import('../scripts/build.mjs'),
    import('./measure-cli.mjs'),
    import('./measure-goaccess.mjs'),
    import('./measure-native.mjs'),
    import('./measure-tab.mjs'),
    import('./machine.mjs'),
    import('./report.mjs'),
    import('./other-work.mjs'),
    import('./compile-questions.mjs'),
    import('./interaction-report.mjs'),
    import('./measure-interaction.mjs'),
    import('./measure-questions.mjs'),
  ]);
  const { default: manifest } = await import('../package.json', { with: { type: 'json' } });
  const wasmVersion = manifest.dependencies['@duckdb/duckdb-wasm'];
  return Object.assign({ wasmVersion }, ...all);
}

if (isProgram(import.meta.url)) {
  await runMain(async (args) => {
    ensureDependencies();
    await runBench(parseBenchArgs(args));
  });
}
