import { expect, it } from 'vitest';
import { checkProject } from '../core/project/check-project.ts';
import { loadProject } from '../core/project/load-project.ts';
import type { Database } from './ports.ts';
import { runUnitTests } from './run-unit-tests.ts';
import { shareDatabase } from './testing/share-database.ts';

let db: Database;
shareDatabase((opened) => (db = opened));

const column = (name: string, type: string): string =>
  `      - { name: ${name}, data_type: ${type} }\n`;
const model = (name: string, columns: string): string =>
  `models:\n  - name: ${name}\n    description: Rows.\n    config: { materialized: table }\n    columns:\n${columns}`;

const files = (unit: string): Record<string, string> => ({
  'core/sales.sql': 'select 1 as id',
  'core/sales.yml': model('sales', column('id', 'BIGINT') + column('city', 'VARCHAR')),
  'core/cities.sql': `with sales as (
  select * from {{ ref('sales') }}
)
select city, count(*) as sales from sales group by city`,
  'core/cities.yml': `${model('cities', column('city', 'VARCHAR') + column('sales', 'BIGINT'))}unit_tests:
  - name: counts
    model: cities
${unit}`,
});

const results = async (unit: string): Promise<string[]> => {
  const found = await runUnitTests(db, loadProject(files(unit)));
  return found.map(({ status, message, rows }) => `${status} ${message}${rows.join('; ')}`.trim());
};

const given = {
  dict: `    given:
      - input: ref('sales')
        rows:
          - { id: 1, city: Oslo }
          - { id: 2, city: 'Rome, "old"' }
          - { id: 3 }
          - { id: 4, city: Oslo }
`,
  csv: `    given:
      - input: ref('sales')
        format: csv
        rows: |
          id,city
          1,Oslo
          2,"Rome, ""old"""
          3,
          4,Oslo
`,
  sql: `    given:
      - input: ref('sales')
        format: sql
        rows: |
          select 1 as id, 'Oslo' as city
          union all select 2, 'Rome, "old"' union all select 3, null -- nobody knows
          union all select 4, 'Oslo';
`,
};

const expected = {
  dict: `    expect:
      rows: [{ city: Oslo, sales: 2 }, { city: 'Rome, "old"', sales: 1 }, { city: null, sales: 1 }]
`,
  csv: `    expect:
      format: csv
      rows: |
        city,sales
        Oslo,2
        "Rome, ""old""",1
        ,1
`,
  sql: `    expect:
      format: sql
      rows: select * from (values ('Oslo', 2), ('Rome, "old"', 1), (null, 1)) as v(city, sales)
`,
};

const forms = ['dict', 'csv', 'sql'] as const;

it.each(forms.flatMap((from) => forms.map((to) => [from, to] as const)))(
  'takes rows given as %s and expected as %s, and fails on others',
  async (from, to) => {
    expect(await results(given[from] + expected[to])).toEqual(['pass']);
    const wrong = expected[to].replace(/\b2\b/, '3');
    expect(await results(given[from] + wrong)).toEqual(['fail missing,Oslo,3; unexpected,Oslo,2']);
  },
);

it('refuses SQL of more than one statement', async () => {
  const unit = `    given: [{ input: sales, format: sql, rows: 'select 1 as id); select (1' }]\n    expect: { rows: [] }\n`;
  expect(await results(unit)).toEqual(['error its SQL is more than one query']);
});

it.each([
  [
    'rows in text without a format',
    given.csv.replace('        format: csv\n', ''),
    'rows are a list, or text with `format: csv` or `format: sql`',
  ],
  [
    'a list said to be SQL',
    given.dict.replace('        rows:', '        format: sql\n        rows:'),
    'rows are a list, or text with `format: csv` or `format: sql`',
  ],
  ['a value too many', given.csv.replace('1,Oslo', '1,Oslo,x'), 'in row 1, 3 values'],
  ['a quote left open', given.csv.replace('""old"""', 'old'), 'the CSV cannot be read'],
  ['a column nobody has', given.csv.replace('id,city', 'id,town'), 'unknown column of sales: town'],
])('tells of %s at its place', (_, unit, message) => {
  const { problems } = checkProject(files(unit + expected.dict));
  expect(problems).toHaveLength(1);
  expect(problems[0]!.message).toContain(message);
  expect(problems[0]!.line).toBeGreaterThan(10);
});
