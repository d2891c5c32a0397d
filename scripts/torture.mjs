import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { StepError, isProgram, root, runInherited, runMain, say } from './run.mjs';
import { prepareData } from './prepare-data.mjs';
import { ensureBrowser, ensureDependencies } from './setup.mjs';

const usage = 'npm run torture -- [--trials N] [--seed N]';

function numberOf(args, name, otherwise) {
  const at = args.indexOf(name);
  if (at < 0) return otherwise;
  const value = Number(args[at + 1]);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new StepError(`not a number: ${name} ${args[at + 1] ?? ''}`);
}

/** Reads the options: 200 trials of a new seed unless they say otherwise. */
export function parseTortureArgs(args) {
  const unknown = args.find((arg, i) => i % 2 === 0 && arg !== '--trials' && arg !== '--seed');
  if (unknown !== undefined) throw new StepError(`unknown option: ${unknown}\nusage: ${usage}`);
  return {
    trials: numberOf(args, '--trials', 200),
    seed: numberOf(args, '--seed', randomInt(1, 1e9)),
  };
}

if (isProgram(import.meta.url)) {
  await runMain(async (args) => {
    const { trials, seed } = parseTortureArgs(args);
    ensureDependencies();
    prepareData();
    say(`${trials} trials, seed ${seed}`);
    return runInherited(
      process.execPath,
      [
        join(root, 'node_modules/@playwright/test/cli.js'),
        'test',
        '--config',
        'e2e/torture/playwright.config.ts',
      ],
      {
        CHROMIUM_PATH: ensureBrowser(),
        TORTURE_TRIALS: String(trials),
        TORTURE_SEED: String(seed),
      },
    );
  });
}
