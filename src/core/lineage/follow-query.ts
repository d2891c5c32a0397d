import { followExpression } from './follow-expression.ts';
import { followOrder, followSelect } from './follow-select.ts';
import { asFilter, noOrigins, unite } from './origins.ts';
import { allOf, NotFollowed, renameColumns, sameName } from './relation.ts';
import type { Relation, RelationColumn } from './relation.ts';
import { innerScope } from './scope.ts';
import type { Scope } from './scope.ts';
import { isNode, kindOf, nameOf, namesOf, partOf, partsOf } from './sql-tree.ts';
import type { SqlNode } from './sql-tree.ts';

/** The rows a query gives: a select, a set operation, values, or one of them in parentheses. Throws NotFollowed. */
export function followQuery(node: SqlNode, outside: Scope): Relation {
  const [kind, parts] = kindOf(node) ?? ['', {}];
  const scope = withCtes(parts, innerScope(outside));
  switch (kind) {
    case 'select':
      return followSelect(parts, scope);
    case 'union':
    case 'except':
    case 'intersect':
      return chosenFrom(parts, followSet(kind, parts, scope), scope);
    case 'subquery': {
      const inner = partOf(parts, 'this');
      if (inner) return chosenFrom(parts, followQuery(inner, scope), scope);
      break;
    }
    case 'values':
      return followValues(parts, scope);
  }
  throw new NotFollowed(`${kind.replaceAll('_', ' ') || 'an unknown statement'} is not a select`);
}

/** Order and limit around a whole query decide rows; its columns are the names they may use. */
function chosenFrom(parts: SqlNode, relation: Relation, outside: Scope): Relation {
  const scope = innerScope(outside);
  scope.relations.push({ name: '', relation, merged: [] });
  const chosen = unite(
    followOrder(parts.order_by, scope, (n) => relation.columns[n - 1]?.origins ?? noOrigins),
    followExpression(parts.limit, scope),
    followExpression(parts.offset, scope),
  );
  return { ...relation, rows: unite(relation.rows, asFilter(chosen)) };
}

function withCtes(parts: SqlNode, scope: Scope): Scope {
  const clause = partOf(parts, 'with');
  if (!clause) return scope;
  const ctes = new Map(scope.ctes);
  for (const cte of partsOf(clause, 'ctes')) {
    const name = (nameOf(cte.alias) ?? '').toLowerCase();
    const query = partOf(cte, 'this') ?? {};
    const columns = namesOf(cte.columns);
    const here = { ...scope, ctes };
    const relation =
      clause.recursive === true && isNode(query.union)
        ? followRecursive(name, columns, query.union, here)
        : renameColumns(followQuery(query, here), columns);
    ctes.set(name, relation);
  }
  return { ...scope, ctes };
}

/** Goes round until a further round brings nothing new: what a row is made of only grows. */
function followRecursive(name: string, columns: string[], union: SqlNode, scope: Scope): Relation {
  const anchor = partOf(union, 'left') ?? {};
  let relation = renameColumns(followQuery(anchor, scope), columns);
  for (let size = -1; size !== sizeOf(relation);) {
    size = sizeOf(relation);
    const inner = { ...scope, ctes: new Map(scope.ctes).set(name, relation) };
    relation = renameColumns(followSet('union', union, inner), columns);
  }
  return relation;
}

/** Origins and how many of them are values: both only grow. */
function sizeOf({ columns, rows }: Relation): number {
  const sizes = columns.map(
    ({ origins }) =>
      origins.size + [...origins.values()].filter(({ role }) => role === 'value').length,
  );
  return sizes.reduce((sum, size) => sum + size, rows.size);
}

function followSet(kind: string, parts: SqlNode, scope: Scope): Relation {
  const left = followQuery(partOf(parts, 'left') ?? {}, scope);
  const right = followQuery(partOf(parts, 'right') ?? {}, scope);
  const rows = unite(left.rows, right.rows);
  if (kind !== 'union') {
    const compared = asFilter(unite(allOf(left), allOf(right)));
    return { columns: left.columns, rows: unite(rows, compared) };
  }
  const columns =
    parts.by_name === true ? byName(left, right) : byPosition(left.columns, right.columns);
  const isDistinct = parts.all !== true;
  return { columns, rows: isDistinct ? unite(rows, asFilter(allOf({ columns, rows }))) : rows };
}

function byPosition(
  left: readonly RelationColumn[],
  right: readonly RelationColumn[],
): RelationColumn[] {
  if (left.length !== right.length)
    throw new NotFollowed(`a union of ${left.length} and ${right.length} columns`);
  return left.map(({ name, origins }, i) => ({
    name,
    origins: unite(origins, right[i]!.origins),
  }));
}

function byName(left: Relation, right: Relation): RelationColumn[] {
  const shared = left.columns.map(({ name, origins }) => {
    const other = right.columns.find((column) => sameName(column.name, name));
    return { name, origins: unite(origins, other?.origins ?? noOrigins) };
  });
  const isNew = ({ name }: RelationColumn) =>
    !left.columns.some((column) => sameName(column.name, name));
  return [...shared, ...right.columns.filter(isNew)];
}

function followValues(parts: SqlNode, scope: Scope): Relation {
  const rows = partsOf(parts, 'expressions').map((row) => partsOf(row, 'expressions'));
  const columns = (rows[0] ?? []).map((_, i) => ({
    name: `col${i}`,
    origins: unite(...rows.map((row) => followExpression(row[i], scope))),
  }));
  return renameColumns({ columns, rows: noOrigins }, namesOf(parts.column_aliases));
}
