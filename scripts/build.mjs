import { join } from 'node:path';
import { isOutdated, writeStamp } from './freshness.mjs';
import { prepareData } from './prepare-data.mjs';
import { isProgram, root, runMain, runStep, say } from './run.mjs';
import { ensureDependencies } from './setup.mjs';

const inputs = (names) => names.map((name) => join(root, name));
const shared = ['src', 'vite', 'package.json', 'package-lock.json', 'tsconfig.json'];

const app = {
  stamp: join(root, 'build/stamps/app'),
  outputs: [join(root, 'dist/index.html')],
  inputs: inputs([...shared, 'workers', 'public', 'index.html', 'vite.config.ts']),
};

/** The command line's entry, as vite.cli.config.ts writes it. */
export const cliEntry = join(root, 'build/cli/main.js');

const cli = {
  stamp: join(root, 'build/stamps/cli'),
  outputs: [cliEntry],
  inputs: inputs([...shared, 'vite.cli.config.ts']),
};

function vite(...args) {
  runStep(process.execPath, [join(root, 'node_modules/vite/bin/vite.js'), 'build', ...args]);
}

/** Build dist/: the prepared data, the licence notices, then the app. */
export function buildApp() {
  prepareData();
  runStep(process.execPath, [join(root, 'scripts/notices.mjs')]);
  // From here on, because the two steps before write into public/, which is an input.
  const began = Date.now();
  vite();
  writeStamp(app.stamp, began);
}

/** Build build/cli/. Quiet means warnings and errors only. */
export function buildCli({ quiet = false } = {}) {
  prepareData();
  const began = Date.now();
  vite('--config', 'vite.cli.config.ts', ...(quiet ? ['--logLevel', 'warn'] : []));
  writeStamp(cli.stamp, began);
}

/** Build the app when dist/ is missing or older than its sources. */
export function ensureApp() {
  prepareData();
  if (!isOutdated(app)) return;
  say('building the app...');
  buildApp();
}

/** Build the command line when it is missing or older than its sources. */
export function ensureCli(options) {
  if (isOutdated(cli)) buildCli(options);
}

if (isProgram(import.meta.url)) {
  await runMain(() => {
    ensureDependencies();
    buildApp();
    buildCli();
  });
}
