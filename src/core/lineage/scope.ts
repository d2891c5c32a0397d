import { noOrigins, unite } from './origins.ts';
import type { Origins } from './origins.ts';
import { allOf, findColumn, NotFollowed, sameName } from './relation.ts';
import type { Relation } from './relation.ts';
import type { SqlNode } from './sql-tree.ts';

/** A relation of a FROM clause under the name it has there. */
export interface NamedRelation {
  name: string;
  relation: Relation;
  /** Columns that USING merged into those of a relation before it. */
  merged: readonly string[];
}

/** What names mean at one place of a query. */
export interface Scope {
  parent: Scope | undefined;
  /** Of the FROM clause, in order. */
  relations: NamedRelation[];
  /** Of the select list, as far as it has been read. */
  aliases: Map<string, Origins>;
  /** Parameters of lambdas around this place. */
  parameters: readonly string[];
  ctes: ReadonlyMap<string, Relation>;
  windows: Map<string, SqlNode>;
  /** The relation of a table that is no CTE. Throws NotFollowed. */
  table: (schema: string, name: string) => Relation;
  /** Follows a query that stands inside an expression or a FROM clause. */
  query: (node: SqlNode, scope: Scope) => Relation;
}

/** A scope inside another: of a subquery, which sees the names outside. */
export function innerScope(parent: Scope): Scope {
  return { ...parent, parent, relations: [], aliases: new Map(), windows: new Map() };
}

/** What a column's name means here. Throws NotFollowed for a name that nothing answers to. */
export function resolve(scope: Scope, name: string, table?: string): Origins {
  const found = table === undefined ? plain(scope, name) : qualified(scope, table, name);
  if (found !== undefined) return found;
  if (scope.parent) return resolve(scope.parent, name, table);
  throw new NotFollowed(`unknown column: ${table === undefined ? '' : `${table}.`}${name}`);
}

function plain(scope: Scope, name: string): Origins | undefined {
  if (scope.parameters.some((parameter) => sameName(parameter, name))) return noOrigins;
  return fromRelations(scope, name) ?? scope.aliases.get(name.toLowerCase()) ?? whole(scope, name);
}

/** A column of the FROM clause by its bare name; USING leaves one of each. */
function fromRelations(scope: Scope, name: string): Origins | undefined {
  const found = scope.relations
    .filter(({ relation, merged }) => !relation.any && !merged.some((one) => sameName(one, name)))
    .flatMap(({ relation }) => findColumn(relation, name) ?? []);
  // Only a name that no known column has may be one of a function's.
  const unnamed = scope.relations.flatMap(({ relation }) => relation.any ?? []);
  const answers = found.length > 0 ? found : unnamed;
  return answers.length === 0 ? undefined : unite(...answers);
}

/** `t` alone, of `from t`, is its whole row. */
function whole(scope: Scope, name: string): Origins | undefined {
  const one = scope.relations.find((relation) => sameName(relation.name, name));
  return one && allOf(one.relation);
}

function qualified(scope: Scope, table: string, name: string): Origins | undefined {
  if (scope.parameters.some((parameter) => sameName(parameter, table))) return noOrigins;
  const one = scope.relations.find((relation) => sameName(relation.name, table));
  const column = one && findColumn(one.relation, name);
  // `s.field` of a struct, or `schema.table` before `.column`.
  return column ?? fromRelations(scope, table) ?? whole(scope, name);
}
