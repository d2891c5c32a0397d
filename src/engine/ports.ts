import type { SqlParser } from '../core/lineage/sql-tree.ts';
import type { ByteSource } from '../workbench.ts';

export type { ByteSource };

/** A value as it comes out of a query: BIGINT as bigint, TIMESTAMP as microseconds (bigint), MAP as a plain object. */
export type Value =
  string | number | bigint | boolean | null | Uint8Array | { [key: string]: Value } | Value[];
export type Row = Record<string, Value>;

/** Physical types that cross the port in bulk. TIMESTAMP crosses as BIGINT microseconds. */
export type ColumnType = 'VARCHAR' | 'BIGINT' | 'UBIGINT' | 'INTEGER' | 'DOUBLE' | 'BOOLEAN';

/** A column in bulk. VARCHAR: array of string or null. BIGINT: BigInt64Array, UBIGINT: BigUint64Array, INTEGER: Int32Array, DOUBLE: Float64Array, BOOLEAN: Uint8Array (0 or 1). */
export interface Column {
  name: string;
  type: ColumnType;
  values:
    (string | null)[] | BigInt64Array | BigUint64Array | Int32Array | Float64Array | Uint8Array;
}

/** A block of rows in columns of equal length. */
export interface Block {
  rows: number;
  columns: Column[];
}

export interface CallOptions {
  signal?: AbortSignal | undefined;
  /** Where results are held in little memory: a larger one (in bytes) rejects with `query-failed`. */
  mostBytes?: number | undefined;
}

/** The one seam to DuckDB. One connection; statements run one after another in the order of the calls. */
export interface Database {
  /** Runs statements that return nothing of interest. Cancelled by the signal: rejects with WorkbenchError('cancelled'). */
  run(sql: string, options?: CallOptions): Promise<void>;
  /** Runs one query and returns its rows; for results of up to some ten thousand rows. */
  rows(sql: string, options?: CallOptions): Promise<Row[]>;
  /** Runs one query and yields blocks; every column must be of a ColumnType (cast in SQL). */
  blocks(sql: string, options?: CallOptions): AsyncIterable<Block>;
  /** Appends a block to an existing table whose columns have the same order and types. */
  insert(table: string, block: Block): Promise<void>;
  /** Makes a file readable by `read_csv`; returns the SQL literal of its opaque name. The name is released by `release`. */
  attachFile(source: ByteSource): Promise<{ sql: string; release(): Promise<void> }>;
  /** Creates `table` from a Parquet file (its first `limit` rows), with the file's own types, rows in file order. Throws WorkbenchError('file-damaged'). */
  readParquet(
    table: string,
    source: ByteSource,
    options?: CallOptions & { columns?: string[]; limit?: number },
  ): Promise<void>;
  /**
   * Where loading is needed to query Parquet: appends the rows of files to a table, columns matched by name, those that a file lacks
   * null. Throws WorkbenchError('file-damaged'); what was appended before stays.
   */
  appendParquet?(table: string, files: AsyncIterable<ByteSource>): Promise<void>;
  /** Writes the result of a query as one Parquet file (ZSTD, row groups of 122,880 rows, MAP kept). */
  writeParquet(sql: string, options?: CallOptions): Promise<{ bytes: Uint8Array; rows: number }>;
  /** Where the host can query Parquet in place: a view over files of the store. */
  viewParquet?(table: string, paths: string[]): Promise<void>;
  /** A second connection on the same database, e.g. for screens while a run goes on. */
  connect(): Promise<Database>;
  close(): Promise<void>;
}

/**
 * Files of the warehouse, by slash-separated paths of our own making (never a person's file name). All that the warehouse does to
 * the disk goes through these four: a test wraps them to plant faults.
 */
export interface FileStore {
  /** Undefined when the file does not exist. */
  read(path: string): Promise<ByteSource | undefined>;
  /** Writes a whole file durably (flushed before it resolves). */
  write(path: string, bytes: Uint8Array): Promise<void>;
  /** Names of the files and folders in it, sorted; none where there is no such folder. */
  list(folder: string): Promise<string[]>;
  remove(path: string): Promise<void>;
}

/** A file on the local machine that grows and is then read: inflated or re-encoded input. Removed by `dispose`. */
export interface ScratchFile {
  append(bytes: Uint8Array): Promise<void>;
  finish(): Promise<ByteSource>;
  dispose(): Promise<void>;
}

/** Locks between tabs of a browser, or between programs on one folder. They go with the tab or program that holds them. */
export interface Locks {
  /** Does the work while nobody else holds that name. Rejects with WorkbenchError('warehouse-busy') at once when somebody does. */
  exclusive<T>(name: string, work: () => Promise<T>): Promise<T>;
  /** Takes a lock that others can share; resolves to what lets go of it. */
  shared(name: string): Promise<() => Promise<void>>;
  /** Names that anybody holds, this tab or program included. */
  heldNames(): Promise<string[]>;
}

/** Room where the warehouse is kept. Bytes; null where the host cannot tell. */
export interface StorageRoom {
  estimate(): Promise<{ usage: number | null; quota: number | null; free: number | null }>;
  /** Whether the host promises not to delete it by itself. */
  persisted(): Promise<boolean | null>;
  /** Asks for that promise. */
  persist(): Promise<boolean>;
}

/** What a host lends the engine. */
export interface Host {
  name: 'browser' | 'node';
  /** `onShare` hears how much of the engine is loaded, where that takes time. */
  openDatabase(onShare?: (share: number) => void): Promise<Database>;
  openScratch(): Promise<ScratchFile>;
  /** Undefined: nothing is kept after the session. */
  store: FileStore | undefined;
  /** Undefined: nobody else can reach the store. */
  locks?: Locks | undefined;
  storage?: StorageRoom | undefined;
  /** Tells other tabs that this generation is in force now. */
  announce?: ((generation: number) => void) | undefined;
  /** Streaming SHA-256, hex. */
  sha256():
    | { update(bytes: Uint8Array): void; hex(): string }
    | Promise<{ update(bytes: Uint8Array): void; hex(): string }>;
  /** Country ranges in the binary form of `core/enrich/country-lookup.ts`. */
  countryRanges(): Promise<Uint8Array>;
  /** The parser that lineage is derived with, loaded when it is first asked for. Undefined: this host has none. */
  openSqlParser?: (() => Promise<SqlParser>) | undefined;
  now(): Date;
}
