import type { QueryResult } from '../../workbench.ts';
import type { ChartSeries } from '../charts/chart-series.ts';
import { isNumber } from '../parts/cell-text.ts';

const mostSeries = 5;
const mostBars = 60;
const mostDays = 2_000;

/** A result as a chart: its first column across, the numbers of the others up. */
export interface ResultChart {
  kind: 'line' | 'bars';
  by: string;
  labels: string[];
  series: ChartSeries[];
  /** True where rows are left out. */
  isCut: boolean;
}

/** Lines where the first column is a day, ascending; bars else. Undefined for what has no numbers. */
export function chartOf({ columns, rows }: QueryResult): ResultChart | undefined {
  const numbers = columns.flatMap(({ type }, i) => (i > 0 && isNumber(type) ? [i] : []));
  if (numbers.length === 0 || rows.length === 0) return undefined;
  const labels = rows.map(([first]) => String(first));
  const isDay = labels.every((label) => /^\d{4}-\d{2}-\d{2}$/.test(label));
  const kind = isDay && new Set(labels).size === labels.length ? 'line' : 'bars';
  const most = kind === 'line' ? mostDays : mostBars;
  const order = rows.map((_, i) => i);
  if (kind === 'line') order.sort((a, b) => (labels[a]! < labels[b]! ? -1 : 1));
  const kept = order.slice(0, most);
  const series = numbers.slice(0, mostSeries).map((column, i): ChartSeries => {
    const values = kept.map((row) => numberOf(rows[row]![column]));
    return { label: columns[column]!.name, values, tone: (i + 1) as 1 | 2 | 3 | 4 | 5 };
  });
  const by = columns[0]!.name;
  return { kind, by, labels: kept.map((i) => labels[i]!), series, isCut: rows.length > most };
}

function numberOf(value: unknown): number | null {
  const number = typeof value === 'number' || typeof value === 'string' ? Number(value) : NaN;
  return Number.isFinite(number) ? number : null;
}
