import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planRows } from '../core/explore/table-view.ts';
import type { RowView } from '../core/explore/table-view.ts';
import { openNodeHost } from '../hosts/node/open-node-host.ts';
import { openHouse } from './testing/open-house.ts';
import type { House } from './testing/open-house.ts';
import { sourceOf } from './warehouse-files.ts';

const table = 'core.fct_website_events';
let house: House;
let folder: string;

beforeAll(async () => {
  house = await openHouse();
  await house.load(await house.workbench.sample({ rows: 400 }));
  folder = await mkdtemp(join(tmpdir(), 'homegrown-secret-'));
  await writeFile(join(folder, 'secret.csv'), 'a,b\n1,opensesame\n');
  await writeFile(join(folder, 'secret.txt'), 'opensesame');
}, 60_000);
afterAll(async () => {
  await house.close();
  await rm(folder, { recursive: true });
});

const rows = async (sql: string): Promise<number> =>
  Number((await house.query(`select count(*) as n from ${sql}`))[0]!['n']);

/** Spellings of a query that would show the secret, leave a file, or change something. */
function hostile(): string[] {
  const csv = join(folder, 'secret.csv');
  const txt = join(folder, 'secret.txt');
  const drop = `drop table ${table}`;
  return [
    `from read_csv('${csv}')`,
    `select * from READ_CSV_AUTO('${csv}')`,
    `from "read_csv"('${csv}')`,
    `from main.read_csv('${csv}')`,
    `from system.main."read_csv" /* /* */ */ ('${csv}')`,
    `from read_csv -- why not\n('${csv}')`,
    `from read_text\u00a0('${txt}')`,
    `from read_blob('${txt}')`,
    `select * from glob('${folder}/*')`,
    `select (select content from read_text('${txt}'))`,
    `with x as (from read_text('${txt}')) select * from x`,
    `from '${csv}'`,
    `from "${csv}"`,
    `select * from range(1), '${csv}'`,
    `select * from (range(1) join '${csv}' on true)`,
    `from range(1) where range in (select a from '${csv}')`,
    `from e'${csv.replace('.csv', '\\x2ecsv')}'`,
    `from e'${csv.replace('.csv', '\\056csv')}'`,
    `from '${csv.slice(0, 5)}'\n'${csv.slice(5)}'`,
    `from $$${csv}$$`,
    `from $é$${csv}$é$`,
    `summarize '${csv}'`,
    `describe '${csv}'`,
    `from (show '${csv}')`,
    `from (table '${csv}')`,
    `pivot '${csv}' on a in (1)`,
    `from (unpivot '${csv}' on a)`,
    `from histogram('${csv}', a)`,
    `from query_table('${csv}')`,
    `from query('from ''${csv}''')`,
    `from query(chr(102) || 'rom ''${csv}''')`,
    `from sniff_csv('${csv}')`,
    `from parquet_metadata('${csv}')`,
    `from a: '${csv}'`,
    `select * from range(1), a: '${csv}'`,
    `from range(1) join a : e'${csv.replace('.csv', '\\x2ecsv')}' on true`,
    `from (a: "${csv}")`,
    `from U&'${csv.replace('.csv', '\\002ecsv')}'`,
    `from U&"${csv.replace('.csv', '\\002ecsv')}"`,
    `from range(1) positional join '${csv}'`,
    `from range(1) tablesample (10 percent), '${csv}'`,
    `from range(1) as k(a), '${csv}'`,
    `from "${csv.slice(0, -4)}" . csv`,
    `with recursive r as (select 'x' as a union all select a from '${csv}') from r`,
    `select exists(from '${csv}')`,
    `select 1 limit (select a from '${csv}')`,
    `from (describe '${csv}')`,
    `from json_execute_serialized_sql(json_serialize_sql('from ''${csv}'''))`,
    `select getenv('HOME')`,
    `create or replace view ${table} as select 1`,
    `create macro secret() as table from '${csv}'`,
    `merge into ${table} using (select 1) on true when matched then delete`,
    `use memory`,
    `detach memory`,
    `set variable x = 1`,
    `prepare p as select 1`,
    `vacuum`,
    `comment on table ${table} is 'x'`,
    `from enable_logging(storage = 'file', storage_path = '${folder}/log')`,
    `from checkpoint()`,
    `from duckdb_secrets()`,
    `from duckdb_settings()`,
    `copy (select 1) to '${folder}/out.csv'`,
    `attach '${folder}/new.db'`,
    `install httpfs`,
    `load httpfs`,
    `pragma database_list`,
    `set threads = 1`,
    `call enable_logging()`,
    `export database '${folder}/all'`,
    `create table core.x as select 1`,
    `insert into ${table} select * from ${table}`,
    `update ${table} set ds = null`,
    `delete from ${table}`,
    `with gone as (delete from ${table} returning *) select * from gone`,
    drop,
    `select 1; ${drop}`,
    `select 1) as x; ${drop}; select * from (select 1`,
    `select $é$ ' $é$ as a; ${drop}; -- '`,
    `select '\\'; ${drop}; -- '`,
    `select /* /* */ ' */ 1; ${drop}; -- '`,
    `explain analyze ${drop}`,
    `explain (analyze) ${drop}`,
    `explain copy (select 1) to '${folder}/out.csv'`,
    `begin`,
    ``,
  ];
}

describe('the console', () => {
  it('reads the published tables', async () => {
    expect(await rows(table)).toBeGreaterThan(100);
    const asked = `with d as (from ${table}) select ds, count(*) as n from d where ds is not distinct from ds group by all order by ds`;
    const { columns, rows: days } = await house.workbench.query({ sql: `${asked};` });
    expect(columns.map(({ name }) => name)).toEqual(['ds', 'n']);
    expect(days.length).toBeGreaterThan(1);
    const [own] = await house.query(
      `select '/a.csv' as page, 'x' || 'b.json' in ('b.json', '/c.csv') as found, trim(both 'a' from 'aba') as t`,
    );
    expect(own).toEqual({ page: '/a.csv', found: false, t: 'b' });
    expect(await rows('range(5)')).toBe(5);
  });

  it('explains a query without running it, and with', async () => {
    for (const head of ['explain', 'EXPLAIN ANALYZE']) {
      const { columns, rows: lines } = await house.workbench.query({
        sql: `${head} select count(*) from ${table}`,
      });
      expect(columns).toEqual([{ name: 'plan', type: 'VARCHAR' }]);
      expect(lines.join('\n')).toContain('AGGREGATE');
    }
  });

  it('saves the rows of a view in the order in which they are shown, as CSV and as Parquet', async () => {
    const info = (await house.workbench.tables()).find(({ name }) => name === table)!;
    const column = 'dim_country';
    const view: RowView = {
      filters: [{ column, op: 'filled', value: '' }],
      search: '',
      sort: { column, descending: true },
    };
    const shown = await house.query(planRows(info, view));
    expect(shown.length).toBeGreaterThan(50);
    const host = await openNodeHost({ threads: 1 });
    const db = await host.openDatabase();
    for (const format of ['csv', 'parquet'] as const) {
      const { bytes } = await house.workbench.exportFile({
        ...{ path: `view.${format}`, table, format, view },
      });
      const file = await db.attachFile(sourceOf(bytes));
      const back = await db.rows(`select logged_out_user_id from read_${format}(${file.sql})`);
      await file.release();
      expect(
        back.map((row) => String(row['logged_out_user_id'])),
        format,
      ).toEqual(shown.map((row) => String(row['logged_out_user_id'])));
    }
    await db.close();
    await host.dispose();
  });

  it(
    'reaches no file, no setting and no published table, however it is spelled',
    { timeout: 60_000 },
    async () => {
      const before = await rows(table);
      for (const sql of hostile())
        await expect(house.workbench.query({ sql }), sql).rejects.toMatchObject({
          code: 'query-failed',
          // Refused before the engine's own bars, which come second, are reached.
          message: expect.not.stringMatching(/opensesame|Permission Error/) as string,
        });
      expect(readdirSync(folder).sort()).toEqual(['secret.csv', 'secret.txt']);
      expect(existsSync(join(folder, 'out.csv'))).toBe(false);
      expect(await rows(table)).toBe(before);
      expect(await rows(`duckdb_tables() where table_name = 'x'`)).toBe(0);
    },
  );

  it(
    'ends a query that would run for ever, while the screens go on',
    { timeout: 60_000 },
    async () => {
      const runaway = new AbortController();
      const endless = house.workbench.query(
        {
          sql: 'select count(*) from range(10_000_000) a, range(10_000_000) b where a.range < b.range',
        },
        { signal: runaway.signal },
      );
      const caught = endless.catch((error: unknown) => error);
      expect(await house.workbench.metrics({})).toBeDefined();
      runaway.abort();
      expect(await caught).toMatchObject({ code: 'cancelled' });
      for (const sql of [
        'select count(*) from range(10_000_000) a, range(10_000_000) b where a.range < b.range',
        'with recursive t as (select 1 as n union all select n + 1 from t) select count(*) from t',
      ])
        await expect(house.workbench.query({ sql, seconds: 0.5 })).rejects.toMatchObject({
          code: 'query-too-long',
          message: 'the query was stopped after: 0.5 s',
        });
      expect(await house.workbench.query({ sql: 'select 1 as n', seconds: 30 })).toMatchObject({
        rows: [[1]],
      });
      expect(await rows(table)).toBeGreaterThan(100);
    },
  );
});
