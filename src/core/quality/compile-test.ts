import { ident, literal, relation } from '../../lib/sql.ts';
import { WorkbenchError } from '../errors.ts';
import type { DataTest, Model, Project } from '../project/model.ts';

/**
 * A data test as SQL: a condition that a failing row meets, or a query of failing rows with its own total. `value` is the
 * column that alone decides, where it has few values: each of them need be tested only once.
 */
export type CompiledTest =
  | { kind: 'rows'; condition: string; scope: string | undefined; value: string | undefined }
  | { kind: 'query'; failing: string; total: string };

/**
 * Compiles a generic data test. Nulls pass all but `not_null`, as in dbt. `newest` is the newest ds of the run, which the newest
 * day of a table is held against. Throws `model-broken` when the test lacks what its kind needs.
 */
export function compileTest(
  test: DataTest,
  model: Model,
  project: Project,
  newest?: string,
): CompiledTest {
  const from = `${model.schema}.${model.name}`;
  if (test.kind === 'unique' || test.kind === 'unique_combination')
    return compileUnique(test, model, from);
  if (test.kind === 'relationships') return compileRelationship(test, model, project);
  if (test.kind === 'row_count') return compileRowCount(test, model, from);
  if (test.kind === 'recency') return compileRecency(test, model, project, newest);
  const isOfValue = test.kind === 'matches' || test.kind === 'accepted_values';
  const value = isOfValue && test.where === undefined ? test.column : undefined;
  return { kind: 'rows', condition: condition(test, model), scope: test.where, value };
}

function condition(test: DataTest, model: Model): string {
  if (test.kind === 'expression')
    return `not coalesce((${need(test.expression, test, model)}), true)`;
  const column = ident(need(test.column, test, model));
  switch (test.kind) {
    case 'not_null':
      return `${column} is null`;
    case 'accepted_values':
      return `${column} not in (${test.values.map(literal).join(', ')})`;
    case 'matches':
      return `not regexp_matches(cast(${column} as varchar), ${literal(need(test.pattern, test, model))})`;
    default:
      return outOfRange(column, test, model);
  }
}

function outOfRange(value: string, test: DataTest, model: Model): string {
  const parts: string[] = [];
  if (test.min !== undefined) parts.push(`${value} < ${literal(test.min)}`);
  if (test.max !== undefined) parts.push(`${value} > ${literal(test.max)}`);
  return need(parts.length > 0 ? parts.join(' or ') : undefined, test, model);
}

/** The one failing row is the number of rows itself. */
function compileRowCount(test: DataTest, model: Model, from: string): CompiledTest {
  const count = total(from, test.where).replace('count(*)', 'count(*) as row_count');
  return {
    kind: 'query',
    failing: `select * from (${count}) where ${outOfRange('row_count', test, model)}`,
    total: 'null',
  };
}

/** The one failing row is the newest day, or its absence, beside the day it is held against. Without such a day nothing is tested. */
function compileRecency(
  test: DataTest,
  model: Model,
  project: Project,
  newest: string | undefined,
): CompiledTest {
  const field = ident(need(test.field, test, model));
  const from = `${model.schema}.${model.name}${test.where ? ` where ${test.where}` : ''}`;
  const other = test.to === undefined ? undefined : parentOf(test, model, project);
  const column = other?.columns.some(({ name }) => name === 'ds') ? 'ds' : field;
  const day = other
    ? `(select max(cast(${column} as date)) from ${other.schema}.${other.name})`
    : `cast(${literal(newest ?? null)} as date)`;
  const days = `select (select max(cast(${field} as date)) from ${from}) as newest, ${day} as held_against`;
  const limit = literal(need(test.max, test, model));
  return {
    kind: 'query',
    failing: `select * from (${days})
where held_against is not null and coalesce(date_diff('day', newest, held_against) > ${limit}, true)`,
    total: `select count(held_against) from (${days})`,
  };
}

// Rows with a null in their key are the business of not_null.
function compileUnique(test: DataTest, model: Model, from: string): CompiledTest {
  need(test.columns[0], test, model);
  const key = test.columns.map(ident).join(', ');
  const known = test.columns.map((column) => `${ident(column)} is not null`);
  const conditions = [...known, ...(test.where ? [`(${test.where})`] : [])].join(' and ');
  const failing = `select ${key}, count(*) as copies from ${from} where ${conditions} group by ${key} having count(*) > 1`;
  return { kind: 'query', failing, total: total(from, test.where) };
}

function compileRelationship(test: DataTest, model: Model, project: Project): CompiledTest {
  const from = `${model.schema}.${model.name}`;
  const parent = parentOf(test, model, project);
  const column = ident(need(test.columns[0], test, model));
  const field = ident(need(test.field, test, model));
  const parentName = relation(`${parent.schema}.${parent.name}`);
  const extra = test.where ? ` and (${test.where})` : '';
  const failing = `select * from ${from} as child where child.${column} is not null${extra}
  and not exists (select 1 from ${parentName} as parent where parent.${field} = child.${column})`;
  return { kind: 'query', failing, total: total(from, test.where) };
}

function parentOf(test: DataTest, model: Model, project: Project): Model {
  const parent = project.models.get(need(test.to, test, model));
  if (parent) return parent;
  throw new WorkbenchError('model-broken', `unknown model: ${test.to}`, { file: yamlOf(model) });
}

function total(from: string, where: string | undefined): string {
  return `select count(*) from ${from}${where ? ` where ${where}` : ''}`;
}

function need<T>(value: T | undefined, test: DataTest, model: Model): T {
  if (value !== undefined) return value;
  throw new WorkbenchError('model-broken', `the data test lacks its settings: ${test.name}`, {
    file: yamlOf(model),
  });
}

function yamlOf(model: Model): string {
  return model.file.replace(/\.sql$/, '.yml');
}
