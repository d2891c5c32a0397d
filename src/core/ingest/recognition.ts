import type { Encoding } from './encoding.ts';
import type { Role } from './mapping.ts';

/** Ids of the formats that ship. A new one is a file in `formats/`, a line in its index and a fixture folder. */
export type FormatId = 'csv' | 'ndjson' | 'json' | 'parquet' | 'log';

/** The first bytes of a file, already inflated, and their text. */
export interface Sample {
  /** Up to 256 KiB from the start of the inflated file. */
  bytes: Uint8Array;
  /** The bytes decoded; a BOM is removed; a cut character at the end is dropped. */
  text: string;
  encoding: Encoding;
  /** Whether `bytes` is the whole file. */
  complete: boolean;
}

/** How DuckDB reads the file by itself: options of `read_csv`, then an expression per column over `c0, c1, ...`. */
export interface FastRead {
  /** Options after the file name, e.g. `auto_detect=false, header=false, skip=1, delim=','`. */
  options: string;
  /** Count of raw columns c0..c(n-1), all VARCHAR. */
  width: number;
  /** One SQL expression per column of the recognition, in order. */
  expressions: string[];
  /** SQL condition over c0.. that a well-formed record meets; others are rejected with `malformed`. */
  wellFormed?: { condition: string; reason: string };
}

/** What a file was recognised as. Plain data: it crosses threads and is shown to people. */
export interface Recognition {
  format: FormatId;
  /** Shown to people: "CSV, semicolon, UTF-16", "Combined log with virtual host". */
  label: string;
  encoding: Encoding;
  /** Names of the columns, unique, in order. */
  columns: string[];
  /** Up to 20 records, a cell per column. */
  sampleRows: (string | null)[][];
  /** Lines before the first record: preamble and header. */
  headerLines: number;
  /** Web-server logs have no record id: equal lines are real requests and stay. */
  keepsRepeats: boolean;
  /** Roles that the format itself fixes (a log's columns); guessing fills in the rest. */
  fixedRoles: Partial<Record<Role, string>>;
  /** Set when DuckDB can read the file by itself; the careful reader is used otherwise. */
  fast: FastRead | null;
  /** What the format's own reader needs; opaque to everyone else. */
  dialect: Record<string, unknown>;
}
