import { followQuery } from './follow-query.ts';
import { asFilter, noOrigins, originOf, unite } from './origins.ts';
import type { Origin } from './origins.ts';
import { NotFollowed } from './relation.ts';
import type { Relation } from './relation.ts';
import type { Scope } from './scope.ts';
import type { SqlNode } from './sql-tree.ts';

/** Columns of a table by `schema.name`; undefined: there is no such table. */
export type KnownTables = (name: string) => readonly string[] | undefined;

/** What a query reads, and what each of its columns is computed from. */
export interface DerivedQuery {
  /** `schema.name`, in the order they are met. */
  tables: string[];
  columns: { name: string; from: Origin[] }[];
}

/**
 * Follows a query from its result back to the tables it reads: through CTEs, stars, joins, set operations, subqueries and windows.
 * What decides rows (where, join, group, order before a limit) is an origin of every column, in the role of a filter.
 */
export function deriveColumns(
  tree: SqlNode,
  known: KnownTables,
): DerivedQuery | { reason: string } {
  const tables = new Set<string>();
  const read = (schema: string, name: string): Relation => {
    const table = schema === '' ? name : `${schema}.${name}`;
    const columns = known(table);
    if (columns === undefined) throw new NotFollowed(`unknown table: ${table}`);
    tables.add(table);
    return {
      columns: columns.map((column) => ({ name: column, origins: originOf(table, column) })),
      rows: noOrigins,
    };
  };
  try {
    const { columns, rows } = followQuery(tree, outermost(read));
    const decided = asFilter(rows);
    return {
      tables: [...tables],
      columns: columns.map(({ name, origins }) => ({
        name,
        from: [...unite(origins, decided).values()],
      })),
    };
  } catch (error) {
    if (error instanceof NotFollowed) return { reason: error.message };
    throw error;
  }
}

function outermost(table: Scope['table']): Scope {
  return {
    parent: undefined,
    relations: [],
    aliases: new Map(),
    parameters: [],
    ctes: new Map(),
    windows: new Map(),
    table,
    query: followQuery,
  };
}
