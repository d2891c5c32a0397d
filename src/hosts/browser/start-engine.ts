import { AsyncDuckDB, VoidLogger } from '@duckdb/duckdb-wasm';
import * as wasm from '@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?gzip';
import workerUrl from '@duckdb/duckdb-wasm/dist/duckdb-browser-eh.worker.js?url';
import { WorkbenchError } from '../../core/errors.ts';
import { inflateAsset } from './inflate-asset.ts';
import { openBlobWorker } from './open-blob-worker.ts';

/** Compiling takes about 2 s here; DuckDB-WASM never settles when it cannot. */
const compileDeadlineMs = 60_000;

let inflated: Promise<Blob> | undefined;

/** Where the database may read: names of files that were attached to it. */
export const attachedFolder = 'in';

// An extension would be fetched from another origin and, failing that, damage the instance; the rest
// keeps a person's query from reaching anything but the database and the files that were attached.
const firstStatements = `
  set autoinstall_known_extensions = false;
  set autoload_known_extensions = false;
  set allow_community_extensions = false;
  set custom_extension_repository = '';
  set allowed_directories = ['${attachedFolder}'];
  set enable_external_access = false;
`;

/**
 * Starts DuckDB in a worker of its own. `onProgress` hears the share of the engine that was loaded, 0..1.
 * Throws WorkbenchError('engine-failed') when it does not start.
 */
export async function startEngine(onProgress?: (share: number) => void): Promise<AsyncDuckDB> {
  const binary = await loadOnce(onProgress);
  const worker = openBlobWorker(workerUrl, 'classic');
  const engine = new AsyncDuckDB(new VoidLogger(), worker);
  const url = URL.createObjectURL(binary);
  try {
    await settlesInTime(engine.instantiate(url), worker);
    await engine.open({ path: ':memory:', filesystem: { allowFullHTTPReads: false } });
    const connection = await engine.connectInternal();
    await engine.runQuery(connection, firstStatements);
    await engine.disconnect(connection);
    return engine;
  } catch (error) {
    worker.terminate();
    throw error instanceof WorkbenchError ? error : notStarted((error as Error).message, error);
  } finally {
    URL.revokeObjectURL(url);
  }
}

function loadOnce(onProgress?: (share: number) => void): Promise<Blob> {
  inflated ??= inflateAsset(wasm, 'application/wasm', onProgress).catch((error: unknown) => {
    inflated = undefined;
    throw error;
  });
  return inflated;
}

function settlesInTime(started: Promise<unknown>, worker: Worker): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const late = () => reject(notStarted(`no answer in ${compileDeadlineMs / 1000} s`));
    const timer = setTimeout(late, compileDeadlineMs);
    worker.addEventListener('error', (event) => {
      // Said here; else it would also count as a failure of the worker that started this one.
      event.preventDefault();
      reject(notStarted(event.message));
    });
    started.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

function notStarted(reason: string, cause?: unknown): WorkbenchError {
  return new WorkbenchError('engine-failed', `the engine did not start: ${reason}`, {}, cause);
}
