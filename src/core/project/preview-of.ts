import { WorkbenchError } from '../errors.ts';
import { compileMetric } from '../metrics/compile-metric.ts';
import { compileTest } from '../quality/compile-test.ts';
import type { CompiledTest } from '../quality/compile-test.ts';
import { inScope } from '../quality/count-rows.ts';
import type { CheckedProject } from './check-project.ts';
import { compileModel } from './compile-model.ts';
import { compileUnitTest } from './compile-unit-test.ts';
import { extractRefs } from './extract-refs.ts';
import type { Model, Project } from './model.ts';
import { brokenBy } from './problems.ts';
import { cutAtCte } from './split-ctes.ts';

/** What rows are asked for: of a model or one of its CTEs, rows that fail a test or differ in a unit test, a metric by day. */
export type PreviewOf =
  | { model: string; cte?: string }
  | { model: string; dataTest: string }
  | { model: string; unitTest: string }
  | { singularTest: string; cte?: string }
  | { metric: string };

/** A query, and what must be readable by name for it. */
export interface PlannedPreview {
  sql: string;
  refs: readonly string[];
  sources: readonly string[];
}

/**
 * Plans a preview over a checked project. `newest`: the newest published ds. Throws `model-broken` with its place for what is not
 * sound, `usage` for what is not there.
 */
export function planPreview(
  of: PreviewOf,
  checked: CheckedProject,
  newest: string | undefined,
): PlannedPreview {
  const { project } = checked;
  if ('metric' in of) return ofMetric(of.metric, checked);
  if ('singularTest' in of) return ofSingularTest(of, checked);
  const name = of.model.split('.').at(-1)!;
  const model = sound(project.models.get(name), 'model', name, checked);
  if ('dataTest' in of) return ofDataTest(of.dataTest, model, checked, newest);
  if ('unitTest' in of) return ofUnitTest(of.unitTest, model, checked);
  const { refs, sources } = model;
  return { sql: compileModel(chosenSql(model, of.cte), model.file, project), refs, sources };
}

/** What is found, or why it is not: its file has a problem, or there is none of that name. */
function sound<T>(found: T | undefined, what: string, name: string, checked: CheckedProject): T {
  if (found !== undefined) return found;
  const file = name.split('.')[0]!;
  const problem = checked.problems.find(
    (one) => one.file.endsWith(`/${file}.sql`) || one.file.endsWith(`/${file}.yml`),
  );
  if (problem !== undefined) throw brokenBy(problem);
  throw new WorkbenchError('usage', `unknown ${what}: ${name}`);
}

function chosenSql({ name, sql }: Pick<Model, 'name' | 'sql'>, cte: string | undefined): string {
  if (cte === undefined) return sql;
  const cut = cutAtCte(sql, cte);
  if (cut !== undefined) return cut;
  throw new WorkbenchError('usage', `no such expression in ${name}: ${cte}`, { cte });
}

function ofDataTest(
  name: string,
  model: Model,
  checked: CheckedProject,
  newest: string | undefined,
): PlannedPreview {
  const { project } = checked;
  const found = model.tests.find((test) => test.name === name);
  const test = sound(found, 'data test', `${model.name}.${name}`, checked);
  const compiled = compileTest(test, model, project, newest);
  const refs = [model.name, ...(test.to === undefined ? [] : [test.to])];
  return { sql: failingRows(compiled, model), refs, sources: [] };
}

function failingRows(compiled: CompiledTest, { schema, name }: Model): string {
  if (compiled.kind === 'query') return compiled.failing;
  return `select * from ${schema}.${name} where ${inScope(compiled)}`;
}

function ofUnitTest(name: string, model: Model, checked: CheckedProject): PlannedPreview {
  const found = model.unitTests.find((test) => test.name === name);
  const test = sound(found, 'unit test', `${model.name}.${name}`, checked);
  return { sql: compileUnitTest(test, model, checked.project), refs: [], sources: [] };
}

function ofSingularTest(
  { singularTest: name, cte }: { singularTest: string; cte?: string },
  checked: CheckedProject,
): PlannedPreview {
  const found = checked.project.singularTests.find((test) => test.name === name);
  const test = sound(found, 'data test', name, checked);
  const read = extractRefs(test.sql, test.file);
  return {
    sql: compileModel(chosenSql(test, cte), test.file, checked.project),
    refs: read.flatMap((one) => (one.kind === 'ref' ? [one.name] : [])),
    sources: read.flatMap((one) => (one.kind === 'source' ? [`${one.schema}.${one.name}`] : [])),
  };
}

/** By day where it has days, newest first, else as a whole. */
function ofMetric(name: string, checked: CheckedProject): PlannedPreview {
  const { project }: { project: Project } = checked;
  const metric = sound(project.metrics.get(name), 'metric', name, checked);
  const by = metric.grain === undefined ? [] : ['ds'];
  const { sql, model } = compileMetric(project, { name, by });
  const ordered = by.length === 0 ? sql : `select * from (${sql}) order by ds desc nulls last`;
  return { sql: ordered, refs: [model.name], sources: [] };
}
