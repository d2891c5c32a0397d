import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, expect, it } from 'vitest';
import { loadProject } from '../project/load-project.ts';
import { readCounts } from './check.ts';
import { planChecks } from './plan-checks.ts';

const files = {
  'core/parent.sql': 'select 1 as id',
  'core/parent.yml':
    'models:\n  - name: parent\n    description: Parents.\n    config: { materialized: table }\n',
  'core/child.sql': 'select 1 as id',
  'core/child.yml': `
models:
  - name: child
    description: Children.
    config: { materialized: table }
    data_tests:
      - unique_combination: { columns: [id, kind] }
      - expression: { name: small, expression: amount < 100 }
    columns:
      - name: id
        data_type: INTEGER
        data_tests:
          - not_null
          - unique
          - relationships: { to: parent, field: id }
      - name: kind
        data_type: VARCHAR
        data_tests:
          - accepted_values: { values: [a, "it's"] }
          - matches: { pattern: '^[a-z]', where: amount > 0 }
      - name: amount
        data_type: INTEGER
        data_tests:
          - accepted_range: { min_value: 0, max_value: 50 }
`,
};

const instance = await DuckDBInstance.create(':memory:');
const connection = await instance.connect();
afterAll(() => connection.closeSync());

it('every kind of data test counts its failing rows, and its failing query returns them', async () => {
  await connection.run(`create schema core; create table core.parent as select unnest([1, 2]) as id;
    create table core.child (id integer, kind varchar, amount integer);
    insert into core.child values (1, 'a', 1), (1, 'a', 2), (2, 'it''s', 50), (3, 'B', 51), (null, null, null),
      (2, '9', -1), (2, 'zz', 200)`);
  const plan = planChecks(loadProject(files), { deliveries: [], knownHosts: [] });
  const counts = new Map<string, string>();
  for (const query of plan.queries.filter(({ checks }) => checks[0]!.startsWith('core.child'))) {
    const rows = (await connection.runAndReadAll(query.sql)).getRowObjectsJS();
    for (const [id, { failures, total }] of readCounts(query, rows[0]!))
      counts.set(id, `${failures}/${total}`);
  }
  expect(Object.fromEntries(counts)).toEqual({
    'core.child.not_null.id': '1/7',
    'core.child.unique.id': '2/7',
    'core.child.relationships.id': '1/7',
    'core.child.accepted_values.kind': '3/7',
    'core.child.matches.kind': '1/5',
    'core.child.accepted_range.amount': '3/7',
    'core.child.unique_combination.id_kind': '1/7',
    'core.child.small': '1/7',
  });
  for (const check of plan.checks.filter(({ id }) => counts.has(id))) {
    const found = (await connection.runAndReadAll(check.failingSql!)).getRowObjectsJS();
    expect(`${found.length}`, check.id).toBe(counts.get(check.id)!.split('/')[0]);
  }
});

it('looks at the rows of the days that a run changes', async () => {
  await connection.run(`create schema staged; create table staged.hits as
    select * from (values ('2026-09-01', 1), ('2026-09-01', 2), ('2026-09-02', null)) as t(ds, x)`);
  const project = loadProject({
    'staged/hits.sql': 'select 1 as x, 2 as ds',
    'staged/hits.yml': `
models:
  - name: hits
    description: Hits.
    config: { materialized: table, partition_by: ds }
    columns:
      - name: x
        data_type: INTEGER
        data_tests: [not_null]
      - { name: ds, data_type: VARCHAR }
`,
  });
  const counted = async (days: string[] | undefined) => {
    const facts = { deliveries: [], knownHosts: [], ...(days && { days }) };
    const query = planChecks(project, facts).queries.find(({ checks }) =>
      checks.includes('staged.hits.not_null.x'),
    )!;
    const rows = (await connection.runAndReadAll(query.sql)).getRowObjectsJS();
    return readCounts(query, rows[0]!).get('staged.hits.not_null.x');
  };
  expect(await counted(undefined)).toEqual({ failures: 1, total: 3 });
  expect(await counted(['2026-09-02'])).toEqual({ failures: 1, total: 1 });
  expect(await counted(['2026-09-01'])).toEqual({ failures: 0, total: 2 });
});
