import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WorkbenchError } from '../errors.ts';
import { loadProject } from './load-project.ts';
import type { Project } from './model.ts';
import { selectModels } from './select-models.ts';

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
      'unknown method: state; known are fqn, tag, path, source, config.materialized',
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
