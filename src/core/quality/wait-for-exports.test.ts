import { expect, test } from 'vitest';
import { loadProject } from '../project/load-project.ts';
import { planChecks } from './plan-checks.ts';

const project = loadProject({
  'staging/stg_orders.sql': "select order_id, user_id from {{ source('shop', 'orders') }}",
  'staging/stg_orders.yml': `
models:
  - name: stg_orders
    description: Orders
    config: { materialized: view }
    columns:
      - name: order_id
        data_type: VARCHAR
        data_tests: [unique]
      - name: user_id
        data_type: VARCHAR
        data_tests: [{ relationships: { to: stg_users, field: user_id } }]
`,
  'staging/stg_users.sql': "select user_id from {{ source('shop', 'users') }}",
  'staging/stg_users.yml': `
models:
  - name: stg_users
    description: Users
    config: { materialized: view }
    columns:
      - name: user_id
        data_type: VARCHAR
        data_tests: [not_null]
`,
  'core/visits.sql': "select 1 as n from {{ source('ingest', 'events') }}",
  'core/visits.yml': `
models:
  - name: visits
    description: Visits
    config: { materialized: view }
    columns: [{ name: n, data_type: INTEGER, data_tests: [not_null] }]
`,
});

const plan = (missingExports: ('users' | 'orders')[]) =>
  planChecks(project, {
    subjects: new Set(['shop']),
    deliveries: [],
    shopDeliveries: [],
    knownHosts: [],
    missingExports,
  });
const given = (missing: ('users' | 'orders')[]) =>
  Object.fromEntries(plan(missing).checks.map(({ id, given: known }) => [id, known?.message]));

test('a check waits for what its model or its parent is built from, and is not counted then', () => {
  expect(given(['users'])).toMatchObject({
    'staging.stg_orders.unique.order_id': undefined,
    'staging.stg_orders.relationships.user_id': 'Waits for: users.',
    'staging.stg_users.not_null.user_id': 'Waits for: users.',
  });
  expect(given(['orders', 'users'])['staging.stg_orders.relationships.user_id']).toBe(
    'Waits for: orders, users.',
  );
  expect(plan(['users']).queries.map(({ checks }) => checks)).toEqual([
    ['staging.stg_orders.unique.order_id'],
  ]);
});

test('without missing exports all are counted; checks of the website belong to its runs', () => {
  expect(plan([]).queries.flatMap(({ checks }) => checks)).toHaveLength(3);
  expect(Object.keys(given([])).some((id) => id.includes('visits'))).toBe(false);
  expect(Object.keys(given([]))).toContain('shop.import.records_reconcile');
});
