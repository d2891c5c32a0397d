import type { Model, Project } from '../project/model.ts';
import { shopSources } from '../shop/shop-sources.ts';
import { dbtMacros } from './dbt-macros.ts';
import { metricsYaml, timeSpine } from './dbt-metrics.ts';
import { dbtSql, incrementalSql } from './dbt-model-sql.ts';
import { dbtReadme } from './dbt-readme.ts';
import { schemaYaml, yamlText } from './dbt-schema-yaml.ts';
import { sourcesYaml, sparkSetup, trinoSetup } from './dbt-sources.ts';
import type { SourceTable } from './dbt-sources.ts';
import { singularHeader } from './dbt-tests.ts';
import { jinjaText } from './jinja.ts';
import { stagedTable, standIns } from './website-sources.ts';

export interface DbtOptions {
  /** Tables of which Parquet is exported; absent: all that the project starts from. */
  exported?: ReadonlySet<string>;
}

/** The project as an ordinary dbt project over exported Parquet: text by path. Throws `model-broken` for SQL with other braces than ours. */
export function planDbtProject(project: Project, options: DbtOptions = {}): Record<string, string> {
  const sources = dbtSources(project, options.exported);
  return {
    'README.md': dbtReadme(project),
    'dbt_project.yml': projectYaml(project),
    'profiles.yml': profiles,
    '.gitignore': 'target/\nlogs/\ndbt_packages/\n*.duckdb\n*.duckdb.wal\n',
    'models/sources.yml': sourcesYaml(sources),
    ...modelFiles(project),
    ...singularFiles(project),
    ...metricFiles(project),
    ...dbtMacros(),
    'setup/spark.sql': sparkSetup(sources),
    'setup/trino.sql': trinoSetup(sources),
  };
}

/** Names of the tables that the dbt project starts from: what must be exported for it. */
export function dbtSourceNames(project: Project): string[] {
  return dbtSources(project, undefined).map(({ name }) => name);
}

function dbtSources(project: Project, exported: ReadonlySet<string> | undefined): SourceTable[] {
  const staged = project.models.get('stg_web_events');
  const tables = [
    ...(staged === undefined ? [] : [{ ...staged, name: stagedTable }]),
    ...shopSources,
  ];
  return tables.map(({ name, description, columns, partitioned }) => ({
    ...{ name, description, columns, partitioned },
    isExported: exported?.has(name) ?? true,
  }));
}

function modelFiles(project: Project): Record<string, string> {
  const files: Record<string, string> = {};
  const models = [...project.models.values(), ...addedModels(project)];
  for (const model of models) files[`models/${model.schema}/${model.name}.sql`] = modelSql(model);
  for (const schema of new Set(models.map((model) => model.schema))) {
    const inFolder = models.filter((model) => model.schema === schema);
    files[`models/${schema}/schema.yml`] = schemaYaml(inFolder, project);
  }
  return files;
}

function modelSql(model: Model): string {
  const standIn = standIns[model.name];
  const sql = dbtSql(standIn?.sql ?? model.sql, model.file);
  if (standIn !== undefined) return sql;
  return model.materialized === 'incremental' ? incrementalSql(sql) : sql;
}

/** Stand-ins that the workbench has no model for. */
function addedModels(project: Project): Model[] {
  if (!project.models.has('stg_web_events')) return [];
  return Object.entries(standIns)
    .filter(([name]) => !project.models.has(name))
    .map(([name, { sql, description }]) => ({
      ...{ name, schema: 'staging', file: `staging/${name}.sql`, sql, description },
      ...{ subject: 'website' as const, materialized: 'view' as const, tags: [], meta: {} },
      ...{ published: false, partitioned: false, key: [], columns: [], tests: [], unitTests: [] },
      ...{ refs: [], sources: [] },
    }));
}

function singularFiles(project: Project): Record<string, string> {
  const tests = project.singularTests;
  const files = tests.map((test) => [
    `tests/${test.name}.sql`,
    singularHeader(test) + dbtSql(test.sql, test.file),
  ]);
  const described = tests.map(({ name, title, description }) => ({
    name,
    description: jinjaText([title, description].filter((text) => text !== '').join('. ')),
  }));
  return {
    ...(Object.fromEntries(files) as Record<string, string>),
    ...(tests.length > 0 && {
      'tests/schema.yml': yamlText({ version: 2, data_tests: described }),
    }),
  };
}

function metricFiles(project: Project): Record<string, string> {
  if (project.metrics.size === 0) return {};
  return {
    'models/metrics.yml': metricsYaml(project),
    'models/metricflow_time_spine.sql': timeSpine.sql,
    'models/metricflow_time_spine.yml': timeSpine.yaml,
  };
}

function projectYaml(project: Project): string {
  const schemas = [...new Set([...project.models.values()].map(({ schema }) => schema))];
  return yamlText({
    name: 'homegrown',
    version: '1.0.0',
    'config-version': 2,
    profile: 'homegrown',
    'require-dbt-version': ['>=1.10.8', '<3.0.0'],
    'model-paths': ['models'],
    'macro-paths': ['macros'],
    'test-paths': ['tests'],
    vars: { data: 'data', from_ds: '' },
    models: {
      homegrown: Object.fromEntries(schemas.map((schema) => [schema, { '+schema': schema }])),
    },
  });
}

const profiles = yamlText({
  homegrown: {
    target: 'duckdb',
    outputs: {
      duckdb: { type: 'duckdb', path: 'homegrown.duckdb', schema: 'main', threads: 4 },
      spark: {
        type: 'spark',
        method: 'thrift',
        host: 'localhost',
        port: 10000,
        schema: 'growth',
        threads: 4,
      },
      trino: {
        type: 'trino',
        method: 'none',
        user: 'dbt',
        host: 'localhost',
        port: 8080,
        database: 'hive',
        schema: 'growth',
        threads: 4,
      },
    },
  },
});
