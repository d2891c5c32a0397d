import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProjectChanges, ProjectProblem } from '../core/project/project-view.ts';
import { takeColumns } from '../core/project/take-columns.ts';
import { countriesModel, countriesYaml } from './testing/countries-model.ts';
import { openHouse } from './testing/open-house.ts';
import type { House } from './testing/open-house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const check = (changes: ProjectChanges): Promise<ProjectProblem[]> =>
  house.workbench.checkProject({ changes });

const sql = `with days as (
  select ds, dim_country, count(*) as events
  from {{ ref('fct_website_events') }}
  group by all
)
select ds, dim_country, events from days`;

const yaml = countriesYaml();
const model = (text = sql, more = yaml): ProjectChanges => countriesModel(text, more);

const at = (line: number, column: number, message: string, file = 'growth/agg_countries.sql') => ({
  file,
  line,
  column,
  message: expect.stringContaining(message) as string,
});
const atYaml = (line: number, column: number, message: string) =>
  at(line, column, message, 'growth/agg_countries.yml');
/** A problem of columns: it brings those of the SQL. */
const atColumns = (line: number, column: number, message: string) => ({
  ...atYaml(line, column, message),
  columns: [
    { name: 'ds', type: 'VARCHAR' },
    { name: 'dim_country', type: 'VARCHAR' },
    { name: 'events', type: 'BIGINT' },
  ],
});

describe('checkProject', () => {
  it('finds nothing wrong with what ships, nor with a sound model, and checks a change quickly', async () => {
    expect(await check({})).toEqual([]);
    expect(await check(model())).toEqual([]);
    const started = performance.now();
    expect(await check(model(sql.replace('count(*)', 'count(user_id)')))).toEqual([]);
    // 140 ms on a busy machine of two cores; an order of magnitude is what this would notice.
    expect(performance.now() - started).toBeLessThan(1500);
  });

  it('tells an unknown column at its place, after a reference and letters of two bytes', async () => {
    const typo = sql.replace('events from days', "events, 'é' as e, dim_cuntry from days");
    expect(await check(model(typo))).toEqual([at(6, 43, 'dim_cuntry')]);
    const before = sql.replace('group by all', 'group by al');
    expect(await check(model(before))).toEqual([at(4, 12, 'al')]);
    const syntax = sql.replace('from days', 'form days x y');
    expect(await check(model(syntax))).toEqual([at(6, 37, 'syntax error')]);
    const letters = syntax.replace('with days', "with é as (select '🙂'), days");
    expect(await check(model(letters))).toEqual([at(6, 37, 'syntax error')]);
  });

  it('tells once what is broken, not again of all that reads it', async () => {
    const reader: ProjectChanges = {
      'growth/agg_reader.sql': "select ds, events from {{ ref('agg_countries') }}",
      'growth/agg_reader.yml': yaml
        .replaceAll('agg_countries', 'agg_reader')
        .replace(/ {6}- \{ name: dim_country.*\n/, '')
        .replace('[ds, dim_country]', '[ds]'),
    };
    expect(await check({ ...model('select foo'), ...reader })).toEqual([at(1, 8, 'foo')]);
    expect(await check({ ...model(), ...reader })).toEqual([]);
    const gone = { ...model(sql, yaml.replace('name: events', 'name: hits')), ...reader };
    expect(await check(gone)).toEqual([
      atColumns(2, 11, 'a column of the SQL is missing: events BIGINT'),
      atColumns(8, 17, 'not a column of the SQL: hits'),
    ]);
  });

  it('holds the columns of the YAML against those of the SQL: name, type, order', async () => {
    const changed = (from: string, to: string) => check(model(sql, yaml.replace(from, to)));
    expect(await changed('BIGINT', 'DOUBLE')).toEqual([atColumns(8, 36, 'gives events as BIGINT')]);
    expect(await changed('BIGINT', 'int8')).toEqual([]);
    expect(await changed('BIGINT', 'BIGGINT')).toEqual([atColumns(8, 36, 'unknown type: BIGGINT')]);
    const swapped = sql.replace('select ds, dim_country, events', 'select ds, events, dim_country');
    const [turned] = await check(model(swapped));
    expect(turned).toMatchObject(atYaml(7, 17, 'another column here: events'));
    expect(turned?.columns?.map(({ name }) => name)).toEqual(['ds', 'events', 'dim_country']);
  });

  it('mends a YAML with the columns that a problem brings', async () => {
    const other = `select ds, bool_or(is_bot) as any_bot, count(*) as events, map(['a'], [1]) as m
from {{ ref('fct_website_events') }} group by all`;
    const told = yaml.replace('data_type: BIGINT', 'data_type: int8');
    const plain = told.replace('key: [ds, dim_country]', 'key: [ds]');
    const [problem] = await check(model(other, plain));
    const mended = takeColumns(plain, problem!.columns!);
    expect(await check(model(other, mended))).toEqual([]);
    expect(mended).toContain('data_type: int8');
    expect(takeColumns(mended, problem!.columns!)).toBe(mended);
    expect(await check(model(sql, takeColumns(yaml, atColumns(0, 0, '').columns)))).toEqual([]);
  });

  it('tells data tests that do not bind where they stand', async () => {
    const more = yaml.replace(
      '[not_null]',
      '[not_null, { expression: { expression: events > hits } }]',
    );
    expect(await check(model(sql, more))).toEqual([atYaml(7, 73, 'hits')]);
    const singular = {
      'tests/no_hits.sql': "select *\nfrom {{ ref('fct_sessions') }}\nwhere hits < 0",
      'tests/no_hits.yml': 'data_tests:\n  - on: fct_sessions\n    title: No hits\n',
    };
    expect(await check(singular)).toEqual([at(3, 7, 'hits', 'tests/no_hits.sql')]);
  });

  it('tells metrics that do not bind, and unit tests that fail with the rows that differ', async () => {
    const metric = `metrics:
  - name: busy_countries
    label: Busy countries
    definition: Countries with events.
    model: agg_countries
    grain: ds
    numerator: { sum: strlen(events) }
    dimensions: [dim_country]
`;
    const changes = { ...model(), 'metrics/busy_countries.yml': metric };
    expect(await check(changes)).toEqual([
      at(7, 23, 'strlen(BIGINT)', 'metrics/busy_countries.yml'),
    ]);
    const sound = metric.replace('strlen(events)', 'events');
    expect(await check({ ...model(), 'metrics/busy_countries.yml': sound })).toEqual([]);
    const unit = `${yaml}unit_tests:
  - name: counts_events
    model: agg_countries
    given:
      - input: ref('fct_website_events')
        rows: [{ ds: 2026-09-01, dim_country: DE }, { ds: 2026-09-01, dim_country: DE }]
    expect: { rows: [{ ds: 2026-09-01, dim_country: DE, events: 3 }] }
`;
    expect(await check(model(sql, unit))).toEqual([
      atYaml(
        10,
        11,
        'unit test counts_events: missing (ds 2026-09-01, dim_country DE, events 3); unexpected (ds 2026-09-01, dim_country DE, events 2)',
      ),
    ]);
    expect(await check(model(sql, unit.replace('events: 3', 'events: 2')))).toEqual([]);
  });

  it('takes one query only', async () => {
    for (const text of ['select 1 as x;', 'select 1 as x; drop schema core cascade; select 2 as x'])
      expect((await check(model(text)))[0]?.message).toContain('without a semicolon');
    expect((await check(model('drop schema core')))[0]?.message).toContain('syntax error');
    expect(await check(model())).toEqual([]);
  });
});
