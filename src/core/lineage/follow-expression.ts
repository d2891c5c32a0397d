import { asFilter, holdsValue, noOrigins, unite } from './origins.ts';
import type { Origins } from './origins.ts';
import { allOf, NotFollowed, sameName } from './relation.ts';
import { resolve } from './scope.ts';
import type { Scope } from './scope.ts';
import { isNode, nameOf, namesOf, partOf, partsOf } from './sql-tree.ts';
import type { SqlNode, SqlValue } from './sql-tree.ts';

type Handler = (parts: SqlNode, scope: Scope) => Origins;

/** What an expression is computed from. Throws NotFollowed. */
export function followExpression(value: SqlValue | undefined, scope: Scope): Origins {
  if (Array.isArray(value)) return unite(...value.map((item) => followExpression(item, scope)));
  if (!isNode(value)) return noOrigins;
  return unite(
    ...Object.entries(value).map(([kind, parts]) => {
      const handler = isNode(parts) && handlers.get(kind);
      return handler ? handler(parts, scope) : followPart(value, kind, scope);
    }),
  );
}

/** A part of a node of any kind. What only chooses or orders rows of an aggregate is a filter. */
function followPart(node: SqlNode, key: string, scope: Scope): Origins {
  const origins = followExpression(node[key], scope);
  if (key === 'order_by') return asFilter(origins);
  // `count(*) filter (where x)` has no other value than x.
  if (key === 'filter') return node.star === true ? origins : asFilter(origins);
  return origins;
}

const handlers = new Map<string, Handler>(
  Object.entries({
    column: ({ name, table }, scope) => resolve(scope, nameOf(name) ?? '', nameOf(table)),
    star: ({ table }, scope) => wholeRows(scope, nameOf(table)),
    subquery: followSubquery,
    select: (_, scope) => followQuery(scope, { select: _ }),
    union: (_, scope) => followQuery(scope, { union: _ }),
    except: (_, scope) => followQuery(scope, { except: _ }),
    intersect: (_, scope) => followQuery(scope, { intersect: _ }),
    exists: ({ this: query }, scope) => followExists(query, scope),
    lambda: followLambda,
    comprehension: followComprehension,
    window_function: followWindow,
    within_group: (parts, scope) =>
      unite(followExpression(parts.this, scope), followExpression(parts.order_by, scope)),
    function: followFunction,
  } satisfies Record<string, Handler>),
);

function wholeRows(scope: Scope, table: string | undefined): Origins {
  const named = scope.relations.filter(({ name }) => table === undefined || sameName(name, table));
  if (named.length === 0 && table !== undefined) return resolve(scope, table);
  return unite(...named.map(({ relation }) => allOf(relation)));
}

function followSubquery(parts: SqlNode, scope: Scope): Origins {
  // `any (select ...)` carries a part of this name around the node itself.
  if (parts.this === undefined) return followExpression(parts, scope);
  return followQuery(scope, { subquery: parts });
}

function followQuery(scope: Scope, query: SqlNode): Origins {
  const relation = scope.query(query, scope);
  return unite(allOf(relation), asFilter(relation.rows));
}

function followExists(query: SqlValue | undefined, scope: Scope): Origins {
  return isNode(query) ? asFilter(scope.query(query, scope).rows) : noOrigins;
}

function followLambda({ parameters, body }: SqlNode, scope: Scope): Origins {
  return followExpression(body, withParameters(scope, namesOf(parameters)));
}

/** `[body for variable in list if condition]`. */
function followComprehension(parts: SqlNode, scope: Scope): Origins {
  const variable = nameOf(partOf(partOf(parts, 'expression') ?? {}, 'column')?.name) ?? '';
  const inside = withParameters(scope, [variable]);
  return unite(
    followExpression(parts.iterator, scope),
    followExpression(parts.this, inside),
    followExpression(parts.condition, inside),
  );
}

function withParameters(scope: Scope, names: string[]): Scope {
  return { ...scope, parameters: [...scope.parameters, ...names] };
}

/** The arguments are the value; a function without any (`row_number`, `rank`) has it from the order. */
function followWindow(parts: SqlNode, scope: Scope): Origins {
  const value = followExpression(parts.this, scope);
  const over = partOf(parts, 'over') ?? {};
  const named = scope.windows.get((nameOf(over.window_name) ?? '').toLowerCase()) ?? {};
  const order = unite(
    followExpression(over.order_by, scope),
    followExpression(named.order_by, scope),
  );
  const others = unite(
    followExpression(over.partition_by, scope),
    followExpression(named.partition_by, scope),
    followExpression(over.frame, scope),
  );
  return unite(value, holdsValue(value) ? asFilter(order) : order, asFilter(others));
}

function followFunction(parts: SqlNode, scope: Scope): Origins {
  const name = nameOf(parts.name)?.toLowerCase();
  if (name === 'columns') throw new NotFollowed('COLUMNS(...) names columns by a pattern');
  // It tells of the grouping, whatever the column holds.
  if (name === 'grouping' || name === 'grouping_id') return noOrigins;
  return unite(
    followExpression(partsOf(parts, 'args'), scope),
    asFilter(unite(followExpression(parts.filter, scope), followExpression(parts.order_by, scope))),
  );
}
