import type { Mapping } from '../ingest/mapping.ts';
import type { DeliveryReport, RunReport } from '../run/run-report.ts';
import type { ShopTable } from '../shop/shop-table.ts';

type DeliveryCounts = Pick<
  DeliveryReport,
  | 'seen'
  | 'accepted'
  | 'rejected'
  | 'repeats'
  | 'rejectReasons'
  | 'days'
  | 'hasMethods'
  | 'hasEventNames'
>;

/** One live file of raw events. What was rejected is kept by line and reason, never by text. */
export interface Delivery extends DeliveryCounts {
  /** First 16 hex digits of sha256. */
  id: string;
  sha256: string;
  name: string;
  bytes: number;
  format: string;
  /** Set for a shop's export; absent: events of a website. */
  shopTable?: ShopTable;
  identity: RunReport['identity'];
  /** Cut to `keptRejectedLines`; `rejected` counts them all. */
  rejectedLines?: [line: number, reason: string][];
  mapping?: Mapping;
  /** Generation that brought it in; set by `publishManifest`. */
  publishedIn?: number;
}
