import { jinjaText } from './jinja.ts';
import { yamlText } from './dbt-schema-yaml.ts';

/** A table of the workbench that dbt starts from. */
export interface SourceTable {
  /** `staging.stg_web_events`. */
  name: string;
  description: string;
  columns: { name: string; type: string; description: string }[];
  partitioned: boolean;
  /** Whether Parquet of it was exported; false: dbt-duckdb reads an empty table in its place. */
  isExported: boolean;
}

/** `models/sources.yml`: the exported Parquet, read in place by dbt-duckdb; other engines have it as tables (`setup/`). */
export function sourcesYaml(tables: readonly SourceTable[]): string {
  const schemas = [...new Set(tables.map(({ name }) => name.split('.')[0]!))];
  return yamlText({
    version: 2,
    sources: schemas.map((schema) => ({
      name: schema,
      schema,
      tables: tables
        .filter(({ name }) => name.startsWith(`${schema}.`))
        .map((table) => ({
          name: table.name.split('.')[1],
          description: jinjaText(table.description),
          meta: { external_location: locationOf(table) },
          columns: table.columns.map(({ name, type, description }) => ({
            name,
            data_type: type,
            description: jinjaText(description),
          })),
        })),
    })),
  });
}

/** Where dbt-duckdb reads a table. It takes text with a parenthesis for SQL. */
export function locationOf({ name, columns, isExported }: SourceTable): string {
  if (isExported)
    return `read_parquet('{{ var("data") }}/${name.replace('.', '/')}/**/*.parquet', hive_partitioning = false)`;
  const nulls = columns.map((column) => `cast(null as ${column.type}) as ${column.name}`);
  return `(select ${nulls.join(', ')} limit 0)`;
}

/** `setup/spark.sql`: the exported Parquet as tables of Spark, once per catalogue. */
export function sparkSetup(tables: readonly SourceTable[]): string {
  const parts = tables.map(({ name, columns, partitioned }) => {
    const list = columns.map((column) => `  ${column.name} ${sparkType(column.type)}`).join(',\n');
    const by = partitioned ? '\npartitioned by (ds)' : '';
    const repair = partitioned ? `\nmsck repair table ${name};` : '';
    return `create schema if not exists ${name.split('.')[0]};
create table if not exists ${name} (\n${list}\n) using parquet${by}
location '\${data}/${name.replace('.', '/')}';${repair}\n`;
  });
  return `-- Run once with spark-sql -d data=/path/to/data -f setup/spark.sql\n\n${parts.join('\n')}`;
}

/** `setup/trino.sql`: the same over a Hive catalogue. */
export function trinoSetup(tables: readonly SourceTable[]): string {
  const parts = tables.map(({ name, columns, partitioned }) => {
    const [schema, table] = name.split('.');
    const sorted = partitioned
      ? [...columns].sort((a, b) => isDay(a.name) - isDay(b.name))
      : columns;
    const list = sorted.map((column) => `  ${column.name} ${trinoType(column.type)}`).join(',\n');
    const by = partitioned ? ", partitioned_by = array['ds']" : '';
    const sync = partitioned
      ? `\ncall system.sync_partition_metadata('${schema}', '${table}', 'FULL');`
      : '';
    return `create schema if not exists ${schema};
create table if not exists ${name} (\n${list}\n)
with (format = 'PARQUET', external_location = 'DATA/${schema}/${table}'${by});${sync}\n`;
  });
  return `-- Run once in the Hive catalogue, DATA replaced by where the exported folder lies (s3://...).\n\n${parts.join('\n')}`;
}

function isDay(name: string): number {
  return Number(name === 'ds');
}

function sparkType(type: string): string {
  return type
    .replace(/\bVARCHAR\b/g, 'STRING')
    .replace(/^MAP\((.*)\)$/, 'MAP<$1>')
    .replace(/^TIMESTAMP$/, 'TIMESTAMP_NTZ');
}

function trinoType(type: string): string {
  return type.replace(/^TIMESTAMP$/, 'TIMESTAMP(6)');
}
