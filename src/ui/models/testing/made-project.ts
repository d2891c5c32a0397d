import type { ModelView, ProjectFile, ProjectView } from '../../../core/project/project-view.ts';

/** A shipped file. */
export const shipped = (path: string, text: string): ProjectFile => ({
  path,
  text,
  shipped: text,
  isOwn: false,
});

/** A model as screens list it. */
export function madeModel(name: string, schema: string, columns: string[]): ModelView {
  return {
    name,
    schema,
    subject: 'website',
    file: `${schema}/${name}.sql`,
    description: '',
    materialized: 'table',
    published: true,
    tags: [],
    owner: null,
    reviewed: null,
    columns: columns.map((column) => ({ name: column, type: 'VARCHAR', description: "it's" })),
    refs: [],
    sources: [],
    tests: [],
    unitTests: [],
    lastRun: null,
  };
}

/** A project of these files and models. */
export const madeProject = (files: ProjectFile[], models: ModelView[] = []): ProjectView => ({
  files,
  models,
  metrics: [],
  revisions: [],
  problems: [],
});
