import { noOrigins, unite } from './origins.ts';
import type { Origins } from './origins.ts';

export interface RelationColumn {
  name: string;
  origins: Origins;
}

/** Rows with columns: a table, a CTE, a subquery, a join. */
export interface Relation {
  columns: readonly RelationColumn[];
  /** What decided which rows there are. */
  rows: Origins;
  /** Set where the columns' names are not known (a table function): any name is answered with it. */
  any?: Origins;
}

/** Something in SQL that is not followed; its message says what, in words for people. */
export class NotFollowed extends Error {}

/** DuckDB compares names without regard to case. */
export function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** The origins of a column by its name; undefined where there is no such column. */
export function findColumn(relation: Relation, name: string): Origins | undefined {
  const column = relation.columns.find((one) => sameName(one.name, name));
  return column?.origins ?? relation.any;
}

/** Everything a relation's columns come from. */
export function allOf(relation: Relation): Origins {
  return unite(relation.any ?? noOrigins, ...relation.columns.map(({ origins }) => origins));
}

/** The relation with its first columns called otherwise: `x(a, b)`. */
export function renameColumns(relation: Relation, names: string[]): Relation {
  if (names.length === 0) return relation;
  if (relation.any) {
    const origins = relation.any;
    return { rows: relation.rows, columns: names.map((name) => ({ name, origins })) };
  }
  const columns = relation.columns.map((column, i) => ({
    ...column,
    name: names[i] ?? column.name,
  }));
  return { ...relation, columns };
}
