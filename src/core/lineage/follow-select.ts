import { followExpression } from './follow-expression.ts';
import { followFrom } from './follow-from.ts';
import { asFilter, noOrigins, unite } from './origins.ts';
import type { Origins } from './origins.ts';
import { allOf, NotFollowed, sameName } from './relation.ts';
import type { Relation, RelationColumn } from './relation.ts';
import { resolve } from './scope.ts';
import type { Scope } from './scope.ts';
import { isNode, kindOf, nameOf, namesOf, partOf, partsOf } from './sql-tree.ts';
import type { SqlNode, SqlValue } from './sql-tree.ts';

const knownParts = new Set(
  `expressions from joins where_clause group_by having qualify qualify_after_window windows order_by
  limit offset distinct distinct_on with sample`.split(/\s+/),
);

/** The rows a select gives. `scope` is its own and is filled. Throws NotFollowed. */
export function followSelect(select: SqlNode, scope: Scope): Relation {
  const strange = Object.keys(select).find((key) => !knownParts.has(key));
  if (strange !== undefined) throw new NotFollowed(`${strange.replaceAll('_', ' ')} in SELECT`);
  const from = followFrom(select, scope);
  for (const window of partsOf(select, 'windows')) {
    scope.windows.set((nameOf(window.name) ?? '').toLowerCase(), partOf(window, 'spec') ?? {});
  }
  const items = partsOf(select, 'expressions');
  const columns: RelationColumn[] = [];
  const firstOf: number[] = [];
  for (const item of items) {
    firstOf.push(columns.length);
    columns.push(...followItem(item, columns.length, scope));
  }
  const at = (position: number): Origins =>
    columns[firstOf[position - 1] ?? -1]?.origins ?? noOrigins;
  const keys = followKeys(
    select,
    items.map((_, i) => at(i + 1)),
    scope,
  );
  const chosen = [
    ...['where_clause', 'having', 'qualify', 'limit', 'offset'].map((key) =>
      followExpression(select[key], scope),
    ),
    keys,
    followOrder(select.order_by, scope, at),
    ...items.map((item, i) => (unfolds(item) ? at(i + 1) : noOrigins)),
  ];
  const distinct = distinctOrigins(select, { columns, rows: noOrigins }, scope);
  return { columns, rows: unite(from, asFilter(unite(...chosen, distinct))) };
}

/** `unnest` in a select list makes as many rows as the list is long. */
function unfolds(value: SqlValue | undefined): boolean {
  if (Array.isArray(value)) return value.some(unfolds);
  if (!isNode(value)) return false;
  return Object.entries(value).some(
    ([kind, parts]) =>
      kind === 'unnest' ||
      (kind === 'function' && calledName(parts) === 'unnest') ||
      unfolds(parts),
  );
}

function distinctOrigins(select: SqlNode, relation: Relation, scope: Scope): Origins {
  if (select.distinct_on !== undefined) return followExpression(select.distinct_on, scope);
  return select.distinct === true ? allOf(relation) : noOrigins;
}

function followItem(item: SqlNode, position: number, scope: Scope): RelationColumn[] {
  const [kind, parts] = kindOf(item) ?? ['', {}];
  if (kind === 'star') return expandStar(parts, scope);
  const alias = kind === 'alias' ? nameOf(parts.alias) : undefined;
  const origins = followExpression(kind === 'alias' ? parts.this : item, scope);
  if (alias !== undefined && !scope.aliases.has(alias.toLowerCase()))
    scope.aliases.set(alias.toLowerCase(), origins);
  return [{ name: alias ?? ownName(kind, parts) ?? `column ${position + 1}`, origins }];
}

/** What a column without alias is called. */
function ownName(kind: string, parts: SqlNode): string | undefined {
  if (kind === 'column') return nameOf(parts.name);
  return kind === 'dot' ? nameOf(parts.field) : undefined;
}

function expandStar(star: SqlNode, scope: Scope): RelationColumn[] {
  const table = nameOf(star.table);
  const named = scope.relations.filter(({ name }) => table === undefined || sameName(name, table));
  if (named.length === 0) throw new NotFollowed(`unknown table: ${table ?? '*'}`);
  const left = new Set(namesOf(star.except).map((name) => name.toLowerCase()));
  const replaced = replacements(star, scope);
  const renamed = renames(star);
  return named.flatMap(({ relation, merged }) => {
    if (relation.any && relation.columns.length === 0)
      throw new NotFollowed('* of a function whose columns are not known');
    const hidden = table === undefined ? merged : [];
    return relation.columns
      .filter(({ name }) => !left.has(name.toLowerCase()) && !hidden.some((h) => sameName(h, name)))
      .map(({ name, origins }) => ({
        name: renamed.get(name.toLowerCase()) ?? name,
        origins: replaced.get(name.toLowerCase()) ?? origins,
      }));
  });
}

function replacements(star: SqlNode, scope: Scope): Map<string, Origins> {
  return new Map(
    partsOf(star, 'replace').map((item) => [
      (nameOf(item.alias) ?? '').toLowerCase(),
      followExpression(item.this, scope),
    ]),
  );
}

function renames(star: SqlNode): Map<string, string> {
  const pairs = Array.isArray(star.rename) ? star.rename : [];
  return new Map(
    pairs.flatMap((pair) => {
      const [from, to] = namesOf(pair);
      return from !== undefined && to !== undefined ? [[from.toLowerCase(), to] as const] : [];
    }),
  );
}

/** What the rows are grouped by. `group by all` takes every item without an aggregate, which is at most every item. */
function followKeys(select: SqlNode, items: Origins[], scope: Scope): Origins {
  const group = partOf(select, 'group_by');
  if (!group) return noOrigins;
  if (group.all === true) {
    const nodes = partsOf(select, 'expressions');
    return unite(...items.filter((_, i) => !holdsAggregate(nodes[i])));
  }
  return unite(
    ...partsOf(group, 'expressions').map((key) => {
      const position = positionOf(key);
      return position === undefined ? followKey(key, scope) : (items[position - 1] ?? noOrigins);
    }),
  );
}

/** Grouping sets are written as functions. */
function followKey(key: SqlNode, scope: Scope): Origins {
  return followExpression(partOf(key, 'function')?.args ?? key, scope);
}

const aggregates = new Set(
  `count sum avg min max any_value first last median mode stddev variance string_agg group_concat
  array_agg aggregate_function count_if bool_or bool_and logical_or logical_and approx_distinct
  arg_max arg_min max_by min_by`.split(/\s+/),
);

/** Whether an item surely aggregates. One that is not known to counts as a key: then more is named than needed, never less. */
function holdsAggregate(value: SqlValue | undefined): boolean {
  if (Array.isArray(value)) return value.some(holdsAggregate);
  if (!isNode(value)) return false;
  return Object.entries(value).some(
    ([kind, parts]) =>
      kind !== 'window_function' &&
      ((aggregates.has(kind) && isNode(parts)) ||
        (kind === 'function' && aggregates.has(calledName(parts))) ||
        holdsAggregate(parts)),
  );
}

function calledName(parts: SqlValue | undefined): string {
  return (isNode(parts) ? (nameOf(parts.name) ?? '') : '').toLowerCase();
}

function positionOf(key: SqlNode): number | undefined {
  const literal = partOf(key, 'literal');
  return literal?.literal_type === 'number' ? Number(literal.value) : undefined;
}

/** An alias comes first here, and a number means a position. */
export function followOrder(
  order: SqlValue | undefined,
  scope: Scope,
  at: (position: number) => Origins,
): Origins {
  if (!isNode(order)) return noOrigins;
  const keys = partsOf(order, 'expressions').map((key) => {
    const expression = partOf(key, 'this') ?? {};
    const position = positionOf(expression);
    if (position !== undefined) return at(position);
    const bare = nameOf(partOf(expression, 'column')?.name);
    const alias = bare === undefined ? undefined : scope.aliases.get(bare.toLowerCase());
    if (alias) return alias;
    if (bare?.toLowerCase() === 'all') return unite(...scope.aliases.values());
    return bare === undefined
      ? followExpression(expression, scope)
      : resolve(scope, bare, nameOf(partOf(expression, 'column')?.table));
  });
  return unite(...keys);
}
