import {
  Compression,
  Table,
  WriterPropertiesBuilder,
  transformParquetStream,
  writeParquet,
} from 'parquet-wasm';
import type { RecordBatch, WriterProperties } from 'parquet-wasm';
import { endOfStream, joinBytes } from './ipc-bytes.ts';

const rowsInGroup = 122_880;

/** Writes one Parquet file from Arrow record batches: ZSTD, row groups of 122,880 rows. */
export class ParquetFileWriter {
  readonly #schema: Uint8Array;
  readonly #input = new TransformStream<RecordBatch, RecordBatch>();
  readonly #sink = this.#input.writable.getWriter();
  #output: Promise<ArrayBuffer> | undefined;
  #rows = 0;

  constructor(schema: Uint8Array) {
    this.#schema = schema;
  }

  /** Takes record batch messages of an IPC stream that begins with the schema. */
  async write(messages: Uint8Array[]): Promise<void> {
    this.#output ??= writtenFile(this.#input.readable);
    const table = Table.fromIPCStream(joinBytes([this.#schema, ...messages, endOfStream]));
    const batches = table.recordBatches();
    table.free();
    for (const batch of batches) {
      this.#rows += batch.numRows;
      // A writer that failed stops reading: without the race the write would wait for ever.
      await Promise.race([this.#sink.write(batch), this.#output]);
    }
  }

  async finish(): Promise<{ bytes: Uint8Array; rows: number }> {
    if (!this.#output) return { bytes: this.#emptyFile(), rows: 0 };
    const [bytes] = await Promise.all([this.#output, this.#sink.close()]);
    return { bytes: new Uint8Array(bytes), rows: this.#rows };
  }

  /** Gives up a file that was begun. */
  async abort(): Promise<void> {
    this.#output?.catch(() => undefined);
    await this.#sink.abort();
  }

  #emptyFile(): Uint8Array {
    const table = Table.fromIPCStream(joinBytes([this.#schema, endOfStream]));
    return writeParquet(table, writerProperties());
  }
}

async function writtenFile(batches: ReadableStream<RecordBatch>): Promise<ArrayBuffer> {
  const file = await transformParquetStream(batches, writerProperties());
  return new Response(file).arrayBuffer();
}

function writerProperties(): WriterProperties {
  return new WriterPropertiesBuilder()
    .setCompression(Compression.ZSTD)
    .setMaxRowGroupSize(rowsInGroup)
    .build();
}
