import type { DataTable } from '../../lib/table-text.ts';
import type { ChartSeries } from './chart-series.ts';

/** What is drawn of numbers and can be saved: charts over time, and what says so. */
export const charts = '[role="slider"], [data-chart]';

/** The numbers of a picture, with how its first column reads to people (files keep it as it is). */
export interface ChartNumbers extends DataTable {
  nameOf: (point: string) => string;
}

/** The numbers behind each chart on the page, by its element: for saving, and for the table beside it in a report. */
export const chartTables = new WeakMap<Element, () => ChartNumbers>();

/** A chart's numbers: a row for each point (`head` says what it is: a day, an hour), a column for each series. */
export function chartTable(
  head: string,
  points: readonly string[],
  series: readonly ChartSeries[],
): DataTable {
  return {
    columns: [head, ...series.map(({ label }) => label)],
    rows: points.map((point, at) => [point, ...series.map(({ values }) => values[at] ?? null)]),
  };
}
