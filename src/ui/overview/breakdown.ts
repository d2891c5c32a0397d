import type { BreakdownRow, EventPanels, MetricsView } from '../../core/metrics/metrics-view.ts';
import type { DataTable } from '../../lib/table-text.ts';

/** What a panel's rows are by; each is a dimension that filters know. */
export type BreakdownKind = keyof MetricsView['breakdowns'] | keyof EventPanels;
export type Measure = 'visitors' | 'website_hits' | 'visits';

export interface RankedRow {
  row: BreakdownRow;
  value: number;
  /** Of all rows' values, 0..1. People can be in several rows, so shares of visitors are of their sum. */
  share: number;
}

/** What a panel hands to a picture of its rows. */
export interface PanelRows {
  ranked: RankedRow[];
  /** What is measured, in words. */
  measure: string;
  table: () => DataTable;
  isFilter: (label: string) => boolean;
  pick: (event: { altKey: boolean }, label: string) => void;
}

/** Kinds of devices that nearly all visitors have one of. */
type TellingKind = 'browser' | 'device_type';

/** The kind that tells visitors apart best: the one whose shares of them have the higher entropy. */
export function tellingDeviceKind(
  breakdowns: Pick<MetricsView['breakdowns'], TellingKind>,
): TellingKind {
  const entropyOf = (kind: TellingKind): number =>
    rankRows(breakdowns[kind], 'visitors').reduce(
      (sum, { share }) => sum - share * Math.log(share),
      0,
    );
  return entropyOf('device_type') > entropyOf('browser') ? 'device_type' : 'browser';
}

/** Rows by one measure, highest first; equal ones in the order of their names. */
export function rankRows(rows: BreakdownRow[], measure: Measure): RankedRow[] {
  const valued = rows.map((row) => ({ row, value: row[measure] ?? 0 }));
  const all = valued.reduce((sum, { value }) => sum + value, 0);
  return valued
    .filter(({ value }) => value > 0)
    .sort((a, b) => b.value - a.value || (a.row.label < b.row.label ? -1 : 1))
    .map((one) => ({ ...one, share: all > 0 ? one.value / all : 0 }));
}
