import { compileMetric } from '../core/metrics/compile-metric.ts';
import { metricProbes } from '../core/metrics/metric-probes.ts';
import type { Metric } from '../core/metrics/metric.ts';
import { compileModel } from '../core/project/compile-model.ts';
import { placeOf } from '../core/project/extract-refs.ts';
import type { Model, Project, SingularTest } from '../core/project/model.ts';
import type { ProjectProblem } from '../core/project/project-view.ts';
import { sourcePlace } from '../core/project/source-place.ts';
import { yamlPlaces } from '../core/project/yaml-places.ts';
import { isOneStatement } from '../lib/is-one-statement.ts';
import { bindableTests } from './bindable-tests.ts';
import type { Database } from './ports.ts';
import { runUnitTests } from './run-unit-tests.ts';
import type { UnitTestResult } from './run-unit-tests.ts';
import { sqlFailure } from './sql-failure.ts';
import type { SqlFailure } from './sql-failure.ts';

export const notOneQuery = 'the SQL is one query, without a semicolon';

async function failureOf(db: Database, sql: string): Promise<SqlFailure | undefined> {
  if (!isOneStatement(sql)) return { message: notOneQuery, offset: undefined };
  try {
    await db.rows(sql);
    return undefined;
  } catch (error) {
    return sqlFailure(error, sql);
  }
}

/** Data tests of a model that the engine refuses over its relation as it stands there, each where it stands in `yaml`. */
export async function bindTests(
  db: Database,
  model: Model,
  project: Project,
  yaml: string,
): Promise<ProjectProblem[]> {
  const tests = bindableTests(model, project);
  const all = `select ${tests.map(({ sql }) => `(${sql})`).join(',\n')}`;
  if (tests.length === 0 || (await failureOf(db, all)) === undefined) return [];
  const places = yamlPlaces(yaml);
  const problems: ProjectProblem[] = [];
  for (const { name, index, sql } of tests) {
    const failure = await failureOf(db, sql);
    if (failure === undefined) continue;
    const place = places.tests[index] ?? places.model;
    problems.push({ file: yamlOf(model), ...place, message: `${name}: ${failure.message}` });
  }
  return problems;
}

/** What is wrong with a singular test, in its own SQL. */
export async function bindSingularTest(
  db: Database,
  test: SingularTest,
  project: Project,
): Promise<ProjectProblem[]> {
  const prefix = 'select count(*) from (';
  const failure = await failureOf(db, `${prefix}${compileModel(test.sql, test.file, project)}\n)`);
  if (failure === undefined) return [];
  const { message, offset = prefix.length } = failure;
  const place = sourcePlace(test.sql, test.file, project, offset - prefix.length);
  return [{ file: test.file, ...place, message }];
}

/** Whether a metric binds: each of its expressions, then all that it can be asked by. What does not is pointed at in `yaml`. */
export async function bindMetric(
  db: Database,
  metric: Metric,
  project: Project,
  yaml: string,
): Promise<ProjectProblem[]> {
  for (const { sql, place } of metricProbes(metric, project.models.get(metric.model)!, yaml)) {
    const failure = await failureOf(db, sql);
    if (failure !== undefined) return [{ file: metric.file, ...place, message: failure.message }];
  }
  const by = [...(metric.grain === undefined ? [] : ['month']), ...metric.dimensions];
  const { sql } = compileMetric(project, { name: metric.name, by: [...new Set(by)] });
  const failure = await failureOf(db, sql);
  if (failure === undefined) return [];
  const name = /"([^"]+)"/.exec(failure.message)?.[1];
  const at = name === undefined ? -1 : yaml.search(new RegExp(`\\b${escaped(name)}\\b`));
  return [{ file: metric.file, ...placeOf(yaml, Math.max(0, at)), message: failure.message }];
}

function escaped(text: string): string {
  return text.replaceAll(/[^\w]/g, (letter) => `\\u{${letter.codePointAt(0)!.toString(16)}}`);
}

/** Unit tests of a model that fail or cannot run, each at its name in `yaml`, with the rows that differ. */
export async function failingUnitTests(
  db: Database,
  model: Model,
  project: Project,
  yaml: string,
): Promise<ProjectProblem[]> {
  if (model.unitTests.length === 0) return [];
  const results = await runUnitTests(db, project, [model]);
  const places = yamlPlaces(yaml);
  return results
    .filter(({ status }) => status !== 'pass')
    .map((result) => {
      const place = places.unitTests.get(result.name) ?? places.model;
      return { file: yamlOf(model), ...place, message: unitTestWords(result) };
    });
}

const mostDifferences = 6;

/** `unit test adds_up: missing (ds 2026-09-01, orders 3); unexpected (...)`. */
export function unitTestWords({ name, status, message, columns, rows }: UnitTestResult): string {
  if (status === 'error') return `unit test ${name}: ${sqlFailure(new Error(message), '').message}`;
  const differences = rows.slice(0, mostDifferences).map(([difference, ...values]) => {
    const named = values.map((value, i) => `${columns[i + 1]} ${value ?? 'null'}`);
    return `${difference} (${named.join(', ')})`;
  });
  const more = rows.length > mostDifferences ? '; ...' : '';
  return `unit test ${name}: ${differences.join('; ')}${more}`;
}

export function yamlOf(model: Pick<Model, 'file'>): string {
  return model.file.replace(/\.sql$/, '.yml');
}
