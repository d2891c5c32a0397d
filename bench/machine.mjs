import { cpus, release, totalmem, type } from 'node:os';
import { goaccessVersion } from './measure-goaccess.mjs';
import { duckdbVersion } from './measure-native.mjs';

/** The machine and the programs in words, a line each; names no host and no person. */
export function describeMachine({ browser, wasm, others }) {
  const processors = cpus();
  const goaccess = goaccessVersion() ?? 'goaccess: not installed';
  return [
    `${processors.length} x ${processors[0]?.model.trim() ?? 'processor of unknown model'}, ${(totalmem() / 2 ** 30).toFixed(0)} GB of memory, ${type()} ${release()}`,
    `Node ${process.versions.node}, native DuckDB ${duckdbVersion}, DuckDB-WASM ${wasm}, Chromium ${browser}, ${goaccess}`,
    ...(others === undefined
      ? []
      : [`Other programs took ${(others * 100).toFixed(0)} % of the processors meanwhile`]),
  ];
}
