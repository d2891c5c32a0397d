import { WorkbenchError, throwIfCancelled } from '../../core/errors.ts';
import { ParquetWorker } from './parquet-worker.ts';

/** Files being written at one time: one by the worker, one by the query that feeds the next. */
const writersAtOnce = 2;
/** Bytes handed over in one message, and how many messages may wait in the worker. */
const messageBytes = 4 * 2 ** 20;
const messagesAhead = 16;

/**
 * Reads and writes Parquet files in workers of their own, started when first needed. Reading and writing
 * do not share one: a damaged file may break its worker, which is then replaced.
 */
export class ParquetFiles {
  readonly #scriptUrl: string;
  #reading: Promise<ParquetWorker> | undefined;
  #writing: Promise<ParquetWorker> | undefined;
  #writers = new Set<Promise<unknown>>();
  #lastJob = 0;

  constructor(scriptUrl: string) {
    this.#scriptUrl = scriptUrl;
  }

  /**
   * Gives the schema (an Arrow IPC stream without rows) and then the rows (a stream each) of a file to `take`.
   * Throws WorkbenchError('file-damaged').
   */
  async read(
    file: Blob,
    options: {
      columns?: string[] | undefined;
      limit?: number | undefined;
      signal?: AbortSignal | undefined;
    },
    take: { schema(ipc: Uint8Array): Promise<void>; rows(ipc: Uint8Array): Promise<void> },
  ): Promise<void> {
    const { columns, limit, signal } = options;
    const worker = await (this.#reading ??= ParquetWorker.open(this.#scriptUrl));
    const job = ++this.#lastJob;
    const guarded = <T>(answer: Promise<T>) =>
      answer.catch((error: unknown) => this.#damaged(error));
    await take.schema(await guarded(worker.ask({ op: 'openReader', job, file, columns, limit })));
    let next = guarded(worker.ask({ op: 'readBatch', job }));
    for (let batch = await next; batch; batch = await next) {
      throwIfCancelled(signal);
      next = guarded(worker.ask({ op: 'readBatch', job }));
      next.catch(() => undefined);
      await take.rows(batch);
    }
    await worker.ask({ op: 'close', job });
  }

  // A trap inside WebAssembly leaves its memory in an unknown state.
  async #damaged(cause: unknown): Promise<never> {
    const worker = await this.#reading;
    this.#reading = undefined;
    worker?.close();
    throw new WorkbenchError(
      'file-damaged',
      'the Parquet file is damaged or of a kind that cannot be read',
      {},
      cause,
    );
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
        sent.catch(() => undefined);
        waiting.push(sent);
        if (waiting.length > messagesAhead) await waiting.shift();
      }
    } catch (error) {
      await worker.ask({ op: 'close', job });
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
