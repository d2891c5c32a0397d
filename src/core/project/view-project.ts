import { dailyMetricsFile, withGeneratedFiles } from '../metrics/generated-files.ts';
import type { Finding } from '../quality/finding.ts';
import type { RunReport } from '../run/run-report.ts';
import type { Model, Project, SingularTest } from './model.ts';
import type { ModelView, ProjectFile } from './project-view.ts';

type Files = Readonly<Record<string, string>>;

/** What the last runs say of models: findings of both areas, and reports newest first. */
export interface LastRuns {
  findings: readonly Pick<Finding, 'id' | 'on' | 'status'>[];
  reports: readonly Pick<RunReport, 'models'>[];
}

/** Shipped files and the person's, by path, sorted; files made from others stand among those that ship. */
export function viewFiles(shipped: Files, own: Files): ProjectFile[] {
  const written = Object.entries({ ...shipped, ...own }).filter(
    ([path]) => path !== dailyMetricsFile,
  );
  const made = withGeneratedFiles(new Map(written)).get(dailyMetricsFile);
  const ships = made === undefined ? shipped : { ...shipped, [dailyMetricsFile]: made };
  const paths = [...new Set([...Object.keys(ships), ...Object.keys(own)])].sort();
  return paths.map((path) => ({
    path,
    text: own[path] ?? ships[path]!,
    shipped: ships[path] ?? null,
    isOwn: own[path] !== undefined,
  }));
}

/** Every model as screens list it, in DAG order. */
export function viewModels(project: Project, runs: LastRuns): ModelView[] {
  return [...project.models.values()].map((model) => {
    const { name, schema, subject, file, description, materialized, published, tags } = model;
    const { meta, columns, refs, sources, unitTests } = model;
    const tests = testsOf(model, project);
    return {
      ...{ name, schema, subject, file, description, materialized, published, tags },
      ...{ columns, refs: [...new Set(refs)], sources: [...new Set(sources)], tests },
      owner: meta.owner ?? null,
      reviewed: meta.reviewed ?? null,
      unitTests: unitTests.map((test) => test.name),
      lastRun: lastRunOf(model, tests, runs),
    };
  });
}

/** Ids of the checks that look at a model: its own data tests, and the singular ones about it. */
export function testsOf(model: Model, project: Project): string[] {
  const generic = model.tests.map((test) => `${relationOf(test.on, model, project)}.${test.name}`);
  const singular = project.singularTests
    .filter(({ on }) => on === model.name)
    .map((test: SingularTest) => `${model.schema}.${model.name}.${test.name}`);
  return [...generic, ...singular];
}

function relationOf(name: string | undefined, model: Model, { models }: Project): string {
  const shown = models.get(name ?? model.name) ?? model;
  return `${shown.schema}.${shown.name}`;
}

function lastRunOf(model: Model, tests: string[], runs: LastRuns): ModelView['lastRun'] {
  const built = runs.reports
    .flatMap(({ models = [] }) => models)
    .find(({ name }) => name === model.name || name === `${model.schema}.${model.name}`);
  if (built === undefined) return null;
  const ids = new Set(tests);
  const on = `${model.schema}.${model.name}`;
  const statuses = runs.findings
    .filter((finding) => ids.has(finding.id) || finding.on === on)
    .map(({ status }) => status);
  const status = (['error', 'warn'] as const).find((one) => statuses.includes(one)) ?? 'pass';
  return { rows: built.rows, seconds: built.seconds, status };
}
