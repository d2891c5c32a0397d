import { WorkbenchError, throwIfCancelled } from '../../core/errors.ts';
import { readableError } from './duckdb-error.ts';
import { ParquetWorker } from './parquet-worker.ts';
import { StatementQueue } from './statement-queue.ts';

export interface ReadOptions {
  columns?: string[] | undefined;
  limit?: number | undefined;
  signal?: AbortSignal | undefined;
}

export interface TakeRows {
  schema(ipc: Uint8Array): Promise<void>;
  rows(ipc: Uint8Array): Promise<void>;
}

/** What is read of files, in their order. */
interface Part {
  kind: keyof TakeRows;
  ipc: Uint8Array;
}

/** Parts that are read while one is taken; the first of the next file are among them. */
const partsAhead = 4;

/** Reads Parquet files in a worker of its own, started when first needed and replaced when a damaged file breaks it. */
export class ParquetReading {
  readonly #scriptUrl: string;
  readonly #queue = new StatementQueue();
  #worker: Promise<ParquetWorker> | undefined;
  #lastJob = 0;

  constructor(scriptUrl: string) {
    this.#scriptUrl = scriptUrl;
  }

  /**
   * Gives the schema (an Arrow IPC stream without rows) and then the rows (a stream each) of each file to `take`, what comes next being
   * read meanwhile. Throws WorkbenchError('file-damaged').
   */
  read(
    files: Iterable<Blob> | AsyncIterable<Blob>,
    options: ReadOptions,
    take: TakeRows,
  ): Promise<void> {
    return this.#queue.run(async () => {
      const worker = await (this.#worker ??= ParquetWorker.open(this.#scriptUrl));
      try {
        for await (const { kind, ipc } of readAhead(this.#partsOf(worker, files, options))) {
          throwIfCancelled(options.signal);
          await take[kind](ipc);
        }
      } catch (error) {
        // Nothing of a file that is not handed over is open.
        if (codeOf(error) === 'warehouse-damaged') throw error;
        // A trap inside WebAssembly leaves its memory in an unknown state, and an unread rest is of no use.
        worker.close();
        this.#worker = undefined;
        throw isOfTheFile(error) ? damaged(error) : error;
      }
    });
  }

  async *#partsOf(
    worker: ParquetWorker,
    files: Iterable<Blob> | AsyncIterable<Blob>,
    { columns, limit }: ReadOptions,
  ): AsyncGenerator<Part, void, void> {
    for await (const file of files) {
      const job = ++this.#lastJob;
      const schema = await worker.ask({ op: 'openReader', job, file, columns, limit });
      yield { kind: 'schema', ipc: schema };
      for (;;) {
        const ipc = await worker.ask({ op: 'readBatch', job });
        if (ipc === undefined) break;
        yield { kind: 'rows', ipc };
      }
      await worker.ask({ op: 'close', job });
    }
  }

  async close(): Promise<void> {
    (await this.#worker)?.close();
    this.#worker = undefined;
  }
}

async function* readAhead<T>(values: AsyncGenerator<T, void, void>): AsyncGenerator<T, void, void> {
  const asked: Promise<IteratorResult<T, void>>[] = [];
  for (;;) {
    while (asked.length < partsAhead) {
      const next = values.next();
      // Met where it is awaited; nobody waits for what lies behind the first failure.
      next.catch(() => {});
      asked.push(next);
    }
    const { done, value } = await asked.shift()!;
    if (done === true) return;
    yield value;
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof WorkbenchError ? error.code : undefined;
}

function isOfTheFile(error: unknown): boolean {
  if (error instanceof RangeError) return false;
  if (codeOf(error) === 'cancelled') return false;
  const { message } = readableError(error) as Error;
  return !/^(Out of Memory|Parser|Catalog) Error/.test(message);
}

function damaged(cause: unknown): WorkbenchError {
  const message = 'the Parquet file is damaged or of a kind that cannot be read';
  return new WorkbenchError('file-damaged', message, {}, cause);
}
