/** What the host asks of the Parquet worker. `job` is chosen by the host and names a file being read or written. */
export type ParquetRequest =
  | { op: 'start'; module: WebAssembly.Module }
  | {
      op: 'openReader';
      job: number;
      file: Blob;
      columns?: string[] | undefined;
      limit?: number | undefined;
    }
  | { op: 'readBatch'; job: number }
  | { op: 'openWriter'; job: number; schema: Uint8Array }
  | { op: 'writeBatches'; job: number; batches: Uint8Array[] }
  | { op: 'finishWriter'; job: number }
  | { op: 'close'; job: number };

/** What each is answered with. Bytes are Arrow IPC: of `openReader` a stream without rows, of `readBatch` a stream or undefined at the end. */
export interface ParquetAnswers {
  start: void;
  openReader: Uint8Array;
  readBatch: Uint8Array | undefined;
  openWriter: void;
  writeBatches: void;
  finishWriter: { bytes: Uint8Array; rows: number };
  close: void;
}

export type ParquetReply = { id: number } & ({ value: unknown } | { failure: string });
