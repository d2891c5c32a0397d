import { ParquetFile } from 'parquet-wasm';
import type { RecordBatch } from 'parquet-wasm';

const rowsInBatch = 32_768;

/** Reads a Parquet file batch by batch, a row group at a time, so that memory does not grow with the file. */
export class ParquetFileReader {
  /** Arrow IPC stream of all the file's columns, without rows. */
  readonly schema: Uint8Array;
  readonly #batches: ReadableStreamDefaultReader<RecordBatch>;

  private constructor(schema: Uint8Array, batches: ReadableStream<RecordBatch>) {
    this.schema = schema;
    this.#batches = batches.getReader();
  }

  /** Throws on a file that is no whole Parquet file. `columns` come in the file's order. */
  static async open(file: Blob, columns?: string[], limit?: number): Promise<ParquetFileReader> {
    const parquet = await ParquetFile.fromFile(file);
    const batches = (await parquet.stream({
      batchSize: Math.min(rowsInBatch, limit ?? rowsInBatch),
      concurrency: 1,
      ...(columns && { columns }),
      ...(limit !== undefined && { limit }),
    })) as ReadableStream<RecordBatch>;
    return new ParquetFileReader(parquet.schema().intoIPCStream(), batches);
  }

  /** The next rows as an Arrow IPC stream; undefined at the end. */
  async next(): Promise<Uint8Array | undefined> {
    const { value } = await this.#batches.read();
    return value?.intoIPCStream();
  }

  async close(): Promise<void> {
    await this.#batches.cancel();
  }
}
