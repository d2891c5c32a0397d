import { ParquetReading } from './parquet-reading.ts';
import type { ReadOptions, TakeRows } from './parquet-reading.ts';
import { ParquetWorker } from './parquet-worker.ts';

/** Files being written at one time: one by the worker, one by the query that feeds the next. */
const writersAtOnce = 2;
/** Bytes handed over in one message, and how many messages may wait in the worker. */
const messageBytes = 4 * 2 ** 20;
const messagesAhead = 16;

/**
 * Reads and writes Parquet files in workers of their own, started when first needed. Reading and writing
 * do not share one: a damaged file may break its worker.
 */
export class ParquetFiles {
  readonly #scriptUrl: string;
  #writing: Promise<ParquetWorker> | undefined;
  readonly #reads: ParquetReading;
  readonly #appends: ParquetReading;
  readonly #writers = new Set<Promise<unknown>>();
  #lastJob = 0;

  constructor(scriptUrl: string) {
    this.#scriptUrl = scriptUrl;
    this.#reads = new ParquetReading(scriptUrl);
    this.#appends = new ParquetReading(scriptUrl);
  }

  /** See `ParquetReading.read`. */
  read(file: Blob, options: ReadOptions, take: TakeRows): Promise<void> {
    return this.#reads.read([file], options, take);
  }

  /** The same of several files, apart from `read`: who takes these rows may wait for somebody who reads a file. */
  readAll(files: AsyncIterable<Blob>, take: TakeRows): Promise<void> {
    return this.#appends.read(files, {}, take);
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
    await Promise.all([this.#reads.close(), this.#appends.close()]);
    (await this.#writing)?.close();
    this.#writing = undefined;
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
