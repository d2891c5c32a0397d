import { decideAlike, storedRulesForm } from '../rules/same-rules.ts';
import type { Subject } from '../subject.ts';
import type { Model, Project } from './model.ts';

/** Where the actions and channels stand that rules decide. */
const ruledSource = 'ingest.requests';

/**
 * Names of models of `after` that give other rows, columns or files than in `before`, or may: those whose SQL or form differs, those
 * that are new, those that read what other rules decide, and all that read one of them, directly or not.
 */
export function touchedModels(
  before: Pick<Project, 'models' | 'rules'>,
  after: Pick<Project, 'models' | 'rules'>,
): Set<string> {
  const touched = new Set<string>();
  const isDecidedAlike = decideAlike(before.rules, after.rules);
  for (const [name, model] of after.models) {
    const isRuled = !isDecidedAlike && model.sources.includes(ruledSource);
    const isOther = isRuled || formOf(before.models.get(name)) !== formOf(model);
    if (isOther || model.refs.some((ref) => touched.has(ref))) touched.add(name);
  }
  return touched;
}

/**
 * Areas that a change concerns: where models give other rows, or are tested otherwise. Words alone concern none, nor does a metric
 * that no table is made of.
 */
export function changedSubjects(before: Project, after: Project): Set<Subject> {
  const subjects = new Set<Subject>();
  for (const name of touchedModels(before, after)) subjects.add(after.models.get(name)!.subject);
  for (const [name, model] of [...before.models, ...after.models]) {
    const [one, other] = [before, after].map((project) => testingOf(name, project));
    if (one !== other) subjects.add(model.subject);
  }
  return subjects;
}

/** All that decides what is asked of a model; undefined where there is none. */
function testingOf(name: string, { models, singularTests }: Project): string | undefined {
  const model = models.get(name);
  if (model === undefined) return undefined;
  const singular = singularTests.filter(({ on }) => on === name);
  return JSON.stringify([model.tests, model.unitTests, singular]);
}

/** Names of published tables that `after` has no more: `core.dim_users`. */
export function leavingTables(
  before: Pick<Project, 'models'>,
  after: Pick<Project, 'models'>,
): string[] {
  const staying = new Set(tablesOf(after));
  return tablesOf(before).filter((table) => !staying.has(table));
}

function tablesOf({ models }: Pick<Project, 'models'>): string[] {
  return [...models.values()]
    .filter(({ published }) => published)
    .map(({ schema, name }) => `${schema}.${name}`);
}

/** All that decides what a project builds and writes, as text. */
export function projectForm({ models, rules }: Pick<Project, 'models' | 'rules'>): string {
  const forms = [...models.values()].map((model) => [model.name, formOf(model)]);
  return JSON.stringify([storedRulesForm(rules), ...forms]);
}

/** All that decides what is built and written; words about a model and its tests are not. */
function formOf(model: Model | undefined): string | undefined {
  if (model === undefined) return undefined;
  const { schema, sql, materialized, published, partitioned, key, columns } = model;
  const typed = columns.map(({ name, type }) => [name, type]);
  return JSON.stringify([schema, sql, materialized, published, partitioned, key, typed]);
}
