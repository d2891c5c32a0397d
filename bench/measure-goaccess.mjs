import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runTimed } from './timed-program.mjs';

/** What goaccess says of its version, or undefined where it is not installed. */
export function goaccessVersion() {
  const { stdout, status } = spawnSync('goaccess', ['--version'], { encoding: 'utf8' });
  return status === 0 ? stdout.split('\n')[0].replace(/\.$/, '') : undefined;
}

/** goaccess on a combined log with the virtual host first, to its JSON report. */
export async function measureGoaccess({ file, folder }) {
  const target = join(folder, 'goaccess.json');
  const options = ['--log-format=VCOMBINED', '--no-global-config', '--no-progress', '-o', target];
  const { seconds, peakBytes } = await runTimed('goaccess', [file, ...options]);
  const { general } = JSON.parse(await readFile(target, 'utf8'));
  return { seconds, peakBytes, rows: general.valid_requests };
}
