import { expect, it } from 'vitest';
import { WorkbenchError } from '../errors.ts';
import { loadProject } from './load-project.ts';
import { planModels } from './plan-models.ts';

const yaml = (name: string, more = ''): string =>
  `models:\n  - name: ${name}\n    description: A model.\n    config:\n      materialized: table\n${more}`;

const sound = {
  './core/b.sql': "select * from {{ ref('a') }}",
  './core/b.yml': yaml(
    'b',
    `      published: true
      partition_by: ds
      key: [x]
    columns:
      - { name: x, data_type: INTEGER }
      - { name: ds, data_type: VARCHAR }
`,
  ),
  './staging/a.sql': "select * from {{ source('ingest', 'events') }}\n",
  './staging/a.yml': yaml('a'),
  './tests/none.sql': "select * from {{ ref('b') }} where false",
  './tests/none.yml': 'data_tests:\n  - on: b\n    title: None\n    severity: warn\n',
};

function failure(files: Record<string, string>): { message: string; details: unknown } {
  try {
    loadProject(files);
  } catch (error) {
    if (error instanceof WorkbenchError && error.code === 'model-broken')
      return { message: error.message, details: error.details };
    throw error;
  }
  throw new Error('it loads');
}

it('plans models in the order of their references, compiled', () => {
  const plan = planModels(loadProject(sound));
  expect(plan.map(({ schema, name, sql }) => [schema, name, sql])).toEqual([
    ['staging', 'a', 'select * from ingest.events'],
    ['core', 'b', 'select * from staging.a'],
  ]);
  expect(plan[1]).toMatchObject({
    published: true,
    partitioned: true,
    key: ['x'],
    materialized: 'table',
  });
});

it('reads a singular test with its limits', () => {
  const [test] = loadProject(sound).singularTests;
  expect(test).toMatchObject({ name: 'none', on: 'b', severity: 'warn', errorIf: undefined });
});

it('names the place of what is broken', () => {
  expect(failure({ ...sound, './core/b.sql': "select 1\nfrom {{ ref('int_sesions') }}" })).toEqual({
    message: 'unknown model: int_sesions',
    details: { file: 'core/b.sql', line: 2, column: 6 },
  });
  expect(failure({ ...sound, './core/b.sql': '{{ config() }}' })).toMatchObject({
    message: 'only ref and source are known in braces: {{ config() }}',
    details: { file: 'core/b.sql', line: 1, column: 1 },
  });
  expect(
    failure({ ...sound, './core/b.yml': yaml('b').replace('table', 'ephemeral') }),
  ).toMatchObject({
    details: { file: 'core/b.yml', line: 5, column: 21 },
  });
  expect(failure({ ...sound, './core/b.yml': 'models: [' })).toMatchObject({
    details: { file: 'core/b.yml', line: 1 },
  });
  expect(
    failure({ ...sound, './core/b.yml': yaml('b', '    columns:\n      - nam: x\n') }),
  ).toMatchObject({
    details: { file: 'core/b.yml', line: 7 },
  });
});

it('refuses halves, strangers, twins and circles', () => {
  const without = (path: string) =>
    Object.fromEntries(Object.entries(sound).filter(([key]) => key !== path));
  expect(failure(without('./core/b.yml')).message).toBe('no YAML beside it: core/b.sql');
  expect(failure(without('./core/b.sql')).message).toBe('no SQL beside it: core/b.yml');
  expect(failure({ ...sound, './core/b.yml': yaml('c') }).message).toBe(
    'the model is not named after its file: c',
  );
  expect(failure({ ...sound, './core/a.sql': 'select 1', './core/a.yml': yaml('a') }).message).toBe(
    'two models have one name: a',
  );
  expect(failure({ ...sound, './staging/a.sql': "select * from {{ ref('b') }}" }).message).toMatch(
    /^models refer in a circle: (a -> b -> a|b -> a -> b)$/,
  );
  expect(failure({ ...sound, './tests/none.yml': 'data_tests:\n  - on: z\n' }).message).toBe(
    'unknown model: z',
  );
});
