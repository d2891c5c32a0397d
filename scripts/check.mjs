import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { prepareData } from './prepare-data.mjs';
import { isProgram, root, runMain } from './run.mjs';
import { ensureDependencies } from './setup.mjs';

const cache = 'node_modules/.cache';

function typeTask(config) {
  const build = `${cache}/tsc/${config}.tsbuildinfo`;
  const args = ['-p', config, '--incremental', '--tsBuildInfoFile', build, '--pretty', 'false'];
  return { name: `types ${config}`, program: 'typescript/bin/tsc', args };
}

const svelte = {
  name: 'types of components',
  program: 'svelte-check/bin/svelte-check',
  args: ['--tsconfig', 'tsconfig.dom.json', '--fail-on-warnings', '--output', 'human'],
};
const lint = {
  name: 'lint',
  program: 'eslint/bin/eslint.js',
  args: ['.', '--max-warnings', '0', '--cache', '--cache-location', `${cache}/eslint/`],
};
const format = {
  name: 'format',
  program: 'prettier/bin/prettier.cjs',
  args: ['--check', '.', '--log-level', 'warn', '--cache'],
};
const notices = { name: 'licence notices', file: 'scripts/notices.mjs', args: ['--check'] };

function tasks() {
  const worlds = readdirSync(root).filter((name) => /^tsconfig(\.\w+)?\.json$/.test(name));
  return [...worlds.sort().map(typeTask), svelte, lint, format, notices];
}

function runTask(task) {
  const file = task.file ?? join('node_modules', task.program);
  const began = Date.now();
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, file), ...task.args], { cwd: root });
    const chunks = [];
    child.stdout.on('data', (chunk) => chunks.push(chunk));
    child.stderr.on('data', (chunk) => chunks.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      const seconds = ((Date.now() - began) / 1000).toFixed(1);
      process.stdout.write(`${code === 0 ? 'ok    ' : 'FAILED'} ${task.name} (${seconds} s)\n`);
      if (code !== 0) process.stdout.write(Buffer.concat(chunks));
      resolve(code === 0);
    });
  });
}

/** Run every check, two at a time; resolves to whether all passed. */
async function runChecks() {
  const queue = tasks();
  let allPassed = true;
  const worker = async () => {
    for (let task = queue.shift(); task; task = queue.shift()) {
      if (!(await runTask(task))) allPassed = false;
    }
  };
  await Promise.all([worker(), worker()]);
  return allPassed;
}

if (isProgram(import.meta.url)) {
  await runMain(async () => {
    ensureDependencies();
    prepareData();
    return (await runChecks()) ? 0 : 1;
  });
}
