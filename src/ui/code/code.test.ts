import { expect, it } from 'vitest';
import { shippedModels } from '../../models/index.ts';
import type { EntryKind } from '../project/files/project-entries.ts';
import { completeSql } from './complete-sql.ts';
import { completeYaml } from './complete-yaml.ts';
import { cteAt, findCtes } from './find-ctes.ts';
import { formatSql } from './format-sql.ts';
import { sqlScope } from './sql-scope.ts';
import { sqlTokens } from './sql-tokens.ts';

const catalogue = new Map([
  ['dim_visitors', ['visitor', 'dim_country']],
  ['fct_sessions', ['session', 'visitor', 'seconds']],
  ['shop.orders', ['order_id', 'promo_id']],
]);
const sqlFiles = Object.entries(shippedModels).filter(([path]) => path.endsWith('.sql'));

/** Labels offered where the bar stands. */
const sqlAt = (text: string): string[] =>
  (completeSql(text.replace('|', ''), text.indexOf('|'), catalogue)?.offers ?? []).map(
    ({ label }) => label,
  );
const yamlAt = (text: string, kind: EntryKind = 'model'): string[] =>
  (completeYaml(text.replace('|', ''), text.indexOf('|'), kind, catalogue)?.offers ?? []).map(
    ({ label }) => label,
  );

it('formats every shipped model, keeping each token, and is content with its own work', () => {
  expect(sqlFiles.length).toBeGreaterThan(10);
  const words = (sql: string): string[] =>
    sqlTokens(sql).map(({ kind, text }) => (kind === 'word' ? text.toLowerCase() : text));
  for (const [, sql] of sqlFiles) {
    const laidOut = formatSql(sql);
    expect(words(laidOut)).toEqual(words(sql));
    expect(formatSql(laidOut)).toBe(laidOut);
  }
});

it('keeps references whole and says where it cannot read', () => {
  const sql = `SELECT a, '{{ not }}' FROM {{ref("x")}} b JOIN {{ source( 's' , 't' ) }} USING (a)`;
  const laidOut = formatSql(sql);
  expect(laidOut).toContain(`{{ref("x")}}`);
  expect(laidOut).toContain(`{{ source( 's' , 't' ) }}`);
  expect(laidOut).toContain(`'{{ not }}'`);
  expect(() => formatSql('select (')).toThrow(/line 1/i);
});

it('finds the CTEs of every shipped model that begins with one', () => {
  const sql = `-- with x as (\nwith recursive a (n) as (select ')' as b), "b" as not materialized (select (1)) select 1`;
  expect(findCtes(sql).map(({ name }) => name)).toEqual(['a', 'b']);
  expect(findCtes('with a as (select 1').map(({ name }) => name)).toEqual(['a']);
  expect(findCtes('select 1')).toEqual([]);
  for (const [, text] of sqlFiles)
    if (/^with\b/.test(text)) expect(findCtes(text).at(-1)).toMatchObject({ name: 'final' });
});

it('knows in which CTE the cursor stands', () => {
  const sql = 'with a as (select 1), b as (select 2) select * from b';
  expect(cteAt(sql, sql.indexOf('1'))?.name).toBe('a');
  expect(cteAt(sql, sql.indexOf('b as'))?.name).toBe('b');
  expect(cteAt(sql, sql.length)).toBeUndefined();
});

it('knows the columns of models, CTEs and aliases', () => {
  const sql = `with v as (select * from {{ ref('dim_visitors') }}),
    s as (select f.visitor, count(*) as visits, sum(f.seconds) total from {{ ref('fct_sessions') }} f group by 1),
    j as (select s.*, v.dim_country from s join v using (visitor))
    select * from j`;
  const { relations, ctes } = sqlScope(sql, catalogue);
  expect(ctes).toEqual(['v', 's', 'j']);
  expect(relations.get('v')).toEqual(['visitor', 'dim_country']);
  expect(relations.get('s')).toEqual(['visitor', 'visits', 'total']);
  expect(relations.get('j')).toEqual(['visitor', 'visits', 'total', 'dim_country']);
  expect(relations.get('f')).toEqual(['session', 'visitor', 'seconds']);
});

it('offers models in ref, sources in source, columns in scope', () => {
  expect(sqlAt(`select * from {{ ref('|') }}`)).toEqual(['dim_visitors', 'fct_sessions']);
  expect(sqlAt(`select * from {{ source('|`)).toEqual(['shop']);
  expect(sqlAt(`select * from {{ source('shop', 'o|`)).toEqual(['orders']);
  expect(sqlAt('select * from |')).toEqual(['dim_visitors', 'fct_sessions', 'shop.orders']);
  expect(sqlAt(`select vi| from {{ ref('dim_visitors') }}`)).toEqual(['visitor', 'dim_country']);
  expect(sqlAt(`select d.| from {{ ref('dim_visitors') }} as d`)).toEqual([
    'visitor',
    'dim_country',
  ]);
  expect(sqlAt(`with a as (select 1 as one) select * from |`)[0]).toBe('a');
  expect(sqlAt(`select 'vi|' from {{ ref('dim_visitors') }}`)).toEqual([]);
  expect(sqlAt(`-- vi|\nselect 1 from {{ ref('dim_visitors') }}`)).toEqual([]);
  expect(sqlAt(`/* vi| */ select 1 from {{ ref('dim_visitors') }}`)).toEqual([]);
});

it('offers the keys that the reader of the YAML knows', () => {
  const head = 'models:\n  - name: dim_visitors\n    description: >-\n      Some: text\n';
  expect(yamlAt('|')).toEqual(expect.arrayContaining(['models', 'unit_tests']));
  expect(yamlAt(`${head}    |`)).toEqual(
    expect.arrayContaining(['config', 'columns', 'data_tests']),
  );
  expect(yamlAt(`${head}    |`)).not.toContain('description');
  expect(yamlAt(`${head}    config:\n      mat|`)).toContain('materialized');
  expect(yamlAt(`${head}    config:\n      materialized: |`)).toEqual([
    'view',
    'table',
    'incremental',
  ]);
  expect(yamlAt(`${head}    config:\n      key: [v|`)).toEqual(['visitor', 'dim_country']);
  const tests = `${head}    columns:\n      - name: visitor\n        data_tests:\n          - `;
  expect(yamlAt(`${tests}|`)).toEqual(
    expect.arrayContaining(['not_null', 'unique', 'accepted_values', 'relationships']),
  );
  const relation = `${tests}relationships:\n              `;
  expect(yamlAt(`${relation}|`)).toEqual(expect.arrayContaining(['to', 'field', 'severity']));
  expect(yamlAt(`${relation}to: |`)).toContain('fct_sessions');
  expect(yamlAt(`${relation}to: fct_sessions\n              field: |`)).toEqual([
    'session',
    'visitor',
    'seconds',
  ]);
  expect(yamlAt(`${relation}severity: |`)).toEqual(['warn', 'error']);
  expect(yamlAt('models:\n  - name: x\n    description: >-\n      wor|')).toEqual([]);
});

it('offers the keys of singular tests and metrics', () => {
  expect(yamlAt('data_tests:\n  - |', 'test')).toEqual(
    expect.arrayContaining(['on', 'severity', 'warn_if']),
  );
  const metric = 'metrics:\n  - name: x\n    model: fct_sessions\n    ';
  expect(yamlAt(`${metric}|`, 'metric')).toEqual(
    expect.arrayContaining(['numerator', 'guardrail', 'format']),
  );
  expect(yamlAt(`${metric}direction: |`, 'metric')).toEqual(['up', 'down', 'none']);
  expect(yamlAt(`${metric}numerator:\n      |`, 'metric')).toEqual(
    expect.arrayContaining(['count', 'sum', 'where']),
  );
  expect(yamlAt(`${metric}grain: |`, 'metric')).toEqual(['session', 'visitor', 'seconds']);
  expect(yamlAt('|', 'rules')).toEqual(expect.arrayContaining(['actions', 'countries']));
  const rule = 'channels:\n  - name: x\n    ';
  expect(yamlAt(`${rule}|`, 'rules')).toEqual(['channel', 'when']);
  expect(yamlAt(`${rule}channel: Em|`, 'rules')).toContain('Email');
});
