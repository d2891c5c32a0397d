import type { ModelView, ProjectChanges } from '../../core/project/project-view.ts';
import type { EntryKind } from '../project/files/project-entries.ts';

/** What can be made: the kinds of rules are given. */
export type NewKind = Exclude<EntryKind, 'rules'>;

/** What a person says of a new model, test or metric. */
export interface NewEntry {
  kind: NewKind;
  name: string;
  /** Of a model: where it lies. */
  folder: string;
  /** The model it reads, looks at or counts. */
  base: ModelView;
}

/** Why a name cannot be: `empty`, `letters` (what a name is made of), `taken`. Null: it can. */
export function nameFault(
  kind: NewKind,
  name: string,
  paths: Iterable<string>,
): 'empty' | 'letters' | 'taken' | null {
  if (name === '') return 'empty';
  if (!/^[a-z][a-z0-9_]*$/.test(name)) return 'letters';
  const isTaken = [...paths].some((path) => {
    const [folder, file = ''] = path.split('/');
    const isThere = file.replace(/\.(sql|yml)$/, '') === name;
    if (kind === 'metric') return isThere && folder === 'metrics';
    if (kind === 'test') return isThere && folder === 'tests';
    return isThere && folder !== 'metrics' && folder !== 'tests';
  });
  return isTaken ? 'taken' : null;
}

/** Its files: sound as they are, so that there is something to preview before anything is typed. */
export function newFiles(entry: NewEntry): ProjectChanges {
  if (entry.kind === 'metric') return { [`metrics/${entry.name}.yml`]: metricYaml(entry) };
  const stem = entry.kind === 'test' ? `tests/${entry.name}` : `${entry.folder}/${entry.name}`;
  return entry.kind === 'test'
    ? { [`${stem}.sql`]: testSql(entry.base), [`${stem}.yml`]: testYaml(entry) }
    : { [`${stem}.sql`]: modelSql(entry.base), [`${stem}.yml`]: modelYaml(entry) };
}

function modelSql({ name, columns }: ModelView): string {
  const list = columns.map((column) => `    ${column.name}`).join(',\n');
  return `with rows_read as (
  select * from {{ ref('${name}') }}
),
final as (
  select
${list === '' ? '    *' : list}
  from rows_read
)
select * from final
`;
}

function modelYaml({ name, base }: NewEntry): string {
  const columns = base.columns.map(
    (column) => `      - name: ${column.name}
        data_type: ${column.type}
        description: ${quoted(column.description)}`,
  );
  return `models:
  - name: ${name}
    description: What a row of it is.
    config:
      materialized: table
      published: true
    columns:
${columns.join('\n')}
`;
}

const testSql = ({ name }: ModelView): string => `-- The rows that must not be there.
select *
from {{ ref('${name}') }}
where false
`;

const testYaml = ({ name, base }: NewEntry): string => `data_tests:
  - on: ${base.name}
    title: ${sentenceOf(name)}
    description: What is assumed, in plain words.
    severity: warn
`;

function metricYaml({ name, base }: NewEntry): string {
  const grain = base.columns.some((column) => column.name === 'ds') ? '    grain: ds\n' : '';
  return `metrics:
  - name: ${name}
    label: ${sentenceOf(name)}
    definition: What it counts, in words.
    question: What it answers?
    model: ${base.name}
    numerator:
      count: '*'
${grain}    direction: up
    format: integer
`;
}

const sentenceOf = (name: string): string =>
  (name.charAt(0).toUpperCase() + name.slice(1)).replaceAll('_', ' ');

const quoted = (text: string): string => `'${text.replaceAll("'", "''").replaceAll('\n', ' ')}'`;
