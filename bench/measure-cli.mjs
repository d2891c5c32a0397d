import { join } from 'node:path';
import { cliEntry } from '../scripts/build.mjs';
import { runTimed } from './timed-program.mjs';

/** Writes the generated sample of one format into a folder; resolves to the file. */
export async function writeSample({ rows, format, folder }) {
  const args = ['sample', '--rows', String(rows), '--format', format, '--out', folder];
  const { stdout } = await runTimed(process.execPath, [cliEntry, ...args]);
  return stdout.trim();
}

/** The command line on a file and an empty warehouse: native DuckDB under the same SQL. */
export async function measureCli({ file, folder, threads }) {
  const args = ['--warehouse', join(folder, 'warehouse'), '--format', 'json'];
  const { stdout, seconds, peakBytes } = await runTimed(process.execPath, [
    cliEntry,
    ...['run', file, ...args, '--threads', String(threads)],
  ]);
  return { seconds, peakBytes, report: JSON.parse(stdout) };
}
