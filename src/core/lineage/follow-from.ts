import { followExpression } from './follow-expression.ts';
import { asFilter, noOrigins, unite } from './origins.ts';
import type { Origins } from './origins.ts';
import { findColumn, NotFollowed, renameColumns, sameName } from './relation.ts';
import type { Relation } from './relation.ts';
import type { NamedRelation, Scope } from './scope.ts';
import { isNode, kindOf, nameOf, namesOf, partOf, partsOf } from './sql-tree.ts';
import type { SqlNode } from './sql-tree.ts';

/** Brings the relations of a select's FROM and JOIN clauses into its scope; returns what decides which rows they give. */
export function followFrom(select: SqlNode, scope: Scope): Origins {
  let rows: Origins = noOrigins;
  for (const item of partsOf(partOf(select, 'from') ?? {}, 'expressions')) {
    rows = unite(rows, addItem(item, scope));
  }
  for (const join of partsOf(select, 'joins')) rows = unite(rows, addJoin(join, scope));
  return rows;
}

/** Adds a table, subquery, function or a join in parentheses; returns what decides its rows. */
function addItem(item: SqlNode, scope: Scope): Origins {
  const joined = partOf(item, 'joined_table');
  if (joined) {
    let rows = addItem(partOf(joined, 'left') ?? {}, scope);
    for (const join of partsOf(joined, 'joins')) rows = unite(rows, addJoin(join, scope));
    return rows;
  }
  const [name, relation] = followItem(item, scope);
  scope.relations.push({ name, relation, merged: [] });
  return relation.rows;
}

function followItem(item: SqlNode, scope: Scope): [name: string, relation: Relation] {
  const [kind, parts] = kindOf(item) ?? ['', {}];
  const alias = nameOf(parts.alias);
  const columns = namesOf(parts.column_aliases);
  switch (kind) {
    case 'table':
      return [alias ?? nameOf(parts.name) ?? '', renameColumns(readTable(parts, scope), columns)];
    case 'subquery':
      return [alias ?? '', renameColumns(scope.query(item, scope), columns)];
    case 'alias': {
      const [, relation] = followItem(partOf(parts, 'this') ?? {}, scope);
      return [alias ?? '', renameColumns(relation, columns)];
    }
    case 'lateral': {
      const [name, relation] = followItem(partOf(parts, 'this') ?? {}, scope);
      return [alias ?? name, renameColumns(relation, columns)];
    }
    case 'unnest':
      return [alias ?? 'unnest', unnested(followExpression(parts, scope))];
    case 'function':
      return [alias ?? nameOf(parts.name) ?? '', unnested(followExpression(item, scope))];
    default:
      throw new NotFollowed(`${kind.replaceAll('_', ' ') || 'something unknown'} in FROM`);
  }
}

/** What a list or a function was unfolded from gives values and number of the rows. */
function unnested(origins: Origins): Relation {
  return { columns: [], rows: asFilter(origins), any: origins };
}

function readTable(parts: SqlNode, scope: Scope): Relation {
  const name = nameOf(parts.name) ?? '';
  const schema = nameOf(parts.schema);
  if (parts.when !== undefined || parts.catalog !== undefined)
    throw new NotFollowed(`${name}: a table of another database or time`);
  const cte = schema === undefined ? scope.ctes.get(name.toLowerCase()) : undefined;
  return cte ?? scope.table(schema ?? '', name);
}

function addJoin(join: SqlNode, scope: Scope): Origins {
  const kind = typeof join.kind === 'string' ? join.kind : '';
  const before = scope.relations.length;
  let rows = addItem(partOf(join, 'this') ?? {}, scope);
  const added = scope.relations.slice(before);
  const using = kind.startsWith('Natural')
    ? sharedNames(scope.relations.slice(0, before), added)
    : namesOf(join.using);
  for (const name of using) {
    rows = unite(rows, mergeColumn(scope, before, name, /Right|Full/.test(kind)));
  }
  if (isNode(join.on)) rows = unite(rows, asFilter(followExpression(join.on, scope)));
  // The right side of these only decides which rows of the left one stay.
  if (/Semi|Anti/.test(kind)) scope.relations.length = before;
  return asFilter(rows);
}

function sharedNames(left: NamedRelation[], right: NamedRelation[]): string[] {
  const names = right.flatMap(({ relation }) => relation.columns.map(({ name }) => name));
  return names.filter((name) => left.some(({ relation }) => findColumn(relation, name)));
}

/** One column of USING: shown once, from the left; from either side where the left may be missing. */
function mergeColumn(scope: Scope, before: number, name: string, either: boolean): Origins {
  const has = ({ relation }: NamedRelation) => findColumn(relation, name) !== undefined;
  const left = scope.relations.slice(0, before).find(has);
  const right = scope.relations.slice(before).find(has);
  if (!left || !right) throw new NotFollowed(`unknown column: ${name} (using)`);
  const origins = [left, right].map(({ relation }) => findColumn(relation, name) ?? noOrigins);
  right.merged = [...right.merged, name];
  if (either) {
    const both = unite(...origins);
    const columns = left.relation.columns.map((column) =>
      sameName(column.name, name) ? { ...column, origins: both } : column,
    );
    left.relation = { ...left.relation, columns };
  }
  return asFilter(unite(...origins));
}
