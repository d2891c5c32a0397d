import type { DataTable } from '../../lib/table-text.ts';
import { strings } from '../strings.ts';
import type { ChartSeries } from './chart-series.ts';

/** The numbers behind each chart on the page, by its element: for saving, and for the table beside it in a report. */
export const chartTables = new WeakMap<Element, () => DataTable>();

/** A chart's numbers: a row for each day, a column for each series. */
export function chartTable(days: readonly string[], series: readonly ChartSeries[]): DataTable {
  return {
    columns: [strings.overview.day, ...series.map(({ label }) => label)],
    rows: days.map((day, at) => [day, ...series.map(({ values }) => values[at] ?? null)]),
  };
}
