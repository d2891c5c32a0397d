import { ident, literal } from '../../lib/sql.ts';
import { applyLimits } from './apply-limits.ts';
import { compileModel } from '../project/compile-model.ts';
import type { DataTest, Model, Project, SingularTest, TestConfig } from '../project/model.ts';
import type { Check, CheckPlan, CountQuery } from './check.ts';
import { compileTest } from './compile-test.ts';
import { countRows, inScope } from './count-rows.ts';
import type { CompiledTest } from './compile-test.ts';
import { planRunChecks, planShopRunChecks } from './run-checks.ts';
import type { RunFacts } from './run-checks.ts';
import { waitForExports } from './wait-for-exports.ts';
import type { Subject } from '../subject.ts';

/**
 * All checks of a run: the project's data tests on built models, its singular tests, and those over what the run knows
 * (imports, hosts, days). Tests of one relation that look at single rows are counted in one scan.
 */
export function planChecks(project: Project, facts: RunFacts): CheckPlan {
  const subjects = facts.subjects ?? onlyWebsite;
  const isBuilt = (name: string): boolean => {
    const subject = project.models.get(name)?.subject;
    return subject !== undefined && subjects.has(subject);
  };
  const ofModels = [...project.models.values()]
    .filter(({ name }) => isBuilt(name))
    .map((model) => planModelChecks(model, project, facts.days));
  const singular = project.singularTests
    .filter((test) => isBuilt(test.on))
    .map((test) => planSingular(test, project));
  const parts = [...ofModels, ...singular];
  if (subjects.has('website')) parts.push(planRunChecks(facts));
  if (subjects.has('shop')) parts.push(planShopRunChecks(facts));
  const plan = {
    checks: applyLimits(
      parts.flatMap((part) => part.checks),
      facts.limits ?? [],
    ),
    queries: parts.flatMap((part) => part.queries),
  };
  return waitForExports(plan, project, facts.missingExports ?? []);
}

const onlyWebsite: ReadonlySet<Subject> = new Set(['website']);

/** Rows that tests of single rows look at: those of the run's days, so that one bad day does not drown in good history. */
function rowsOf(model: Model, days: string[] | undefined): string {
  const name = `${model.schema}.${model.name}`;
  // Days are those of the website's deliveries.
  if (days === undefined || !model.partitioned || model.subject === 'shop') return name;
  const list = days.map(literal).join(', ');
  return `(select * from ${name} where ds in (${list === '' ? "''" : list})) as ${ident(model.name)}`;
}

function planModelChecks(model: Model, project: Project, days: string[] | undefined): CheckPlan {
  const from = rowsOf(model, days);
  const newest = days?.toSorted().at(-1);
  const tests = model.tests.map((test) => {
    const compiled = compileTest(test, model, project, newest);
    return { check: checkOfTest(test, compiled, model, project, from), compiled };
  });
  const rowTests = tests.flatMap(({ check, compiled }) =>
    compiled.kind === 'rows' ? [{ id: check.id, test: compiled }] : [],
  );
  const queries: CountQuery[] = rowTests.length > 0 ? [countTogether(from, rowTests)] : [];
  for (const { check, compiled } of tests) {
    if (compiled.kind !== 'query') continue;
    queries.push({
      sql: `select (select count(*) from (${compiled.failing})) as f0, (${compiled.total}) as t0`,
      checks: [check.id],
    });
  }
  return { checks: tests.map(({ check }) => check), queries };
}

function countTogether(from: string, tests: Parameters<typeof countRows>[1]): CountQuery {
  const together = countRows(from, tests);
  return tests.length === 1
    ? together
    : { ...together, apart: tests.map((test) => countRows(from, [test])) };
}

function checkOfTest(
  test: DataTest,
  compiled: CompiledTest,
  model: Model,
  project: Project,
  from: string,
): Check {
  const shown = project.models.get(test.on ?? model.name) ?? model;
  const on = `${shown.schema}.${shown.name}`;
  const failing =
    compiled.kind === 'query'
      ? compiled.failing
      : `select * from ${from} where ${inScope(compiled)}`;
  return checkOf(test, `${on}.${test.name}`, on, failing);
}

function checkOf(config: TestConfig, id: string, on: string, failing: string): Check {
  return {
    id,
    on,
    title: config.title,
    description: config.description,
    severity: config.severity,
    warnIf: config.warnIf,
    errorIf: config.errorIf,
    failingSql: failing,
    sampleSql: `select * from (${failing}) limit ${Math.min(config.limit, 20)}`,
    given: undefined,
  };
}

function planSingular(test: SingularTest, project: Project): CheckPlan {
  const model = project.models.get(test.on)!;
  const on = `${model.schema}.${model.name}`;
  const failing = compileModel(test.sql, test.file, project);
  const id = `${on}.${test.name}`;
  return {
    checks: [checkOf(test, id, on, failing)],
    queries: [{ sql: `select count(*) as f0, null as t0 from (${failing})`, checks: [id] }],
  };
}
