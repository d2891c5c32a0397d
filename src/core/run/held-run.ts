import type { Mapping } from '../ingest/mapping.ts';
import type { Delivery } from '../warehouse/delivery.ts';
import type { Partition } from '../warehouse/partition.ts';
import type { Subject } from '../subject.ts';
import type { Rules, storedRuleKinds } from '../rules/rules.ts';
import type { RunReport } from './run-report.ts';

/** Metrics of one (ds, host), published and as the held run would have it; a side is null where it has no such day. */
export interface DayDiff {
  ds: string;
  host: string;
  published: DayNumbers | null;
  candidate: DayNumbers | null;
}

export interface DayNumbers {
  events: number;
  daily_visitors: number;
  website_hits: number;
  signups: number;
  logins: number;
  purchases: number;
}

/** A run that its checks stopped. It waits for a person; what it brought is kept. */
export interface HeldRun {
  /** `held-` and the first 16 hex digits of a hash of its deliveries. */
  id: string;
  /** ISO instant. */
  heldAt: string;
  /** Generation that it was audited against. */
  parent: number;
  report: RunReport;
  /** What it brought; not live. */
  deliveries: Delivery[];
  /** Absent: website. */
  subject?: Subject;
  /** Staged events of those deliveries, by ds; of a shop, its exports by table: files of the store. */
  staged: Record<string, Partition>;
  /** Live deliveries that these replace. */
  superseded: string[];
  onOverlap: 'add' | 'replace' | 'fail';
  /** Mappings it was read with, by the shape of the source. */
  mappings?: Record<string, Mapping>;
  /** Rules that its events were made by; absent: those that ship. */
  rules?: Pick<Rules, (typeof storedRuleKinds)[number]>;
  /** Only days that change, in the order of ds and host. */
  diff: DayDiff[];
  /** Of a shop: numbers that people know, published and as this run would have them; null: not there. */
  numbers?: { name: string; published: number | null; candidate: number | null }[];
}
