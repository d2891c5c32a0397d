import type { RecordBatch, RecordReader } from '../record-reader.ts';

/** Reads all of `bytes` in chunks of the given sizes, in turn, and joins the batches. */
export function readInChunks(
  reader: RecordReader,
  bytes: Uint8Array,
  sizes: readonly number[],
): RecordBatch {
  const batches: RecordBatch[] = [];
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = Math.max(1, sizes[i % sizes.length] ?? bytes.length);
    batches.push(reader.read(bytes.slice(at, at + size), false));
    at += size;
  }
  batches.push(reader.read(new Uint8Array(0), true));
  return {
    columns: batches[0]!.columns.map((_, c) => batches.flatMap((batch) => batch.columns[c]!)),
    lines: batches.flatMap((batch) => batch.lines),
    rejects: batches.flatMap((batch) => batch.rejects),
  };
}

/** The records of a batch, row by row. */
export function rowsOf(batch: RecordBatch): (string | null)[][] {
  return batch.lines.map((_, r) => batch.columns.map((column) => column[r] ?? null));
}

/** UTF-8 bytes of a text. */
export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
