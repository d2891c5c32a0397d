import type { CompiledScan } from './compile-measures.ts';
import { denominatorOf, numeratorOf } from './compile-measures.ts';
import type { Groups } from './count-groups.ts';
import { planMeasures } from './plan-measures.ts';
import type { Aggregate } from './plan-measures.ts';

/** What each row of a scan adds to an aggregate, as SQL: a number, never null. */
export interface AmountColumn {
  alias: string;
  kind: 'sum' | 'distinct';
  sql: string;
}

/** The columns that a scan is counted from, by their SQL over its rows. */
export interface ScanColumns {
  keys: string[];
  /** Whom distinct values are counted of; undefined: none are. */
  people: string | undefined;
  amounts: AmountColumn[];
}

/**
 * The columns of a scan that can be counted row by row; undefined where only SQL can: medians, quotients of averages, distinct values of two
 * kinds.
 */
export function scanColumns({ metrics, keys }: CompiledScan): ScanColumns | undefined {
  const plan = planMeasures(metrics);
  const isPlain = plan.metrics.every(({ numerator, denominator }) =>
    [numerator, denominator].every((sql) => /^(n\d+|1)$/.test(sql)),
  );
  const people = new Set(
    plan.aggregates.flatMap(({ kind, of }) => (kind === 'distinct' ? [of] : [])),
  );
  const hasMedian = plan.aggregates.some(({ kind }) => kind === 'median');
  if (!isPlain || hasMedian || people.size > 1) return undefined;
  return {
    keys: keys.map(({ sql }) => sql),
    people: [...people][0],
    amounts: plan.aggregates.map(amountColumn),
  };
}

function amountColumn({ kind, of, where, alias }: Aggregate): AmountColumn {
  const isMeant = where === undefined ? 'true' : `coalesce(${where}, false)`;
  if (kind === 'sum')
    return { alias, kind, sql: `coalesce(case when ${isMeant} then ${of} end, 0)` };
  const isThere = of === '*' ? isMeant : `(${of}) is not null and ${isMeant}`;
  const amount = `case when ${isThere} then 1 else 0 end`;
  return { alias, kind: kind === 'distinct' ? 'distinct' : 'sum', sql: amount };
}

/** The groups with the highest totals of the scan's `top`, ties with the last included. */
export function topGroups({ metrics, top }: CompiledScan, groups: Groups): Groups {
  const leading = metrics.findIndex(({ name }) => name === top?.metric);
  if (top === undefined || leading < 0 || groups.keys.length <= top.rows) return groups;
  const { metrics: planned, aggregates } = planMeasures(metrics);
  const at = aggregates.findIndex(({ alias }) => alias === planned[leading]!.numerator);
  const totals = groups.totals[at]!;
  const least = totals.toSorted().at(-top.rows)!;
  const kept = [...totals.keys()].filter((group) => totals[group]! >= least);
  return {
    keys: kept.map((group) => groups.keys[group]!),
    totals: groups.totals.map((all) => Float64Array.from(kept, (group) => all[group]!)),
  };
}

/** The rows that the scan's SQL would return, of what was counted by its columns. */
export function rowsOfGroups(
  { metrics, keys }: CompiledScan,
  groups: Groups,
): Record<string, string | number | null>[] {
  const { metrics: planned, aggregates } = planMeasures(metrics);
  const at = new Map(aggregates.map(({ alias }, i) => [alias, i]));
  return groups.keys.map((values, group) => {
    const total = (alias: string): number =>
      alias === '1' ? 1 : groups.totals[at.get(alias)!]![group]!;
    return Object.fromEntries([
      ...keys.map(({ name }, i) => [name, values[i]!] as const),
      ...planned.flatMap(({ name, numerator, denominator }) => [
        [numeratorOf(name), total(numerator)] as const,
        [denominatorOf(name), total(denominator)] as const,
      ]),
    ]);
  });
}
