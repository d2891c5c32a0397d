import { cpus, loadavg, release, totalmem, type } from 'node:os';
import { goaccessVersion } from './measure-goaccess.mjs';
import { duckdbVersion } from './measure-native.mjs';

/** How busy the machine is with other work before the first measurement. */
export const loadBefore = () => loadavg()[0];

/** The machine and the programs in words, a line each; names no host and no person. */
export function describeMachine({ browser, wasm, load }) {
  const processors = cpus();
  const goaccess = goaccessVersion() ?? 'goaccess: not installed';
  return [
    `${processors.length} x ${processors[0]?.model.trim() ?? 'processor of unknown model'}, ${(totalmem() / 2 ** 30).toFixed(0)} GB of memory, ${type()} ${release()}`,
    `Node ${process.versions.node}, native DuckDB ${duckdbVersion}, DuckDB-WASM ${wasm}, Chromium ${browser}, ${goaccess}`,
    `Load of other work in the minute before (0 is idle, ${processors.length} is all processors): ${load.toFixed(1)}`,
  ];
}
