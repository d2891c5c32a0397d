import fc from 'fast-check';
import { expect, it } from 'vitest';
import { checkProject } from './check-project.ts';

const yaml = (name: string, config = '', more = ''): string =>
  `models:
  - name: ${name}
    description: A model.
    config:
      materialized: table
${config}    columns:
      - { name: x, data_type: INTEGER }
      - { name: ds, data_type: VARCHAR }
${more}`;

const sound: Record<string, string> = {
  'staging/a.sql': "select 1 as x, '' as ds from {{ source('ingest', 'events') }}",
  'staging/a.yml': yaml('a'),
  'core/b.sql': "select x, ds\nfrom {{ ref('a') }}",
  'core/b.yml': yaml('b'),
  'core/c.sql': "select x, ds from {{ ref('b') }}",
  'core/c.yml': yaml('c'),
  'tests/none.sql': "select * from {{ ref('b') }} where false",
  'tests/none.yml': 'data_tests:\n  - on: b\n',
};

/** Problems as `file:line:column message`, and the models that are sound. */
function check(changes: Record<string, string>): { problems: string[]; models: string[] } {
  const { project, problems } = checkProject({ ...sound, ...changes });
  return {
    problems: problems.map((p) => `${p.file}:${p.line}:${p.column} ${p.message}`),
    models: [...project.models.keys()],
  };
}

it('a sound project has no problems', () => {
  expect(check({})).toEqual({ problems: [], models: ['a', 'b', 'c'] });
});

it('tells all that is wrong, each at its place, and keeps what is sound', () => {
  const checked = check({
    'core/b.sql': "select x, ds\nfrom {{ ref('aa') }}\njoin {{ ref('bb') }}",
    'core/d.sql': 'select 1',
    'core/e.sql': '{{ config() }} {{ nothing }}',
    'core/e.yml': 'models: [\n',
    'marts/f.sql': 'select 1 as x, 2 as ds',
    'marts/f.yml': yaml('f'),
  });
  expect(checked).toEqual({
    problems: [
      'core/b.sql:2:6 unknown model: aa',
      'core/b.sql:3:6 unknown model: bb',
      'core/d.sql:1:1 no YAML beside it: core/d.sql',
      'core/e.sql:1:1 only ref and source are known in braces: {{ config() }}',
      'core/e.sql:1:16 only ref and source are known in braces: {{ nothing }}',
      expect.stringMatching(/^core\/e\.yml:2:1 broken YAML: /),
    ],
    models: ['f', 'a'],
  });
});

it('tells each value of a YAML file that does not fit', () => {
  const text = yaml('b')
    .replace('materialized: table', 'materialized: ephemeral\n      owner: me')
    .replace('data_type: INTEGER', 'type: INTEGER');
  expect(check({ 'core/b.yml': text }).problems.map((p) => p.replace(/ .*/, ''))).toEqual([
    'core/b.yml:5:21',
    'core/b.yml:6:14',
    'core/b.yml:8:9',
    'core/b.yml:8:26',
  ]);
});

it('a circle is told once, at the reference that closes it; others stay', () => {
  expect(check({ 'staging/a.sql': "select 1\nfrom {{ ref('c') }}" })).toEqual({
    problems: ['core/b.sql:2:6 models refer in a circle: b -> a -> c -> b'],
    models: [],
  });
});

it('who refers to a model that is switched off is told; a switched-off model is not there', () => {
  const off = yaml('b', '      enabled: false\n');
  expect(check({ 'core/b.yml': off })).toEqual({
    problems: [
      'core/c.sql:1:19 the model is switched off: b',
      'tests/none.sql:1:15 the model is switched off: b',
      'tests/none.yml:2:9 the model is switched off: b',
    ],
    models: ['a'],
  });
  expect(check({ 'core/c.yml': yaml('c', '      enabled: false\n') })).toEqual({
    problems: [],
    models: ['a', 'b'],
  });
});

it('tests name models and columns that are there', () => {
  const tests = `      - name: y
        data_type: INTEGER
        data_tests:
          - accepted_range: { name: r }
          - relationships: { to: a, field: z }
          - relationships: { to: nowhere, field: z }
    data_tests:
      - unique_combination: { columns: [x, q] }
      - not_null
      - recency: { field: day, max_days: 2 }
      - row_count: { max_value: 2 }
`;
  const checked = checkProject({ ...sound, 'core/b.yml': yaml('b', '', tests) });
  expect(checked.problems.map(({ line, message }) => `${line} ${message}`)).toEqual([
    '12 the data test lacks min_value or max_value: r',
    '13 unknown column of a: z',
    '14 unknown model: nowhere',
    '16 unknown column of b: q',
    '17 the data test lacks its column: not_null',
    '18 unknown column of b: day',
  ]);
  expect(checked.project.models.get('b')!.tests.map(({ name }) => name)).toEqual(['row_count']);
});

it('a slip in the settings of a test is told at its place', () => {
  const tests = `    data_tests:
      - row_count: { max: 2 }
      - recency: { field: ds }
      - unheard_of: { x: 1 }
      - unique_combination
`;
  const problems = check({ 'core/b.yml': yaml('b', '', tests) }).problems;
  expect(problems).toEqual([
    'core/b.yml:10:27 models.0.data_tests.0.row_count.max: no such key is known here',
    'core/b.yml:11:18 models.0.data_tests.1.recency.max_days: this key is missing',
    'core/b.yml:12:9 models.0.data_tests.2: no kind of data test: unheard_of',
    'core/b.yml:13:9 models.0.data_tests.3: not_null and unique stand alone; other tests need their settings',
  ]);
});

it('unit tests are of their file, and name inputs and columns that are there', () => {
  const tests = `unit_tests:
  - name: good
    model: b
    given: [{ input: ref('a'), rows: [{ x: 1 }] }]
    expect: { rows: [{ x: 1 }] }
  - name: bad
    model: c
    given:
      - { input: ref('z'), rows: [] }
      - input: ref('a')
        rows: [{ y: 1 }]
    expect: { rows: [{ q: 1 }] }
`;
  const checked = checkProject({ ...sound, 'core/b.yml': yaml('b', '', tests) });
  expect(checked.problems.map(({ line, message }) => `${line} ${message}`)).toEqual([
    '15 the unit test is of another model than its file: c',
    '17 the model does not read this input: z',
    '19 unknown column of a: y',
    '20 unknown column of b: q',
  ]);
  expect(checked.project.models.get('b')!.unitTests.map(({ name }) => name)).toEqual(['good']);
});

it('key, partition and way of building fit the columns', () => {
  const config = '      key: [x, k]\n      partition_by: ds\n';
  const narrow = yaml('b', config).replace(/.*name: ds.*\n/, '');
  expect(check({ 'core/b.yml': narrow }).problems).toEqual([
    'core/b.yml:6:12 unknown column of b: k',
    'core/b.yml:7:21 unknown column of b: ds',
  ]);
  const incremental = yaml('c').replace(': table', ': incremental');
  expect(check({ 'core/c.yml': incremental }).problems).toEqual([
    'core/c.yml:5:21 what is built by ds is partitioned by ds',
  ]);
});

it.each(['shop', 'main', 'temp', 'ingest', 'load', 'pg_catalog', 'information_schema'])(
  'no model lies in %s',
  (schema) => {
    const files = { [`${schema}/q.sql`]: 'select 1', [`${schema}/q.yml`]: yaml('q') };
    expect(check(files).problems).toEqual([
      `${schema}/q.sql:1:1 this folder holds no models: ${schema}`,
    ]);
  },
);

it.each(['Users', '1st', 'a-b', 'select', 'x y'])('no model is called %s', (name) => {
  const files = { [`core/${name}.sql`]: 'select 1', [`core/${name}.yml`]: yaml(`'${name}'`) };
  expect(check(files).problems).toHaveLength(1);
});

it('deeper folders hold no models', () => {
  const files = { 'core/sub/q.sql': 'select 1', 'core/sub/q.yml': yaml('q') };
  expect(check(files).problems[0]).toBe(
    'core/sub/q.sql:1:1 a model lies in one folder: core/sub/q.sql',
  );
});

it("reads dbt's newer and older ways of writing tests, tags and meta", () => {
  const text = yaml('b').replace(
    '    columns:',
    `      tags: [two]
      meta: { owner: Ada, channel: x }
    tags: one
    meta: { reviewed: 2026-09-01, owner: Bob }
    data_tests:
      - unique_combination:
          arguments: { columns: [x, ds] }
          config: { severity: warn, where: x > 0 }
    columns:`,
  );
  const { project, problems } = checkProject({ ...sound, 'core/b.yml': `version: 2\n${text}` });
  expect(problems).toEqual([]);
  const model = project.models.get('b')!;
  expect(model.tags).toEqual(['one', 'two']);
  expect(model.meta).toEqual({ owner: 'Ada', reviewed: '2026-09-01', channel: 'x' });
  expect(model.tests[0]).toMatchObject({ columns: ['x', 'ds'], severity: 'warn', where: 'x > 0' });
});

it('metrics of models that are not there are told', () => {
  const metric = `metrics:
  - name: hits
    label: Hits
    definition: Rows.
    model: nowhere
    numerator: { count: '*' }
`;
  const { problems } = checkProject({ ...sound, 'metrics/hits.yml': metric });
  expect(problems.length).toBeGreaterThan(0);
  expect(problems.every(({ file }) => file === 'metrics/hits.yml')).toBe(true);
});

it('never throws, whatever stands in the files', () => {
  const paths = [...Object.keys(sound), 'metrics/m.yml', 'x.sql', 'x.yml', 'core/q.sql'];
  const part = fc.constantFrom(...Object.values(sound).flatMap((text) => text.split('\n')));
  const text = fc.oneof(
    fc.string(),
    fc.array(part).map((lines) => lines.join('\n')),
    fc.constantFrom(...Object.values(sound)),
  );
  const files = fc.dictionary(fc.constantFrom(...paths), text, { noNullPrototype: true });
  fc.assert(
    fc.property(files, (changes) => {
      const { project, problems } = checkProject({ ...sound, ...changes });
      for (const model of project.models.values())
        expect(model.refs.every((ref) => project.models.has(ref))).toBe(true);
      for (const { line, column } of problems) expect(Math.min(line, column)).toBeGreaterThan(0);
    }),
  );
});

it('two tests that would be one check are told, whichever models they stand at', () => {
  const test = (settings: string): string =>
    yaml('c', '', `    data_tests:\n      - ${settings}\n`);
  expect(
    check({ 'core/c.yml': test('expression: { name: none, on: b, expression: x > 0 }') }).problems,
  ).toEqual(['tests/none.sql:1:1 another data test has this name: core.b.none']);
  const two = `expression: { name: r_2, expression: x > 0 }
      - expression: { name: r, expression: x > 1 }
      - expression: { name: r, expression: x > 2 }`;
  expect(check({ 'core/c.yml': test(two) }).problems).toEqual([
    'core/c.yml:12:9 another data test has this name: core.c.r_2',
  ]);
});

it('a table read by its name, past ref and source, is told', () => {
  const sql = `-- like core.b
select c.x, c.ds, 'core.b' as t from {{ ref('b') }} as c
join core.b using (x) join "Staging" . "a" using (x)
join shop.orders on true /* ingest.events */ join core.made_up(1) on true`;
  expect(check({ 'core/c.sql': sql, 'tests/none.sql': 'from ingest.events' }).problems).toEqual([
    "core/c.sql:3:6 a table is read by {{ ref('b') }}, not by its name: core.b",
    "core/c.sql:3:28 a table is read by {{ ref('a') }}, not by its name: staging.a",
    "core/c.sql:4:6 a table is read by {{ source('shop', 'orders') }}, not by its name: shop.orders",
    "tests/none.sql:1:6 a table is read by {{ source('ingest', 'events') }}, not by its name: ingest.events",
  ]);
});

it('a folder named as what the workbench keeps or attaches holds no models', () => {
  for (const schema of ['shop_replaced', 'run_1', 'preview_12', 'project_check'])
    expect(
      check({ [`${schema}/m.sql`]: 'select 1 as x', [`${schema}/m.yml`]: yaml('m') }).problems,
    ).toEqual([`${schema}/m.sql:1:1 this folder holds no models: ${schema}`]);
});
