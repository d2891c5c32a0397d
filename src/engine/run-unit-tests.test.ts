import { describe, expect, it } from 'vitest';
import { loadProject } from '../core/project/load-project.ts';
import { shippedModels } from '../models/index.ts';
import type { Database } from './ports.ts';
import { runUnitTests } from './run-unit-tests.ts';
import { shareDatabase } from './testing/share-database.ts';

let db: Database;
shareDatabase((opened) => (db = opened));

const columns = (...names: string[]): string =>
  `    columns:\n${names.map((name) => `      - { name: ${name.replace(' ', ', data_type: ')} }\n`).join('')}`;

function projectWith(sql: string, unitTest: string) {
  const model = (name: string, more: string): string =>
    `models:\n  - name: ${name}\n    description: M.\n    config: { materialized: view }\n${more}`;
  return loadProject({
    'staging/orders.sql': "select * from {{ source('shop', 'orders') }}",
    'staging/orders.yml': model(
      'orders',
      columns('id INTEGER', 'total DOUBLE', 'placed TIMESTAMP'),
    ),
    'staging/bare.sql': 'select 1 as id',
    'staging/bare.yml': model('bare', ''),
    'core/by_day.sql': sql,
    'core/by_day.yml': `${model('by_day', columns('ds VARCHAR', 'orders BIGINT', 'total DOUBLE'))}unit_tests:
  - name: adds_up
    model: by_day
${unitTest}`,
  });
}

const sum = `with orders as (
  select * from {{ ref('orders') }} -- as they come
)
select strftime(placed, '%Y-%m-%d') as ds, count(*) as orders, sum(total) as total from orders group by ds`;

async function run(sql: string, unitTest: string) {
  const results = await runUnitTests(db, projectWith(sql, unitTest));
  expect(results).toHaveLength(1);
  return results[0]!;
}

const given = `    given:
      - input: ref('orders')
        rows:
          - { id: 1, total: 0.1, placed: '2026-09-01 10:00:00' }
          - { id: 2, total: 0.2, placed: '2026-09-01 23:59:59' }
          - { id: 3, placed: 2026-09-02 }
`;

describe('a unit test', () => {
  it('passes where the model gives the expected rows, in any order', async () => {
    const expected = `    expect: { rows: [{ ds: 2026-09-02, orders: 1, total: null }, { ds: 2026-09-01, orders: 2, total: 0.3 }] }\n`;
    expect(await run(sum, given + expected)).toMatchObject({ status: 'pass', rows: [] });
  });

  it('compares only the columns that are named', async () => {
    const expected = `    expect: { rows: [{ orders: 2 }, { orders: 1 }] }\n`;
    expect((await run(sum, given + expected)).status).toBe('pass');
  });

  it('tells the rows that are missing and those that are not expected', async () => {
    const expected = `    expect: { rows: [{ ds: 2026-09-01, orders: 3 }, { ds: 2026-09-02, orders: 1 }, { ds: 2026-09-02, orders: 1 }] }\n`;
    expect(await run(sum, given + expected)).toMatchObject({
      status: 'fail',
      columns: ['difference', 'ds', 'orders'],
      rows: [
        ['missing', '2026-09-01', '3'],
        ['missing', '2026-09-02', '1'],
        ['unexpected', '2026-09-01', '2'],
      ],
    });
  });

  it('may expect no row; inputs that are not named are empty', async () => {
    const nothing = '    given: []\n    expect: { rows: [] }\n';
    expect((await run(sum, nothing)).status).toBe('pass');
    expect(await run(sum, `${given}    expect: { rows: [] }\n`)).toMatchObject({
      status: 'fail',
      columns: ['difference', 'ds', 'orders', 'total'],
    });
  });

  it('lets columns be named by their table, with an alias or without', async () => {
    const expected = `    expect: { rows: [{ orders: 3 }] }\n`;
    for (const from of [
      "{{ ref('orders') }} where orders.id > 0",
      "{{ ref('orders') }} as o where o.id > 0",
      "{{ ref('orders') }} o where o.id > 0",
      "{{ ref('orders') }}\n-- all\n where orders.id > 0",
      "(select orders.id from {{ ref('orders') }})",
      "{{ ref('orders') }} join {{ ref('orders') }} o using (id)",
      "{{ ref('orders') }}, (select 1)",
      "{{ ref('orders') }}",
    ])
      expect(await run(`select count(*) as orders from ${from}`, given + expected)).toMatchObject({
        message: '',
        status: 'pass',
      });
  });

  it('reads sources with the columns that they have', async () => {
    const sql = `select count(*) as orders from {{ source('shop', 'orders') }} where is_newest and order_total is not null`;
    const source = `    given: [{ input: "source('shop', 'orders')", rows: [{ order_total: 2, is_newest: true }, { line: 2 }] }]\n`;
    const expected = `    expect: { rows: [{ orders: 1 }] }\n`;
    expect((await run(sql, source + expected)).status).toBe('pass');
  });

  it('takes the given columns of an input whose YAML names none, and is an error without any', async () => {
    const sql = "select count(id) as orders from {{ ref('bare') }}";
    const expected = `    expect: { rows: [{ orders: 2 }] }\n`;
    const rows = `    given: [{ input: ref('bare'), rows: [{ id: 1 }, { id: 2 }, { id: null }] }]\n`;
    expect((await run(sql, rows + expected)).status).toBe('pass');
    expect(await run(sql, `    given: []\n${expected}`)).toMatchObject({
      status: 'error',
      message: 'the columns of this input are not known: bare',
    });
  });

  it('that cannot run is an error', async () => {
    const expected = `    expect: { rows: [{ orders: 2 }] }\n`;
    const broken = await run("select nowhere as orders from {{ ref('orders') }}", given + expected);
    expect(broken.status).toBe('error');
    expect(broken.message).toMatch(/nowhere/);
    const mistyped = given.replace('0.1', 'much');
    const totals = `    expect: { rows: [{ total: 2 }] }\n`;
    expect((await run(sum, mistyped + totals)).status).toBe('error');
  });
});

describe('the project that ships', () => {
  const project = loadProject(shippedModels);
  const models = [...project.models.values()];
  const withTests = models.filter(({ unitTests }) => unitTests.length > 0);

  it.each(withTests.map((model) => [model.name, model] as const))(
    'unit tests of %s pass, and fail when the model gives nothing or everything twice',
    async (_, model) => {
      const results = await runUnitTests(db, project, [model]);
      expect(results.filter(({ status }) => status !== 'pass')).toEqual([]);
      const statuses = async (sql: string) => {
        const ill = { ...model, sql };
        const all = await runUnitTests(db, project, [ill]);
        return all.map(({ status }) => status);
      };
      expect(await statuses(`from (${model.sql}\n) where false`)).toContain('fail');
      expect(await statuses(`from (${model.sql}\n) cross join range(2)`)).toContain('fail');
    },
  );

  it('every model has a unit test, or a data test that can fail', () => {
    const tested = new Set(project.singularTests.map(({ on }) => on));
    const untested = models.filter(
      ({ name, unitTests, tests }) =>
        unitTests.length === 0 && tests.length === 0 && !tested.has(name),
    );
    expect(untested.map(({ name }) => name)).toEqual([]);
  });
});
