import { WorkbenchError, throwIfCancelled } from '../../core/errors.ts';
import { readableError } from './duckdb-error.ts';
import { ParquetWorker } from './parquet-worker.ts';
import { StatementQueue } from './statement-queue.ts';

/** Files being written at one time: one by the worker, one by the query that feeds the next. */
const writersAtOnce = 2;
/** Bytes handed over in one message, and how many messages may wait in the worker. */
const messageBytes = 4 * 2 ** 20;
const messagesAhead = 16;

export interface ReadOptions {
  columns?: string[] | undefined;
  limit?: number | undefined;
  signal?: AbortSignal | undefined;
}

export interface TakeRows {
  schema(ipc: Uint8Array): Promise<void>;
  rows(ipc: Uint8Array): Promise<void>;
}

/**
 * Reads and writes Parquet files in workers of their own, started when first needed. Reading and writing
 * do not share one: a damaged file may break its worker, which is then replaced.
 */
export class ParquetFiles {
  readonly #scriptUrl: string;
  #reading: Promise<ParquetWorker> | undefined;
  #writing: Promise<ParquetWorker> | undefined;
  readonly #reads = new StatementQueue();
  readonly #writers = new Set<Promise<unknown>>();
  #lastJob = 0;

  constructor(scriptUrl: string) {
    this.#scriptUrl = scriptUrl;
  }

  /**
   * Gives the schema (an Arrow IPC stream without rows) and then the rows (a stream each) of a file to `take`;
   * one file after another. Throws WorkbenchError('file-damaged').
   */
  read(file: Blob, options: ReadOptions, take: TakeRows): Promise<void> {
    return this.#reads.run(async () => {
      const worker = await (this.#reading ??= ParquetWorker.open(this.#scriptUrl));
      try {
        await readRows(worker, ++this.#lastJob, file, options, take);
      } catch (error) {
        // A trap inside WebAssembly leaves its memory in an unknown state, and an unread rest is of no use.
        worker.close();
        this.#reading = undefined;
        throw isOfTheFile(error) ? damaged(error) : error;
      }
    });
  }

  /** Resolves when another file may be begun: what waits to be written is bounded. */
  async roomToWrite(): Promise<void> {
    while (this.#writers.size >= writersAtOnce) await Promise.race(this.#writers);
  }

  /** Takes a schema and its record batch messages as they come; `done` settles when the file is written. */
  async write(
    schema: Uint8Array,
    batches: AsyncIterable<Uint8Array>,
  ): Promise<{ done: Promise<{ bytes: Uint8Array; rows: number }> }> {
    const worker = await (this.#writing ??= ParquetWorker.open(this.#scriptUrl));
    const job = ++this.#lastJob;
    const opened = worker.ask({ op: 'openWriter', job, schema });
    const waiting: Promise<void>[] = [opened];
    try {
      for await (const message of inMessages(batches)) {
        const sent = worker.ask(
          { op: 'writeBatches', job, batches: message },
          message.map((bytes) => bytes.buffer as ArrayBuffer),
        );
        sent.catch(noop);
        waiting.push(sent);
        if (waiting.length > messagesAhead) await waiting.shift();
      }
    } catch (error) {
      // Not awaited: what was sent before is still being written, and nobody waits for it.
      worker.ask({ op: 'close', job }).catch(noop);
      throw error;
    }
    const finished = worker.ask({ op: 'finishWriter', job });
    const done = Promise.all(waiting).then(() => finished);
    const settled = done.then(noop, noop).finally(() => this.#writers.delete(settled));
    this.#writers.add(settled);
    return { done };
  }

  async close(): Promise<void> {
    for (const worker of [this.#reading, this.#writing]) (await worker)?.close();
    this.#reading = this.#writing = undefined;
  }
}

async function readRows(
  worker: ParquetWorker,
  job: number,
  file: Blob,
  { columns, limit, signal }: ReadOptions,
  take: TakeRows,
): Promise<void> {
  await take.schema(await worker.ask({ op: 'openReader', job, file, columns, limit }));
  let next = worker.ask({ op: 'readBatch', job });
  for (let batch = await next; batch; batch = await next) {
    throwIfCancelled(signal);
    next = worker.ask({ op: 'readBatch', job });
    next.catch(noop);
    await take.rows(batch);
  }
  await worker.ask({ op: 'close', job });
}

function isOfTheFile(error: unknown): boolean {
  if (error instanceof RangeError) return false;
  if (error instanceof WorkbenchError && error.code === 'cancelled') return false;
  const { message } = readableError(error) as Error;
  return !/^(Out of Memory|Parser|Catalog) Error/.test(message);
}

function damaged(cause: unknown): WorkbenchError {
  const message = 'the Parquet file is damaged or of a kind that cannot be read';
  return new WorkbenchError('file-damaged', message, {}, cause);
}

async function* inMessages(batches: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array[]> {
  let message: Uint8Array[] = [];
  let bytes = 0;
  for await (const batch of batches) {
    message.push(batch);
    bytes += batch.length;
    if (bytes < messageBytes) continue;
    yield message;
    message = [];
    bytes = 0;
  }
  if (message.length > 0) yield message;
}

function noop(): void {}
