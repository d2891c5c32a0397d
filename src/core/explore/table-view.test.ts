import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../engine/ports.ts';
import { openNodeHost } from '../../hosts/node/open-node-host.ts';
import type { NodeHost } from '../../hosts/node/open-node-host.ts';
import { ident, literal, relation } from '../../lib/sql.ts';
import { binsOf, planBins, planProfile, planTopValues, readProfile } from './column-profile.ts';
import { forbiddenIn } from './guard-query.ts';
import { planCount, planPage, wholeTable } from './table-view.ts';
import type { RowFilter, RowView, ViewedTable } from './table-view.ts';

let host: NodeHost;
let db: Database;
beforeAll(async () => {
  host = await openNodeHost({ threads: 1 });
  db = await host.openDatabase();
});
afterAll(async () => {
  await db.close();
  await host.dispose();
});

type Item = { text: string | null; number: number | null };
const text = fc.oneof(
  fc.string({ maxLength: 6, unit: 'binary' }),
  fc.constantFrom("'", '"', "';--", '%', '_', '\\', '/x.csv', "e'\\x27", '\0', 'ß', 'I'),
);
const items = fc.array(
  fc.record<Item>({
    text: fc.option(text),
    number: fc.option(fc.integer({ min: -50, max: 50 })),
  }),
  { maxLength: 12 },
);
const columnName = text.filter((name) => !/^$|\0|\.csv/.test(name));

/** Whether a row passes, by JavaScript. */
function passes(value: string | number | null, { op, value: wanted }: RowFilter): boolean {
  if (op === 'null' || op === 'filled') return (value === null) === (op === 'null');
  if (op === 'not') return String(value) !== wanted || value === null;
  if (value === null) return false;
  if (op === 'contains') return String(value).includes(wanted);
  if (op === 'is') return String(value) === wanted;
  const difference = Number(value) - Number(wanted);
  return op === 'from' ? difference >= 0 : op === 'below' ? difference < 0 : difference <= 0;
}

describe('a view of a table', () => {
  it('shows the rows that JavaScript finds, whatever names and values hold', async () => {
    const run = async (rows: Item[], name: string, wanted: string, bound: number) => {
      const [column, other] = [name, `${name}2`];
      const table = {
        name: 'main.viewed',
        columns: [
          { name: column, type: 'VARCHAR' },
          { name: other, type: 'INTEGER' },
        ],
      };
      const values = rows.map((row) => `(${literal(row.text)}, ${literal(row.number)})`);
      await db.run(`create or replace table ${relation(table.name)} (${ident(column)} varchar, ${ident(other)} integer);
        ${values.length > 0 ? `insert into ${relation(table.name)} values ${values.join(', ')}` : 'select 1'}`);
      const ofText = (['is', 'not', 'null', 'filled'] as const).map((op): RowFilter => ({
        column,
        op,
        value: wanted,
      }));
      const ofNumber = (['is', 'not', 'from', 'below', 'upto'] as const).map((op): RowFilter => ({
        column: other,
        op,
        value: String(bound),
      }));
      for (const filter of [...ofText, ...ofNumber]) {
        const view: RowView = {
          filters: [filter],
          search: '',
          sort: { column: other, descending: true },
        };
        await expectMirrored(table, view);
        const expected = rows.filter((row) =>
          passes(filter.column === column ? row.text : row.number, filter),
        );
        const [count] = await db.rows(planCount(table, view));
        expect(Number(count!['n']), JSON.stringify(filter)).toBe(expected.length);
        const pages = [0, 5, 10].map((offset) => planPage(table, view, { offset, limit: 5 }));
        const shown = [];
        for (const page of pages) {
          shown.push(...(await db.rows(page)));
          expect(forbiddenIn(page, new Set(['read_csv']))).toBeUndefined();
        }
        const key = (one: Item): string => JSON.stringify([one.text, one.number]);
        const back = shown.map((row) => ({ text: row[column], number: row[other] }) as Item);
        expect(back.map(key).sort()).toEqual(expected.map(key).sort());
        const numbers = back.map((one) => one.number ?? -Infinity);
        expect(numbers).toEqual(numbers.toSorted((a, b) => b - a));
      }
    };
    await fc.assert(
      fc.asyncProperty(items, columnName, text, fc.integer({ min: -50, max: 50 }), run),
      { numRuns: 25 },
    );
  });

  /** Every page of every order is the same, read from the start or from the end. */
  async function expectMirrored(table: ViewedTable, view: RowView): Promise<void> {
    const total = Number((await db.rows(planCount(table, view)))[0]!['n']);
    for (const { name } of table.columns)
      for (const descending of [true, false]) {
        const sorted = { ...view, sort: { column: name, descending } };
        for (let offset = 0; offset < total; offset += 3)
          expect(
            await db.rows(planPage(table, sorted, { offset, limit: 3, total })),
            JSON.stringify(sorted.sort),
          ).toEqual(await db.rows(planPage(table, sorted, { offset, limit: 3 })));
      }
  }

  it('finds a text in any column whatever its case, and takes no sign for a wildcard', async () => {
    const table = {
      name: 'main.searched',
      columns: [
        { name: 'a', type: 'VARCHAR' },
        { name: 'n', type: 'BIGINT' },
        { name: 'b', type: 'VARCHAR' },
      ],
    };
    await db.run(`create or replace table searched as
      select * from (values ('Über 100 %', 1, 'x'), ('100 x', 2, 'y%'), ('100', 100, 'Z')) as t (a, n, b)`);
    const count = async (search: string): Promise<number> =>
      Number((await db.rows(planCount(table, { filters: [], search })))[0]!['n']);
    expect([await count('ÜBER'), await count('%'), await count('z'), await count('_')]).toEqual([
      1, 2, 1, 0,
    ]);
    const gone: RowView = {
      filters: [{ column: 'gone', op: 'null', value: '' }],
      search: '',
      sort: { column: 'gone', descending: false },
    };
    expect(await db.rows(planCount(table, gone))).toEqual(
      await db.rows(planCount(table, wholeTable)),
    );
  });

  it('profiles each column, and bins that hold every row once', async () => {
    const table = {
      name: 'main.profiled',
      columns: [
        { name: 'n', type: 'INTEGER' },
        { name: 'x', type: 'DOUBLE' },
        { name: 'd', type: 'DATE' },
        { name: 't', type: 'TIMESTAMP' },
        { name: 'k', type: 'VARCHAR' },
      ],
    };
    await db.run(`create or replace table profiled as select (range - 20)::integer as n, range / 7.0 as x,
      date '2026-09-01' + (range % 40)::integer as d, timestamp '2026-09-01 00:00:00' + interval (range * 977) second as t,
      case when range % 10 > 0 then 'k' || range % 3 end as k from range(200)`);
    const [row] = await db.rows(planProfile(table, wholeTable));
    const { rows, columns } = readProfile(table, Object.values(row!));
    expect(rows).toBe(200);
    expect(columns.map(({ nulls }) => nulls)).toEqual([0, 0, 0, 0, 20]);
    // An estimate of more distinct values than there are values is not told.
    const [above] = readProfile(table, [200, 180, 210, '1', '9', ...Array(16).fill(null)]).columns;
    expect(above).toMatchObject({ nulls: 20, distinct: 180 });
    expect(columns[0]).toMatchObject({ low: '-20', high: '179' });
    expect(columns[2]).toMatchObject({ low: '2026-09-01', high: '2026-10-10' });
    for (const [i, column] of table.columns.slice(0, 4).entries()) {
      const bins = binsOf(column, columns[i]!)!;
      expect(bins.edges.length, column.name).toBeGreaterThan(8);
      const found = await db.rows(planBins(table, column, wholeTable, bins));
      expect(found.reduce((sum, { n }) => sum + Number(n), 0)).toBe(200);
      // Each bin's filters find what was counted in it.
      for (const { bin, n } of found) {
        const [from, below] = [bins.edges[Number(bin)]!, bins.edges[Number(bin) + 1]!];
        const filters: RowFilter[] = [
          { column: column.name, op: 'from', value: from },
          { column: column.name, op: 'below', value: below },
        ];
        const [count] = await db.rows(planCount(table, { filters, search: '' }));
        expect(Number(count!['n']), `${column.name} ${from}`).toBe(Number(n));
      }
    }
    expect(binsOf(table.columns[4]!, columns[4]!)).toBeUndefined();
    const top = await db.rows(planTopValues(table, table.columns[4]!, wholeTable, 3));
    expect(top.map(({ value, n }) => [value, Number(n)])).toEqual([
      ['k0', 60],
      ['k1', 60],
      ['k2', 60],
    ]);
  });
});
