import { createSHA256 } from 'hash-wasm';
import type { IHasher } from 'hash-wasm';
import { WorkbenchError } from '../../core/errors.ts';
import type { Database, Host } from '../../engine/ports.ts';
import { announceTo } from './announce.ts';
import { browserStorage } from './browser-storage.ts';
import { DuckdbDatabase } from './duckdb-database.ts';
import { openOpfs } from './opfs-folder.ts';
import { opfsStore } from './opfs-store.ts';
import { ParquetFiles } from './parquet-files.ts';
import { openMemoryScratch, openScratchFolder } from './scratch-files.ts';
import { SqlParserWorker } from './sql-parser-worker.ts';
import { startEngine } from './start-engine.ts';
import { webLocks } from './web-locks.ts';

/** DuckDB inside the pinned @duckdb/duckdb-wasm. */
export const duckdbVersion = '1.4.3';

export interface BrowserHostOptions {
  /** Address of the app's folder, with the slash at its end; its `data/` is loaded from there. */
  base: string;
  /** Address of the script that calls `serveParquet`. */
  parquetWorker: string;
  /** Address of the script that calls `serveSqlParser`; absent: lineage knows no columns. */
  sqlParserWorker?: string;
}

export interface BrowserHost extends Host {
  /** `onProgress` hears the share of the engine that was loaded, 0..1. */
  openDatabase(onProgress?: (share: number) => void): Promise<Database>;
}

/** What a dedicated worker of a browser lends the engine. Nothing large is loaded before it is asked for. */
export async function openBrowserHost(options: BrowserHostOptions): Promise<BrowserHost> {
  const root = await openOpfs();
  const openScratch = root ? await openScratchFolder(root) : openMemoryScratch;
  const kept = await root?.getDirectoryHandle('warehouse-store', { create: true });
  const { sqlParserWorker } = options;
  const sqlParser =
    sqlParserWorker === undefined ? undefined : new SqlParserWorker(sqlParserWorker);
  return {
    name: 'browser',
    openScratch,
    store: kept && opfsStore(kept),
    locks: webLocks(),
    storage: browserStorage(),
    announce: announceTo('homegrown-warehouse'),
    async openDatabase(onProgress) {
      const engine = await startEngine(onProgress);
      const parquet = new ParquetFiles(options.parquetWorker);
      return DuckdbDatabase.open({ engine, parquet, connections: 0 });
    },
    sha256: openHash,
    countryRanges: () => loadBytes(new URL('data/country-ranges.bin', options.base)),
    openSqlParser: sqlParser && (() => Promise.resolve(sqlParser)),
    now: () => new Date(),
  };
}

/** Hashes that were read and can be begun anew: each has a WebAssembly memory, of which a page cannot have many hundreds. */
const idleHashes: IHasher[] = [];

async function openHash(): Promise<{ update(bytes: Uint8Array): void; hex(): string }> {
  const hash = idleHashes.pop() ?? (await createSHA256());
  hash.init();
  return {
    update: (bytes) => void hash.update(bytes),
    hex() {
      const hex = hash.digest('hex');
      idleHashes.push(hash);
      return hex;
    },
  };
}

async function loadBytes(url: URL): Promise<Uint8Array> {
  const response = await fetch(url);
  if (response.ok) return new Uint8Array(await response.arrayBuffer());
  const name = url.pathname.split('/').at(-1);
  throw new WorkbenchError('engine-failed', `a part of the app could not be loaded: ${name}`);
}
