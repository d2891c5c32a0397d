import { compileModel } from './compile-model.ts';
import { fingerprintModels } from './fingerprint-models.ts';
import type { Subject } from '../subject.ts';
import type { Model, ModelColumn, Project } from './model.ts';

/** One relation to create: `create <materialized> <schema>.<name> as <sql>`. */
export interface PlannedModel {
  name: string;
  schema: string;
  subject: Subject;
  /** `incremental` only changes how it is built: by ds. */
  materialized: Model['materialized'];
  sql: string;
  /** Another number: its rows may be others, over the same sources. */
  fingerprint: bigint;
  /** Published relations are what people see and export; the others live as long as the run. */
  published: boolean;
  /** Written in folders by `ds`. */
  partitioned: boolean;
  /** Columns that name a row; files are sorted by them. */
  key: string[];
  description: string;
  /** As published, in order. In memory a VARCHAR may be an ENUM: cast when it leaves the database. */
  columns: ModelColumn[];
}

/** All models, compiled, each after what it reads. */
export function planModels(project: Project): PlannedModel[] {
  const fingerprints = fingerprintModels(project);
  return [...project.models.values()].map((model) => ({
    name: model.name,
    schema: model.schema,
    subject: model.subject,
    materialized: model.materialized,
    sql: compileModel(model.sql, model.file, project),
    fingerprint: fingerprints.get(model.name)!,
    published: model.published,
    partitioned: model.partitioned,
    key: model.key,
    description: model.description,
    columns: model.columns,
  }));
}
