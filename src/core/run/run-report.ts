import type { Finding } from '../quality/finding.ts';
import type { ShopTable } from '../shop/shop-table.ts';
import type { Subject } from '../subject.ts';

/** What became of one file of a run. seen = accepted + rejected + repeats. */
export interface DeliveryReport {
  /** First 16 hex digits of sha256: the delivery's id. */
  id: string;
  name: string;
  sha256: string;
  /** Size as dropped. */
  bytes: number;
  /** Size inflated and in UTF-8, and how much of it was read. */
  textBytes: number;
  bytesRead: number;
  format: string;
  status: 'loaded' | 'unchanged' | 'refused';
  /** Why it was refused. */
  message?: string;
  seen: number;
  accepted: number;
  rejected: number;
  repeats: number;
  /** Counts by reason. */
  rejectReasons: Record<string, number>;
  /** Property values dropped because they looked like personal data, by kind. */
  personalDropped: number;
  notes: string[];
  /** Rows per host and ds: [host, ds, rows]; none for a shop's export. */
  days: [string, string, number][];
  /** Set for a shop's export. */
  shopTable?: ShopTable;
  /** Whether a website's source has a column of methods and one of event names: rules ask for it. */
  hasMethods?: boolean;
  hasEventNames?: boolean;
}

export interface TableReport {
  name: string;
  rows: number;
  /** ds (or '' for unpartitioned) to canonical content hash. */
  partitions: { ds: string; rows: number; contentHash: string }[];
}

/** `published`, `held` by checks, `unchanged` (nothing new), `dry-run`. Failures are errors, not reports. */
export type RunStatus = 'published' | 'held' | 'unchanged' | 'dry-run';

export interface RunReport {
  status: RunStatus;
  /** Absent: website (reports of before there were shops). */
  subjects?: Subject[];
  /** The run of the drop's other subject area. */
  also?: RunReport;
  /** Seconds and rows of each model that was built, in the order they were built. `days`: of one built by ds, those built anew. */
  models?: { name: string; seconds: number; rows: number | null; days?: string[] }[];
  /** ISO instant. */
  startedAt: string;
  seconds: number;
  /** Seconds by step. */
  steps: Record<string, number>;
  versions: Record<string, string>;
  identity: 'plain' | 'keyed' | 'rotating';
  deliveries: DeliveryReport[];
  tables: TableReport[];
  findings: Finding[];
  /** One sentence: "Published 5 weeks, 60,000 events. 1 warning." */
  verdict: string;
  generation: number;
}
