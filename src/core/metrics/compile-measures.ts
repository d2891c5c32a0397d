import type { Metric } from './metric.ts';
import { planMeasures } from './plan-measures.ts';
import type { Aggregate } from './plan-measures.ts';

/** A column to group by. */
export interface KeyColumn {
  /** What it is called in the result. */
  name: string;
  /** SQL over the model's columns. */
  sql: string;
}

/** What is counted: rows of a relation (or CTE) that meet a condition, by keys. */
export interface MeasureScan {
  from: string;
  keys: readonly KeyColumn[];
  condition?: string | undefined;
  /** Leave out keys whose rows count for nothing: fewer rows are grouped. */
  skipEmpty?: boolean;
}

/** Metrics of one model, counted in one scan of its rows: what `compileMeasures` makes SQL of, in parts. */
export interface CompiledScan {
  metrics: readonly Metric[];
  from: string;
  keys: readonly KeyColumn[];
  /** All must hold. */
  conditions: readonly string[];
  skipEmpty?: boolean;
  /** Only the rows with the highest values of a metric matter. */
  top?: { metric: string; rows: number };
}

/** Columns of `compileMeasures` that carry a metric; no metric's columns are another's. */
export function numeratorOf(metric: string): string {
  return `${metric}__n`;
}

export function denominatorOf(metric: string): string {
  return `${metric}__d`;
}

/**
 * Counts metrics of one model in one scan: a row a combination of keys, with `<metric>__n` and `<metric>__d`, 0 where nothing is
 * there. Distinct values are counted over the whole of a row, never added up. Rows come in no order.
 */
export function compileMeasures(metrics: readonly Metric[], scan: MeasureScan): string {
  const { metrics: planned, aggregates: all } = planMeasures(metrics);
  const counted: Counted = scan.skipEmpty === true ? counting(all) : { aggregates: all };
  const rows = { ...scan, condition: both(scan.condition, counted.condition) };
  const keys = scan.keys.map(({ name }) => name);
  const columns = planned.flatMap(({ name, numerator, denominator }) => [
    `${zeroed(numerator)} as ${numeratorOf(name)}`,
    `${zeroed(denominator)} as ${denominatorOf(name)}`,
  ]);
  return `select
${list([...keys, ...columns])}
from (
${indent(count(counted.aggregates, rows))}
) as counted`;
}

/** SQL condition of the rows that count for a metric at all; undefined: all of them do. */
export function countedRows(metric: Metric): string | undefined {
  const wanted = planMeasures([metric]).aggregates.map(rowsThatCount);
  if (wanted.includes(undefined)) return undefined;
  return [...new Set(wanted)].map((one) => bracketed(one!)).join(' or ');
}

interface Counted {
  aggregates: Aggregate[];
  condition?: string;
}

/** Which rows count for anything; where all aggregates want the same rows, they need not ask for them again. */
function counting(aggregates: Aggregate[]): Counted {
  const wanted = aggregates.map(rowsThatCount).filter((one) => one !== undefined);
  if (wanted.length < aggregates.length) return { aggregates };
  const wheres = new Set(aggregates.map((one) => one.where));
  const [only] = wheres;
  if (wheres.size > 1 || only === undefined)
    return { aggregates, condition: [...new Set(wanted)].map(bracketed).join(' or ') };
  return {
    aggregates: aggregates.map((one) => ({ ...one, where: undefined })),
    condition: only,
  };
}

function rowsThatCount({ kind, of, where: condition }: Aggregate): string | undefined {
  return kind === 'sum' ? both(condition, `(${of}) <> 0`) : condition;
}

function both(one: string | undefined, other: string | undefined): string | undefined {
  if (!one || !other) return one || other;
  return `${bracketed(one)} and ${bracketed(other)}`;
}

function bracketed(sql: string): string {
  return `(${sql})`;
}

function zeroed(sql: string): string {
  return sql === '1' ? sql : `coalesce(${sql}, 0)`;
}

// Grouping by the distinct value first and counting then is faster than count(distinct), where all count the same.
function count(aggregates: readonly Aggregate[], scan: MeasureScan): string {
  const distinct = new Set(aggregates.flatMap(({ kind, of }) => (kind === 'distinct' ? [of] : [])));
  const [only] = distinct;
  const isMedian = aggregates.some(({ kind }) => kind === 'median');
  return only === undefined || distinct.size > 1 || isMedian
    ? countAtOnce(aggregates, scan)
    : countByValue(aggregates, only, scan);
}

function countAtOnce(aggregates: readonly Aggregate[], { from, keys, condition }: MeasureScan) {
  const columns = aggregates.map((one) => `${plainAggregate(one)} as ${one.alias}`);
  return `select
${list([...keys.map(column), ...columns])}
from ${from}${where(condition)}${groupBy(keys.length)}`;
}

function countByValue(
  aggregates: readonly Aggregate[],
  value: string,
  { from, keys, condition }: MeasureScan,
): string {
  const inner = aggregates.flatMap((one) => innerColumn(one) ?? []);
  const outer = aggregates.map((one) => `${outerColumn(one)} as ${one.alias}`);
  const byValue = `select
${list([...keys.map(column), `${value} as counted_value`, ...inner])}
from ${from}${where(condition)}${groupBy(keys.length + 1)}`;
  return `select
${list([...keys.map(({ name }) => name), ...outer])}
from (
${indent(byValue)}
) as by_value${groupBy(keys.length)}`;
}

function innerColumn(one: Aggregate): string | undefined {
  if (one.kind !== 'distinct') return `${plainAggregate(one)} as ${one.alias}`;
  return one.where === undefined ? undefined : `bool_or(${one.where}) as ${one.alias}`;
}

function outerColumn({ kind, where: condition, alias }: Aggregate): string {
  if (kind !== 'distinct') return `sum(${alias})`;
  return `count(counted_value)${condition === undefined ? '' : ` filter (where ${alias})`}`;
}

function plainAggregate({ kind, of, where: condition }: Aggregate): string {
  const filter = condition === undefined ? '' : ` filter (where ${condition})`;
  if (kind === 'distinct') return `count(distinct ${of})${filter}`;
  return `${kind}(${of})${filter}`;
}

function column({ name, sql }: KeyColumn): string {
  return name === sql ? sql : `${sql} as ${name}`;
}

function where(condition: string | undefined): string {
  return condition === undefined || condition === '' ? '' : `\nwhere ${condition}`;
}

function list(columns: readonly string[]): string {
  return columns.map((one) => `  ${one}`).join(',\n');
}

/** Each line of some SQL two blanks further in. */
export function indent(sql: string): string {
  return sql.replaceAll(/^(?=.)/gm, '  ');
}

function groupBy(keys: number): string {
  if (keys === 0) return '';
  return `\ngroup by ${Array.from({ length: keys }, (_, i) => i + 1).join(', ')}`;
}
