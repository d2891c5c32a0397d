import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { StepError, isProgram, root, runInherited, runMain, say } from './run.mjs';
import { ensureBrowser, ensureDependencies } from './setup.mjs';
import {
  closingLine,
  countsOfPlaywright,
  countsOfVitest,
  judge,
  sumCounts,
} from './test-counts.mjs';
import { failuresOfPlaywright, failuresOfVitest } from './test-failures.mjs';

const reports = join(root, 'test-results');

function readReport(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
}

async function runHalf({ program, args, env, report, countsOf, failuresOf }) {
  rmSync(report, { force: true });
  const exitCode = await runInherited(
    process.execPath,
    [join(root, 'node_modules', program), ...args],
    env,
  );
  const told = readReport(report);
  return {
    counts: judge(told && countsOf(told), exitCode),
    failures: told ? failuresOf(told) : [],
  };
}

function unitTests(rest) {
  const report = join(reports, 'unit.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  return {
    program: 'vitest/vitest.mjs',
    args: ['run', ...reporters, ...rest],
    report,
    countsOf: countsOfVitest,
    failuresOf: failuresOfVitest,
  };
}

function browserTests(rest) {
  const report = join(reports, 'e2e.json');
  return {
    program: '@playwright/test/cli.js',
    args: ['test', ...rest],
    env: { CHROMIUM_PATH: ensureBrowser(), PLAYWRIGHT_JSON_OUTPUT_NAME: report },
    report,
    countsOf: countsOfPlaywright,
    failuresOf: failuresOfPlaywright,
  };
}

/** The halves to run and what is passed on to them: --unit, --e2e, or both; filters need one half. */
export function parseTestArgs(args) {
  const rest = args.filter((arg) => arg !== '--unit' && arg !== '--e2e');
  const unit = args.includes('--unit') || !args.includes('--e2e');
  const e2e = args.includes('--e2e') || !args.includes('--unit');
  if (unit && e2e && rest.length > 0) {
    throw new StepError(`say which tests these are for, --unit or --e2e: ${rest.join(' ')}`);
  }
  return { unit, e2e, rest };
}

async function runTests({ unit, e2e, rest }) {
  ensureDependencies();
  const { ensureApp, ensureCli } = await import('./build.mjs');
  const halves = [];
  if (unit) halves.push(unitTests);
  if (e2e) halves.push(browserTests);
  if (e2e) ensureApp();
  ensureCli();
  mkdirSync(reports, { recursive: true });
  const ends = [];
  for (const half of halves) ends.push(await runHalf(half(rest)));
  // Told again at the end: what failed first is thousands of lines up.
  for (const failure of ends.flatMap(({ failures }) => failures)) say(`failed: ${failure}`);
  return sumCounts(ends.map(({ counts }) => counts));
}

if (isProgram(import.meta.url)) {
  await runMain(async (args) => {
    const total = await runTests(parseTestArgs(args)).catch((error) => {
      if (!(error instanceof StepError)) throw error;
      say(`error: ${error.message}`);
      return { passed: 0, failed: 1, skipped: 0 };
    });
    process.stdout.write(`\n${closingLine(total)}\n`);
    return total.failed > 0 ? 1 : 0;
  });
}
