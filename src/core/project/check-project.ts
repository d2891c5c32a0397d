import { withGeneratedFiles } from '../metrics/generated-files.ts';
import { checkMetric } from '../metrics/load-metric.ts';
import type { Metric } from '../metrics/metric.ts';
import { isRulesFile, loadRules } from '../rules/load-rules.ts';
import { checkPlainTables } from './check-plain-tables.ts';
import { checkTestIds } from './check-test-ids.ts';
import { checkTests } from './check-tests.ts';
import { loadModel } from './load-model.ts';
import type { LoadedModel } from './load-model.ts';
import { loadSingularTest } from './load-singular-test.ts';
import type { Model, Project } from './model.ts';
import { objectionToRef, orderModels } from './order-models.ts';
import { Problems } from './problems.ts';
import type { ProjectProblem } from './project-view.ts';

export interface CheckedProject {
  /** What is sound: models that can be planned, with the tests and metrics that make sense. */
  project: Project;
  /** All that is wrong, file by file, from top to bottom. */
  problems: ProjectProblem[];
}

/**
 * Reads models, tests and metrics from files by path, as `loadProject` does, and tells all that is wrong with them instead of
 * the first. Never throws for what a person wrote. Whether the SQL binds is the engine's to say.
 */
export function checkProject(files: Record<string, string>): CheckedProject {
  const checked = readProject(files);
  const key = ({ file, line, column }: ProjectProblem): [string, number, number] => [
    file,
    line,
    column,
  ];
  const problems = checked.problems.toSorted((a, b) => {
    const [fileA, lineA, columnA] = key(a);
    const [fileB, lineB, columnB] = key(b);
    if (fileA !== fileB) return fileA < fileB ? -1 : 1;
    return lineA - lineB || columnA - columnB;
  });
  return { project: checked.project, problems };
}

/** Like `checkProject`, with problems in the order of finding: causes before what follows from them. */
export function readProject(files: Record<string, string>): CheckedProject {
  const problems = new Problems();
  const byPath = withGeneratedFiles(
    new Map(Object.entries(files).map(([path, text]) => [path.replace(/^\.\//, ''), text])),
  );
  const paths = [...byPath.keys()].sort();
  checkHalves(paths, byPath, problems);
  const sqlPaths = paths.filter((path) => path.endsWith('.sql'));
  const modelPaths = sqlPaths.filter((path) => !path.startsWith('tests/'));
  const loaded = loadModels(modelPaths, byPath, problems);
  const declared = new Set(modelPaths.map((path) => path.split('/').at(-1)!.slice(0, -4)));
  const off = new Set(loaded.filter((one) => !one.isEnabled).map((one) => one.model.name));
  const objectionTo = (name: string): string | undefined => objectionToRef(name, declared, off);
  const sound = orderModels(loaded, declared, problems);
  const models = new Map<string, Model>();
  for (const [name, one] of sound) models.set(name, checkTests(one, sound, objectionTo, problems));
  const relations = new Set(modelPaths.map((path) => path.slice(0, -4).replace('/', '.')));
  for (const path of sqlPaths) checkPlainTables(path, byPath.get(path)!, relations, problems);
  const singularTests = sqlPaths
    .filter((path) => path.startsWith('tests/'))
    .flatMap((path) => loadSingularTest(path, byPath, models, objectionTo, problems) ?? []);
  checkTestIds(sound, singularTests, problems);
  const metrics = loadMetrics(paths, byPath, models, problems, objectionTo);
  const rules = loadRules(byPath, problems);
  return { project: { models, singularTests, metrics, rules }, problems: problems.all };
}

const isMetric = (path: string): boolean => path.startsWith('metrics/') && path.endsWith('.yml');

function checkHalves(
  paths: string[],
  files: ReadonlyMap<string, string>,
  problems: Problems,
): void {
  for (const path of paths) {
    if (path.startsWith('metrics/') || isRulesFile(path) || !path.endsWith('.yml')) continue;
    if (!files.has(path.replace(/\.yml$/, '.sql'))) problems.add(path, `no SQL beside it: ${path}`);
  }
}

function loadModels(
  paths: string[],
  files: ReadonlyMap<string, string>,
  problems: Problems,
): LoadedModel[] {
  const byName = new Map<string, LoadedModel>();
  for (const path of paths) {
    const one = loadModel(path, files, problems);
    if (one === undefined) continue;
    const { name } = one.model;
    if (byName.has(name)) problems.add(path, `two models have one name: ${name}`);
    else byName.set(name, one);
  }
  return [...byName.values()];
}

function loadMetrics(
  paths: string[],
  files: ReadonlyMap<string, string>,
  models: ReadonlyMap<string, Model>,
  problems: Problems,
  objectionTo: (name: string) => string | undefined,
): Map<string, Metric> {
  const metrics = paths
    .filter(isMetric)
    .flatMap((path) => checkMetric(path, files.get(path)!, models, problems, objectionTo) ?? []);
  return new Map(metrics.map((metric) => [metric.name, metric]));
}
