import type { Recognition, Sample } from './recognition.ts';

/** A record that could not be read, kept for the session with its line and the reason. */
export interface Reject {
  /** First physical line of the record in the inflated file, from 1. */
  line: number;
  /** Plain words, lower case: "5 fields where 8 are expected". */
  reason: string;
  /** The record as it stands in the file, at most 2,000 characters. Never leaves the session. */
  text: string;
}

/** Records in columns: `columns[c][r]`, null for an absent value; `lines[r]` is the record's first line. */
export interface RecordBatch {
  columns: (string | null)[][];
  lines: number[];
  rejects: Reject[];
}

/** Reads UTF-8 bytes chunk by chunk; memory is bounded by the chunk and the longest record. */
export interface RecordReader {
  /** Takes the next bytes; `last` flushes. Returns the records completed by them. */
  read(bytes: Uint8Array, last: boolean): RecordBatch;
}

/** A file format: recognised by content, never by name. */
export interface Format {
  id: Recognition['format'];
  /** Null when the bytes are not of this format; throws WorkbenchError('format-refused' | 'file-too-wide' ...) when they are, but cannot be used. */
  detect(sample: Sample): Recognition | null;
  /** The format's own reader: slower than DuckDB's, exact about lines, NULs and invalid bytes. Null for binary formats, which hosts read. */
  openReader(recognition: Recognition): RecordReader;
}
