import { ident, literal } from '../../lib/sql.ts';
import type { Model } from '../project/model.ts';
import { requireDay } from './scope.ts';
import { WorkbenchError } from '../errors.ts';

/** What a metric with a day column can be counted by: its day, the Monday of its ISO week, the first of its month. */
export const grains = ['ds', 'week', 'month'] as const;
export type Grain = (typeof grains)[number];

/** SQL of the grain as text YYYY-MM-DD, from a model's day column of whatever type. */
export function grainColumn(grain: Grain, column: string, model: Pick<Model, 'columns'>): string {
  if (grain === 'ds') return isText(column, model) ? ident(column) : asDay(dateOf(column));
  return asDay(`date_trunc('${grain}', ${dateOf(column)})`);
}

/** Conditions for days from `from` to `to`, both included; either may be left open. Throws `usage` for what is no range of days. */
export function dayCondition(
  { from, to }: { from?: string | undefined; to?: string | undefined },
  column: string,
  model: Pick<Model, 'columns'>,
): string[] {
  if (from !== undefined) requireDay(from);
  if (to !== undefined) requireDay(to);
  if (from !== undefined && to !== undefined && from > to)
    throw new WorkbenchError('usage', `the range ends before it begins: ${from} to ${to}`);
  const day = (ds: string): string =>
    isText(column, model) ? literal(ds) : `cast(${literal(ds)} as date)`;
  const of = isText(column, model) ? ident(column) : dateOf(column);
  return [
    ...(from === undefined ? [] : [`${of} >= ${day(from)}`]),
    ...(to === undefined ? [] : [`${of} <= ${day(to)}`]),
  ];
}

/** A day column of text holds YYYY-MM-DD, which sorts as its days do. */
function isText(column: string, { columns }: Pick<Model, 'columns'>): boolean {
  return columns.find(({ name }) => name === column)?.type.toUpperCase() === 'VARCHAR';
}

function dateOf(column: string): string {
  return `cast(${ident(column)} as date)`;
}

function asDay(date: string): string {
  return `strftime(${date}, '%Y-%m-%d')`;
}
