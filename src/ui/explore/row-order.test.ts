import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forbiddenIn } from '../../core/explore/guard-query.ts';
import { planRowsById } from '../../core/explore/row-ids.ts';
import type { RowView, ViewedTable } from '../../core/explore/table-view.ts';
import { WorkbenchError } from '../../core/errors.ts';
import type { Database } from '../../engine/ports.ts';
import { openNodeHost } from '../../hosts/node/open-node-host.ts';
import type { NodeHost } from '../../hosts/node/open-node-host.ts';
import { RowOrder } from './row-order.ts';
import type { Ask } from './row-order.ts';

/** A column of every kind: what sorts oddly, is equal, or is missing, in rows by the tens of thousands. `r`: 0 to 999,999, by chance. */
const kinds: Record<string, [type: string, value: string]> = {
  few: ['INTEGER', 'case when r % 7 > 0 then r % 5 end'],
  many: ['BIGINT', 'r * 1000003 - 500000000000'],
  skewed: ['UBIGINT', 'case when r % 4 = 0 then r else 42 end'],
  real: [
    'DOUBLE',
    `case r % 9 when 0 then 'nan'::double when 1 then 'inf'::double when 2 then '-inf'::double when 3 then 0.0 when 4 then -0.0 else r / 7.0 - 50000 end`,
  ],
  flag: ['BOOLEAN', 'case when r % 3 < 2 then r % 3 = 0 end'],
  day: ['DATE', `date '2026-09-01' - (r % 900)::integer`],
  instant: ['TIMESTAMP', `timestamp '2026-09-01' + interval (r * 977) microsecond`],
  text: [
    'VARCHAR',
    `case r % 6 when 0 then '' when 1 then 'it''s ' || r when 2 then 'Ü' || chr(0) || r when 3 then 'x.csv' when 4 then null else upper(md5(r::varchar)) end`,
  ],
  kind: ['VARCHAR', `(['b', 'a', '', 'Z', null])[1 + (r % 5)::integer]::kind`],
  pairs: ['MAP(VARCHAR, VARCHAR)', `map {'k': (r % 50)::varchar}`],
  nothing: ['VARCHAR', 'null'],
};
const rows = 26_000;
const table: ViewedTable = {
  name: 'main.ordered',
  columns: Object.entries(kinds).map(([name, [type]]) => ({ name, type })),
  hasRowIds: true,
};
const views: Pick<RowView, 'filters' | 'search'>[] = [
  { filters: [], search: '' },
  { filters: [{ column: 'few', op: 'filled', value: '' }], search: '' },
  { filters: [{ column: 'day', op: 'below', value: '2026-08-01' }], search: 'A' },
];

let host: NodeHost;
let db: Database;
const asked: string[] = [];
const ask: Ask = async (sql, signal) => {
  asked.push(sql);
  return (await db.rows(sql, { signal })).map((row) => Object.values(row));
};

beforeAll(async () => {
  host = await openNodeHost({ threads: 2 });
  db = await host.openDatabase();
  const typed = Object.entries(kinds).map(
    ([name, [type, value]]) => `(${value})${name === 'kind' ? '' : `::${type}`} as "${name}"`,
  );
  await db.run(`create type kind as enum ('Z', 'b', '', 'a');
    create table ordered as select ${typed.join(', ')} from (select (hash(range) % 1000000)::bigint as r from range(${rows}))`);
});
afterAll(async () => {
  await db.close();
  await host.dispose();
});

/** The whole order, told by one plain query: ids of rows. */
async function plainOrder({ sort }: RowView, where: string): Promise<number[]> {
  const kept = kinds[sort!.column]![0];
  const value = /^(VARCHAR|MAP)/.test(kept) ? `${sort!.column}::varchar` : sort!.column;
  const way = sort!.descending ? 'desc' : 'asc';
  const found = await db.rows(
    `select rowid as id from ordered ${where} order by ${value} ${way} nulls last, rowid`,
  );
  return found.map(({ id }) => Number(id));
}

const conditions = [
  '',
  'where few is not null',
  `where day < date '2026-08-01' and (text ilike '%a%' or kind::varchar ilike '%a%')`,
];

describe('the order of many rows', () => {
  it('is that of one plain query at every place, whatever is sorted by', async () => {
    const signal = new AbortController().signal;
    const places = fc.array(fc.nat({ max: rows }), { minLength: 1, maxLength: 4 });
    for (const column of Object.keys(kinds)) {
      const run = async (i: number, descending: boolean, offsets: number[]) => {
        const view: RowView = { ...views[i]!, sort: { column, descending } };
        const expected = await plainOrder(view, conditions[i]!);
        const total = expected.length;
        const order = new RowOrder(ask, table, view);
        for (const offset of [...offsets, 4_950, total - 5_100, total - 150])
          expect(
            await order.idsAt({ offset, limit: 200, total }, signal),
            JSON.stringify({ column, descending, offset, total }),
          ).toEqual(expected.slice(Math.max(0, offset), offset + 200));
      };
      const shown = fc.nat({ max: views.length - 1 });
      await fc.assert(fc.asyncProperty(shown, fc.boolean(), places, run), { numRuns: 4 });
    }
    for (const sql of asked) expect(forbiddenIn(sql, new Set(['read_csv'])), sql).toBeUndefined();
  });

  it('is as stored where nothing is sorted by, and gives the rows themselves', async () => {
    const order = new RowOrder(ask, table, views[1]!);
    const signal = new AbortController().signal;
    const all = await db.rows('select rowid as id, * from ordered where few is not null');
    const ids = await order.idsAt({ offset: 9_900, limit: 200, total: all.length }, signal);
    const expected = all.slice(9_900, 10_100);
    expect(ids).toEqual(expected.map(({ id }) => Number(id)));
    const shown = await db.rows(planRowsById(table, views[1]!, ids));
    expect(shown).toEqual(expected.map(({ id: _, ...row }) => row));
  });

  it('is cut once, goes on when a page is given up, and is asked anew after a failure', async () => {
    const view: RowView = { ...views[0]!, sort: { column: 'many', descending: false } };
    const expected = await plainOrder(view, '');
    let fails = true;
    let sorting = false;
    const cuts: string[] = [];
    const order = new RowOrder(
      async (sql, signal) => {
        if (sql.includes('as drawn')) cuts.push(sql);
        if (sql.includes('as drawn') && fails) throw new WorkbenchError('query-failed', 'no');
        return ask(sql, signal);
      },
      table,
      view,
      (isSorting) => (sorting = isSorting),
    );
    const at = (offset: number, signal: AbortSignal) =>
      order.idsAt({ offset, limit: 200, total: rows }, signal);
    const [left, stays] = [new AbortController(), new AbortController()];
    await expect(at(12_000, stays.signal)).rejects.toThrow('no');
    expect(sorting).toBe(false);
    fails = false;
    const given = at(12_000, left.signal);
    const waits = at(12_100, stays.signal);
    expect(sorting).toBe(true);
    left.abort();
    await expect(given).rejects.toMatchObject({ code: 'cancelled' });
    expect(await waits).toEqual(expected.slice(12_100, 12_300));
    expect(await at(12_000, stays.signal)).toEqual(expected.slice(12_000, 12_200));
    expect(cuts).toHaveLength(2);
    expect(sorting).toBe(false);
  });
});
