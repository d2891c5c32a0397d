import { createHash } from 'node:crypto';
import { DuckDBInstance, version } from '@duckdb/node-api';
import type { Host } from '../../engine/ports.ts';
import { literal } from '../../lib/sql.ts';
import { readCountryRanges } from './country-ranges-file.ts';
import { folderLocks } from './folder-locks.ts';
import { folderStorage } from './folder-storage.ts';
import { folderStore } from './folder-store.ts';
import { NodeDatabase } from './node-database.ts';
import { openSqlParser } from './sql-parser.ts';
import { openScratchFile, ScratchFolder } from './scratch-folder.ts';

export interface NodeHostOptions {
  /** Folder of the warehouse; absent: nothing is kept. */
  warehouse?: string | undefined;
  /** Threads of DuckDB; absent: one a core. */
  threads?: number | undefined;
  /** As DuckDB writes it, e.g. `4GB`; absent: 80 % of the machine's memory. More spills to the scratch folder. */
  memoryLimit?: string | undefined;
}

/** Version of native DuckDB, as `1.4.3`. */
export const duckdbVersion = version().replace(/^v/, '');

export type NodeHost = Host & { dispose(): Promise<void> };

/** Opens the host for Node: native DuckDB, a folder and a scratch folder that goes with `dispose` or the process. */
export async function openNodeHost(options: NodeHostOptions = {}): Promise<NodeHost> {
  const scratch = await ScratchFolder.open();
  const { warehouse } = options;
  return {
    name: 'node',
    async openDatabase() {
      const instance = await DuckDBInstance.create(':memory:', configOf(options, scratch));
      const database = await NodeDatabase.open({ instance, scratch, warehouse, connections: 0 });
      await database.run(withinScratch(scratch));
      return database;
    },
    openScratch: () => openScratchFile(scratch),
    ...(warehouse === undefined ? { store: undefined } : folderOf(warehouse)),
    sha256() {
      const hash = createHash('sha256');
      return { update: (bytes) => void hash.update(bytes), hex: () => hash.digest('hex') };
    },
    countryRanges: () => readCountryRanges(),
    openSqlParser,
    now: () => new Date(),
    async dispose() {
      scratch.dispose();
    },
  };
}

function folderOf(warehouse: string): Pick<Host, 'store' | 'locks' | 'storage'> {
  return {
    store: folderStore(warehouse),
    locks: folderLocks(warehouse),
    storage: folderStorage(warehouse),
  };
}

/** A person's SQL reaches the database, and what was placed in the scratch folder for it: neither other files nor the network. */
function withinScratch(scratch: ScratchFolder): string {
  return `set allowed_directories = [${literal(scratch.path)}]; set enable_external_access = false`;
}

function configOf(options: NodeHostOptions, scratch: ScratchFolder): Record<string, string> {
  return {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    temp_directory: scratch.newPath('temp', ''),
    ...(options.threads === undefined ? {} : { threads: String(options.threads) }),
    ...(options.memoryLimit === undefined ? {} : { memory_limit: options.memoryLimit }),
  };
}
