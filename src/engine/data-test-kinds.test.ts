import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadProject } from '../core/project/load-project.ts';
import type { Finding } from '../core/quality/finding.ts';
import type { Database } from './ports.ts';
import { runChecks } from './run-checks.ts';
import { shareDatabase } from './testing/share-database.ts';

let db: Database;
shareDatabase((opened) => (db = opened));
beforeAll(() => db.run('create schema core'));

/** Sound rows: every kind of test passes on them. */
beforeEach(async () => {
  await db.run(`create or replace table core.parent as
  select unnest([1, 2, 3]) as id, '2026-09-10' as ds;
create or replace table core.child as
  select * from (values
    (1, 'a', 10, '2026-09-08'), (2, 'b', 20, '2026-09-09'), (3, 'a', 50, '2026-09-10'), (null, 'b', null, '2026-09-10')
  ) as t(id, kind, amount, ds)`);
});

/** The project with the tests of a column of child (indented list) and of child itself. */
function projectWith(ofColumns: Record<string, string>, ofModel: string) {
  const column = (name: string, type: string): string =>
    `      - name: ${name}
        data_type: ${type}
${ofColumns[name] === undefined ? '' : `        data_tests:\n          - ${ofColumns[name]}\n`}`;
  const model = (name: string, more: string): string =>
    `models:\n  - name: ${name}\n    description: Rows.\n    config: { materialized: table }\n${more}`;
  return loadProject({
    'core/parent.sql': 'select 1 as id',
    'core/parent.yml': model(
      'parent',
      `    columns:\n${column('id', 'INTEGER').replace(/ {8}data_tests[^]*/, '')}${column('ds', 'VARCHAR').replace(/ {8}data_tests[^]*/, '')}`,
    ),
    'core/child.sql': 'select 1 as id',
    'core/child.yml': model(
      'child',
      `${ofModel === '' ? '' : `    data_tests:\n      - ${ofModel}\n`}    columns:
${column('id', 'INTEGER')}${column('kind', 'VARCHAR')}${column('amount', 'INTEGER')}${column('ds', 'VARCHAR')}`,
    ),
  });
}

/** Findings of child, by name. */
async function audit(
  ofColumns: Record<string, string>,
  ofModel = '',
  days: string[] | undefined = undefined,
): Promise<Record<string, Finding>> {
  const facts = { deliveries: [], knownHosts: [], ...(days && { days }) };
  const options = { signal: undefined, onShare: () => {} };
  const findings = await runChecks(db, projectWith(ofColumns, ofModel), facts, options);
  const ofChild = findings.filter(({ on }) => on === 'core.child');
  return Object.fromEntries(ofChild.map((one) => [one.id.replace('core.child.', ''), one]));
}

const columnTests: Record<string, string> = {
  id: 'unique\n          - relationships: { to: parent, field: id }',
  kind: "not_null\n          - accepted_values: { values: [a, b] }\n          - matches: { pattern: '^[a-z]$' }",
  amount: 'accepted_range: { min_value: 0, max_value: 50 }',
};
const modelTests = `unique_combination: { columns: [id, kind] }
      - expression: { name: cheap, expression: amount < 100 }
      - row_count: { min_value: 4, max_value: 5 }
      - recency: { name: recent, field: ds, max_days: 1, to: parent }`;

async function failing(): Promise<string[]> {
  const findings = await audit(columnTests, modelTests);
  expect(Object.keys(findings)).toHaveLength(10);
  return Object.entries(findings).flatMap(([name, { status }]) =>
    status === 'pass' ? [] : [`${name} ${status}`],
  );
}

describe('each kind of data test', () => {
  it('passes on sound rows', async () => {
    expect(await failing()).toEqual([]);
  });

  // A fault, and the tests that see it: as few as it can be.
  it.each([
    ['a null', 'update core.child set kind = null where amount = 20', ['not_null.kind error']],
    ['an id twice', 'update core.child set id = 1 where id = 2', ['unique.id error']],
    [
      'a pair twice',
      "update core.child set id = 1, kind = 'a' where id = 3",
      ['unique.id error', 'unique_combination.id_kind error'],
    ],
    [
      'an unknown value',
      "update core.child set kind = 'z' where id = 1",
      ['accepted_values.kind error'],
    ],
    [
      'an ill-formed value',
      "update core.child set kind = 'A' where id = 1",
      ['accepted_values.kind error', 'matches.kind error'],
    ],
    [
      'a value out of range',
      'update core.child set amount = -1 where id = 1',
      ['accepted_range.amount error'],
    ],
    [
      'a row against the rule',
      'update core.child set amount = 100 where id = 1',
      ['accepted_range.amount error', 'cheap error'],
    ],
    ['a child without parent', 'delete from core.parent where id = 2', ['relationships.id error']],
    ['too few rows', 'delete from core.child where id = 1', ['row_count error']],
    [
      'too many rows',
      "insert into core.child select null, 'a', 1, '2026-09-10' from range(2)",
      ['row_count error'],
    ],
    ['nothing of late', "update core.parent set ds = '2026-09-12'", ['recent error']],
  ])('catches %s', async (_, fault, alarms) => {
    await db.run(fault);
    expect(await failing()).toEqual(alarms);
  });
});

describe('recency', () => {
  const test = (more = ''): string => `recency: { name: recent, field: ds, max_days: 2${more} }`;

  it('holds against the newest day of the run, where no model is named', async () => {
    const status = async (days: string[]) => (await audit({}, test(), days))['recent']!.status;
    expect(await status(['2026-09-12', '2026-09-01'])).toBe('pass');
    expect(await status(['2026-09-13', '2026-09-01'])).toBe('error');
    expect(await status([])).toBe('n/a');
  });

  it('a table without rows is not recent, and one of nothing to hold against is not tested', async () => {
    await db.run('delete from core.child');
    expect((await audit({}, test(', to: parent')))['recent']!).toMatchObject({
      status: 'error',
      sample: { columns: ['newest', 'held_against'], rows: [[null, '2026-09-10']] },
    });
    await db.run('delete from core.parent');
    expect((await audit({}, test(', to: parent')))['recent']!.status).toBe('n/a');
  });
});

describe('settings are honoured by every kind', () => {
  // Two failing rows each (one for those that speak of the table), all of kind z; where leaves them out.
  const faulty = `insert into core.child values (1, 'z', 99, '2026-09-20'), (1, 'z', 99, '2026-09-20'),
    (9, 'z', 99, '2026-09-20'), (9, 'z', 99, '2026-09-20')`;
  const kinds: [kind: string, column: string | undefined, settings: string, failures: number][] = [
    ['not_null', 'amount', '', 1],
    ['unique', 'id', '', 2],
    ['unique_combination', undefined, 'columns: [id, kind], ', 2],
    ['accepted_values', 'kind', 'values: [a, b], ', 4],
    ['accepted_range', 'amount', 'max_value: 50, ', 4],
    ['matches', 'kind', "pattern: '[ab]', ", 4],
    ['expression', undefined, 'expression: amount < 60, ', 4],
    ['relationships', 'id', 'to: parent, field: id, ', 2],
    ['row_count', undefined, 'max_value: 4, ', 1],
    ['recency', undefined, 'field: ds, max_days: 9, ', 1],
  ];
  const one = async (row: (typeof kinds)[number], settings: string): Promise<Finding> => {
    const [kind, column, own] = row;
    const yaml = `${kind}: { name: it, ${own}${settings} }`;
    const days = ['2026-10-01'];
    const findings = column
      ? await audit({ [column]: yaml }, '', days)
      : await audit({}, yaml, days);
    return findings['it']!;
  };

  it.each(kinds)('%s', async (...row) => {
    const failures = row[3];
    await db.run(faulty);
    expect(await one(row, '')).toMatchObject({ status: 'error', observed: failures });
    expect((await one(row, "warn_if: '> 0', error_if: '> 4'")).status).toBe('warn');
    expect((await one(row, "warn_if: '> 4', error_if: '> 4'")).status).toBe('pass');
    expect((await one(row, 'severity: warn')).status).toBe('warn');
    expect((await one(row, 'limit: 1')).sample.rows).toHaveLength(1);
    const where = row[0] === 'not_null' ? 'id is not null' : "kind <> 'z'";
    const within = await one(row, `where: "${where}"`);
    // The rows that are left are old, but not too many.
    expect(within.status).toBe(row[0] === 'recency' ? 'error' : 'pass');
  });

  it('recency looks at the rows of where only', async () => {
    await db.run(faulty);
    const newest = async (where: string) => {
      const settings = `field: ds, max_days: 0, where: "${where}"`;
      const findings = await audit({}, `recency: { name: it, ${settings} }`, ['2026-10-01']);
      return findings['it']!.sample.rows[0]![0];
    };
    expect(await newest("kind = 'z'")).toBe('2026-09-20');
    expect(await newest("kind <> 'z'")).toBe('2026-09-10');
  });
});

describe('a test that cannot run is an error, and takes no other with it', () => {
  const broken: [string, string | undefined, string][] = [
    ['not_null', 'amount', 'where: nowhere = 1'],
    ['unique', 'amount', 'where: nowhere = 1'],
    ['unique_combination', undefined, 'columns: [id, kind], where: nowhere = 1'],
    ['accepted_values', 'kind', 'values: [a, b], where: nowhere = 1'],
    ['accepted_range', 'kind', 'max_value: 1'],
    ['matches', 'kind', "pattern: '('"],
    ['expression', undefined, 'expression: amount <'],
    ['relationships', 'ds', 'to: parent, field: id'],
    ['row_count', undefined, 'max_value: 4, where: amount >'],
    ['recency', undefined, 'field: kind, max_days: 1'],
  ];

  it.each(broken)('%s of %s: %s', async (kind, column, settings) => {
    const yaml = `${kind}: { name: it, ${settings} }`;
    const good = 'expression: { name: good, expression: amount < 60 }';
    const findings = column
      ? await audit({ [column]: yaml }, good, ['2026-09-10'])
      : await audit({}, `${yaml}\n      - ${good}`, ['2026-09-10']);
    expect(findings['it']).toMatchObject({ status: 'error', observed: null });
    expect(findings['it']!.message).toMatch(/^The check could not run: .+/);
    expect(findings['good']!.status).toBe('pass');
  });

  it('of a column that is gone from the table', async () => {
    await db.run('alter table core.child drop kind');
    const findings = await audit({ kind: 'not_null', amount: 'accepted_range: { max_value: 60 }' });
    expect(findings['not_null.kind']).toMatchObject({ status: 'error', observed: null });
    expect(findings['accepted_range.amount']!.status).toBe('pass');
  });
});
