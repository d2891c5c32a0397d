import { initSync } from 'parquet-wasm';
import { ParquetFileReader } from './parquet-file-reader.ts';
import { ParquetFileWriter } from './parquet-file-writer.ts';
import type { ParquetAnswers, ParquetReply, ParquetRequest } from './parquet-messages.ts';

type Op = ParquetRequest['op'];
type Handlers = {
  [O in Op]: (
    request: Extract<ParquetRequest, { op: O }>,
  ) => ParquetAnswers[O] | Promise<ParquetAnswers[O]>;
};

/** The inside of a dedicated worker, as far as it is needed. */
export interface ParquetPort {
  onmessage: ((event: MessageEvent<{ id: number; request: ParquetRequest }>) => unknown) | null;
  onunhandledrejection: ((event: PromiseRejectionEvent) => unknown) | null;
  postMessage(message: ParquetReply, transfer: Transferable[]): void;
}

/** Answers requests one after another, in their order, with parquet-wasm inside this worker. */
export function serveParquet(port: ParquetPort): void {
  const handlers = openHandlers();
  let last: Promise<unknown> = Promise.resolve();
  let current = 0;
  const fail = (id: number, error: unknown) => {
    const failure = error instanceof Error ? error.message : String(error);
    port.postMessage({ id, failure }, []);
  };
  // A trap inside WebAssembly's own tasks comes out here, and the task it belonged to never settles.
  port.onunhandledrejection = ({ reason }) => fail(current, reason);
  port.onmessage = ({ data: { id, request } }) => {
    last = last.then(async () => {
      current = id;
      try {
        const handle = handlers[request.op] as (request: ParquetRequest) => unknown;
        const value = await handle(request);
        port.postMessage({ id, value }, buffersOf(value));
      } catch (error) {
        fail(id, error);
      }
    });
  };
}

function openHandlers(): Handlers {
  const readers = new Map<number, ParquetFileReader>();
  const writers = new Map<number, ParquetFileWriter>();
  return {
    start: ({ module }) => void initSync({ module }),
    async openReader({ job, file, columns, limit }) {
      const reader = await ParquetFileReader.open(file, columns, limit);
      readers.set(job, reader);
      return reader.schema;
    },
    readBatch: ({ job }) => readers.get(job)?.next(),
    openWriter: ({ job, schema }) => void writers.set(job, new ParquetFileWriter(schema)),
    writeBatches: ({ job, batches }) => writers.get(job)?.write(batches),
    finishWriter({ job }) {
      const writer = writers.get(job);
      if (!writer) throw new Error('no such writer');
      writers.delete(job);
      return writer.finish();
    },
    async close({ job }) {
      await writers.get(job)?.abort();
      writers.delete(job);
      await readers.get(job)?.close();
      readers.delete(job);
    },
  };
}

function buffersOf(value: unknown): Transferable[] {
  const bytes = (value as { bytes?: unknown } | undefined)?.bytes ?? value;
  return bytes instanceof Uint8Array ? [bytes.buffer as ArrayBuffer] : [];
}
