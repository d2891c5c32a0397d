import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WorkbenchError } from '../errors.ts';
import { loadProject } from './load-project.ts';
import type { Project } from './model.ts';
import { selectModels, selectTests } from './select-models.ts';

/** A project of models by `schema.name`, each with what it reads (a dot makes a source) and its tags. */
function projectOf(
  models: Record<string, { reads?: string[]; tags?: string[]; as?: string }>,
): Project {
  const files = Object.entries(models).flatMap(
    ([full, { reads = [], tags = [], as = 'table' }]) => {
      const [schema, name] = full.split('.') as [string, string];
      const froms = reads.map((read) =>
        read.includes('.')
          ? `{{ source('${read.replace('.', "', '")}') }}`
          : `{{ ref('${read}') }}`,
      );
      const yaml = `models:\n  - name: ${name}\n    description: M.\n    config: { materialized: ${as}, tags: [${tags.join(', ')}] }\n`;
      return [
        [`${schema}/${name}.sql`, `select 1 from ${froms.join(', ')}`],
        [`${schema}/${name}.yml`, yaml],
      ];
    },
  );
  return loadProject(Object.fromEntries(files) as Record<string, string>);
}

const project = projectOf({
  'staging.stg_orders': { reads: ['shop.orders'], tags: ['shop'], as: 'view' },
  'staging.stg_users': { reads: ['shop.users'], tags: ['shop', 'people'], as: 'view' },
  'staging.stg_events': { reads: ['ingest.events'] },
  'core.fct_orders': { reads: ['stg_orders', 'stg_users'], tags: ['shop'] },
  'core.fct_events': { reads: ['stg_events'] },
  'product.by_user': { reads: ['fct_orders', 'fct_events'], tags: ['shop'] },
  'product.by_day': { reads: ['by_user'] },
});

const select = (spec: string, exclude?: string): string =>
  selectModels(project, spec, exclude)
    .map(({ name }) => name)
    .toSorted()
    .join(' ');

describe('a selection as dbt spells it', () => {
  it.each([
    ['fct_orders', 'fct_orders'],
    ['+fct_orders', 'fct_orders stg_orders stg_users'],
    ['fct_orders+', 'by_day by_user fct_orders'],
    ['fct_orders+1', 'by_user fct_orders'],
    ['1+by_user', 'by_user fct_events fct_orders'],
    ['1+fct_events+1', 'by_user fct_events stg_events'],
    ['+fct_events+', 'by_day by_user fct_events stg_events'],
    ['@fct_events', 'by_day by_user fct_events fct_orders stg_events stg_orders stg_users'],
    ['tag:people', 'stg_users'],
    ['tag:shop', 'by_user fct_orders stg_orders stg_users'],
    ['tag:people+', 'by_day by_user fct_orders stg_users'],
    ['path:core', 'fct_events fct_orders'],
    ['path:models/core/', 'fct_events fct_orders'],
    ['core/fct_events.sql', 'fct_events'],
    ['core', 'fct_events fct_orders'],
    ['core.*', 'fct_events fct_orders'],
    ['core.fct_orders', 'fct_orders'],
    ['stg_*', 'stg_events stg_orders stg_users'],
    ['*_u?er*', 'by_user stg_users'],
    ['source:shop.orders+', 'by_day by_user fct_orders stg_orders'],
    ['source:shop.orders+1', 'stg_orders'],
    ['source:shop+1', 'stg_orders stg_users'],
    ['config.materialized:view', 'stg_orders stg_users'],
    ['config.schema:core', 'fct_events fct_orders'],
    ['config.tags:people', 'stg_users'],
    ['file:fct_events.sql', 'fct_events'],
    ['fct_events.sql+', 'by_day by_user fct_events'],
    ['homegrown.core.fct_events', 'fct_events'],
    ['resource_type:model,core', 'fct_events fct_orders'],
    ['package:this,stg_[ou]*', 'stg_orders stg_users'],
    ['stg_[!ou]*', 'stg_events'],
    ['fct_events tag:people', 'fct_events stg_users'],
    ['tag:shop,staging', 'stg_orders stg_users'],
    ['+by_user,tag:shop,core.* fct_events', 'fct_events fct_orders'],
    ['*', 'by_day by_user fct_events fct_orders stg_events stg_orders stg_users'],
  ])('%s', (spec, names) => {
    expect(select(spec)).toBe(names);
  });

  it('leaves out what is excluded', () => {
    expect(select('tag:shop', 'stg_users+')).toBe('stg_orders');
    expect(select('+by_user', 'staging source:ingest.events+')).toBe('fct_orders');
  });

  it('comes in DAG order', () => {
    const names = selectModels(project, 'by_day stg_users fct_orders').map(({ name }) => name);
    expect(names).toEqual(['stg_users', 'fct_orders', 'by_day']);
  });

  it.each([
    ['nowhere', 'nothing matches: nowhere'],
    ['fct_orders nowhere+', 'nothing matches: nowhere+'],
    ['tag:none', 'nothing matches: tag:none'],
    ['fct_orders,fct_events', 'no model is selected: fct_orders,fct_events'],
    ['source:shop.orders', 'no model is selected: source:shop.orders'],
    ['', 'an empty selection'],
    [
      'state:modified',
      'unknown method: state; known are fqn, tag, path, file, source, package, resource_type, test_type, test_name, config.KEY',
    ],
    ['fct_orders++', 'not a selection: fct_orders++'],
    ['a,,b', 'not a selection: '],
    ['@fct_orders+', '@ stands without +: @fct_orders+'],
  ])('says what %s lacks', (spec, message) => {
    const failing = () => selectModels(project, spec);
    expect(failing).toThrow(WorkbenchError);
    expect(failing).toThrow(message);
  });

  it('says when nothing is left', () => {
    expect(() => select('core', 'path:core')).toThrow(
      'no model is selected: core without path:core',
    );
    expect(() => select('core', 'nowhere')).toThrow('nothing matches: nowhere');
  });
});

describe('a selection of tests', () => {
  const model = (name: string, column: string, more = ''): string =>
    `models:\n  - name: ${name}\n    description: M.\n    config: { materialized: table, tags: [${name}] }\n    columns:\n      - name: id\n        data_type: BIGINT\n        data_tests: [${column}]\n${more}`;
  const unit = 'unit_tests:\n  - { name: adds, model: b, given: [], expect: { rows: [] } }\n';
  const tested = loadProject({
    'core/a.sql': 'select 1 as id',
    'core/a.yml': model('a', 'unique, { not_null: { severity: warn } }'),
    'core/b.sql': "select * from {{ ref('a') }}",
    'core/b.yml': model('b', '{ relationships: { to: a, field: id } }', unit),
    'mart/c.sql': "select * from {{ ref('b') }}",
    'mart/c.yml': model('c', 'unique'),
    'tests/b_before_c.sql': "select * from {{ ref('b') }} join {{ ref('c') }} using (id)",
    'tests/b_before_c.yml': 'data_tests:\n  - { name: b_before_c, on: c }\n',
  });
  const tests = (spec: string, exclude?: string): string =>
    [...selectTests(tested, spec, exclude)].toSorted().join(' ');
  const all = {
    aUnique: 'core.a.unique.id',
    aNull: 'core.a.not_null.id',
    bParent: 'core.b.relationships.id',
    bUnit: 'unit:b.adds',
    cUnique: 'mart.c.unique.id',
    singular: 'mart.c.b_before_c',
  };
  const of = (...names: (keyof typeof all)[]): string =>
    names
      .map((name) => all[name])
      .toSorted()
      .join(' ');

  it.each([
    ['*', of('aUnique', 'aNull', 'bParent', 'bUnit', 'cUnique', 'singular')],
    // As dbt's eager selection: a test comes with any model it looks at.
    ['a', of('aUnique', 'aNull', 'bParent')],
    ['b', of('bParent', 'bUnit', 'singular')],
    ['c', of('cUnique', 'singular')],
    ['test_type:unit', of('bUnit')],
    ['test_type:data', of('aUnique', 'aNull', 'bParent', 'cUnique', 'singular')],
    ['test_type:singular', of('singular')],
    ['test_type:generic,a', of('aUnique', 'aNull', 'bParent')],
    ['test_name:unique', of('aUnique', 'cUnique')],
    ['test_name:unique,tag:c', of('cUnique')],
    ['config.severity:warn', of('aNull')],
    ['a__unique_id', of('aUnique')],
    ['adds', of('bUnit')],
    ['b_before_c', of('singular')],
    ['path:tests', of('singular')],
    ['resource_type:unit_test', of('bUnit')],
  ])('%s', (spec, ids) => {
    expect(tests(spec)).toBe(ids);
  });

  it('leaves out what is excluded', () => {
    expect(tests('b', 'test_type:unit')).toBe(of('bParent', 'singular'));
    expect(tests('*', 'a c')).toBe(of('bUnit'));
  });
});

/** A random DAG: model i reads some of those before it. */
const dag = fc.integer({ min: 1, max: 9 }).chain((n) =>
  fc.tuple(
    ...Array.from({ length: n }, (_, i) =>
      fc.uniqueArray(fc.integer({ min: 0, max: Math.max(0, i - 1) }), {
        maxLength: i === 0 ? 0 : 3,
      }),
    ),
  ),
);

/** All paths, walked one by one, up to a number of steps. */
function naive(edges: Map<string, string[]>, from: string, steps: number): string[] {
  if (steps === 0) return [from];
  return [from, ...(edges.get(from) ?? []).flatMap((next) => naive(edges, next, steps - 1))];
}

const sorted = (names: Iterable<string>): string[] => [...new Set(names)].sort();

it('ancestors and descendants are those of a naive walk', () => {
  const steps = fc.option(fc.integer({ min: 0, max: 4 }), { nil: Infinity });
  const property = fc.property(dag, fc.nat(), steps, steps, (reads, pick, up, down) => {
    const parents = new Map(reads.map((of, i) => [`m${i}`, of.map((j) => `m${j}`)]));
    const children = new Map(
      [...parents.keys()].map((name) => [
        name,
        [...parents].flatMap(([child, of]) => (of.includes(name) ? [child] : [])),
      ]),
    );
    const random = projectOf(
      Object.fromEntries([...parents].map(([name, of]) => [`core.${name}`, { reads: of }])),
    );
    const all = (spec: string, exclude?: string) =>
      selectModels(random, spec, exclude).map(({ name }) => name);
    const name = `m${pick % reads.length}`;
    const digits = (n: number): string => (n === Infinity ? '' : String(n));
    const above = naive(parents, name, up === Infinity ? 20 : up);
    const below = naive(children, name, down === Infinity ? 20 : down);
    const both = all(`${digits(up)}+${name}+${digits(down)}`);
    expect(sorted(both)).toEqual(sorted([...above, ...below]));
    expect(sorted(all(`+${name},${name}+`))).toEqual([name]);
    const descendants = naive(children, name, 20);
    const at = descendants.flatMap((child) => naive(parents, child, 20));
    expect(sorted(all(`@${name}`))).toEqual(sorted(at));
    const rest = [...parents.keys()].filter((other) => !descendants.includes(other));
    if (rest.length > 0) expect(sorted(all('*', `${name}+`))).toEqual(sorted(rest));
    for (const [i, one] of both.entries())
      expect(both.slice(0, i).some((before) => parents.get(before)!.includes(one))).toBe(false);
  });
  fc.assert(property, { numRuns: 60 });
});
