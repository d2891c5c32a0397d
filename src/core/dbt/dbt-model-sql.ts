import { extractRefs } from '../project/extract-refs.ts';
import { jinjaText } from './jinja.ts';
import { withMacros } from './portable-functions.ts';
import { replacedSources } from './website-sources.ts';

/**
 * SQL of a model or singular test as dbt reads it: `ref` and `source` as they are, sources that only the workbench has as refs to
 * their stand-ins, functions that engines spell differently as macros. Throws `model-broken` for other braces.
 */
export function dbtSql(sql: string, file: string): string {
  let rendered = '';
  let from = 0;
  for (const reference of extractRefs(sql, file)) {
    rendered += plain(sql.slice(from, reference.start));
    from = reference.end;
    rendered +=
      reference.kind === 'ref'
        ? `{{ ref('${reference.name}') }}`
        : dbtSource(`${reference.schema}.${reference.name}`);
  }
  return `${(rendered + plain(sql.slice(from))).trim()}\n`;
}

function plain(sql: string): string {
  return withMacros(jinjaText(sql));
}

/** A source as dbt refers to it. */
function dbtSource(source: string): string {
  const [schema, name] = source.split('.');
  const standIn = replacedSources[source];
  return standIn === undefined ? `{{ source('${schema}', '${name}') }}` : `{{ ref('${standIn}') }}`;
}

const incrementalConfig = `{{ config(
  materialized='incremental',
  incremental_strategy='insert_overwrite' if target.type == 'spark' else 'delete+insert',
  unique_key='ds',
  partition_by='ds' if target.type == 'spark' else none,
  file_format='parquet' if target.type == 'spark' else none
) }}
`;

const incrementalDays = `{% if is_incremental() %}
{% if var("from_ds", "") %}where ds >= '{{ var("from_ds", "") }}'
{% else %}where ds >= (select coalesce(max(ds), '') from {{ this }})
{% endif %}{% endif %}
`;

/** A model that is built day by day: the newest day there is and later ones are written anew, all of them with `--full-refresh`. */
export function incrementalSql(sql: string): string {
  return `${incrementalConfig}select * from (
${sql.trim()}
) as built
${incrementalDays}`;
}
