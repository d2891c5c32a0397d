/** One immutable data file. */
export interface Partition {
  /** Path in the store, made by `partitionPath`. */
  file: string;
  bytes: number;
  rows: number;
  /** Of the file's bytes, hex. */
  sha256: string;
  /** Of the rows in canonical form: equal between hosts, encodings and writers. */
  contentHash: string;
}

export interface PublishedTableEntry {
  columns: { name: string; type: string }[];
  /** By ds, or by '' for a table without partitions. */
  partitions: Record<string, Partition>;
}
