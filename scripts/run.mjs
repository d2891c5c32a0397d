import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** A failed set-up or build step whose message is all a person needs to see. */
export class StepError extends Error {}

/** Run a program in the project's folder with its output on stderr; throws when it does not exit 0. */
export function runStep(command, args, options = {}) {
  const { env, ...rest } = options;
  const result = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    env: { ...process.env, ...env },
    ...rest,
  });
  if (result.error) throw new StepError(`cannot start ${command}: ${result.error.message}`);
  if (result.status !== 0) {
    const end = result.status === null ? `signal ${result.signal}` : `exit ${result.status}`;
    throw new StepError(`failed (${end}): ${[command, ...args].join(' ')}`);
  }
}

/** Run npm itself: the one that started us, else the one on the PATH. */
export function runNpm(args) {
  const npm = process.env.npm_execpath;
  if (npm?.endsWith('.js')) runStep(process.execPath, [npm, ...args]);
  else runStep('npm', args, { shell: process.platform === 'win32' });
}

/** Run a program with the terminal as it is; resolves to its exit code (1 when a signal ended it). */
export function runInherited(command, args, env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, ...env },
    });
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

/** Print on stderr, so that stdout stays a command's own. */
export function say(text) {
  process.stderr.write(`${text}\n`);
}

/** Whether this module is the program that node was asked to run. */
export function isProgram(url) {
  return process.argv[1] !== undefined && fileURLToPath(url) === process.argv[1];
}

/** Run a program's main function; a StepError is shown as a sentence, anything else whole. */
export async function runMain(main) {
  try {
    const code = await main(process.argv.slice(2));
    if (typeof code === 'number') process.exitCode = code;
  } catch (error) {
    say(error instanceof StepError ? `error: ${error.message}` : (error?.stack ?? String(error)));
    process.exitCode = 1;
  }
}
