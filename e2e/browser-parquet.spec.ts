import { randomUUID } from 'node:crypto';
import { readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { DuckDBConnection } from '@duckdb/node-api';
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { sharedData } from '../src/lib/testing/shared-data.ts';
import { openBuiltFixture, scenario } from './built-fixture.ts';
import type { BuiltFixture } from './built-fixture.ts';

let fixture: BuiltFixture;
let page: Page;
let native: DuckDBConnection;

test.beforeAll(async ({ browser }) => {
  fixture = await openBuiltFixture();
  page = await browser.newPage();
  await page.goto(fixture.url);
  native = await (await DuckDBInstance.create(':memory:')).connect();
});

test.afterAll(async () => {
  await page.close();
  await fixture.close();
  native.disconnectSync();
});

const rows = (sql: string) => scenario<Record<string, unknown>[]>(page, 'rows', sql);

async function nativeRows(sql: string): Promise<Record<string, unknown>[]> {
  return (await native.runAndReadAll(sql)).getRowObjectsJson();
}

async function withFile<T>(bytes: Uint8Array, task: (path: string) => Promise<T>): Promise<T> {
  const path = join(tmpdir(), `${randomUUID()}.parquet`);
  await writeFile(path, bytes);
  try {
    return await task(path);
  } finally {
    await rm(path);
  }
}

test('writes Parquet that native DuckDB reads: MAP, ZSTD, row groups', async () => {
  const sql = `select i::bigint as id, case when i % 4 = 0 then null else 'ü' || i end as name,
    map {'k': i::varchar, 'z': null} as props, timestamp '2026-09-01' + to_microseconds(i) as at,
    i % 2 = 0 as even, i / 3 as third, '2026-09-01' as ds
    from range(130000) t(i)`;
  const file = await scenario<{ bytes: Uint8Array; rows: number }>(page, 'writeParquet', sql);
  expect(file.rows).toBe(130_000);
  await withFile(file.bytes, async (path) => {
    const described = await nativeRows(`describe from read_parquet('${path}')`);
    expect(described.map((row) => row['column_type'])).toEqual([
      'BIGINT',
      'VARCHAR',
      'MAP(VARCHAR, VARCHAR)',
      'TIMESTAMP',
      'BOOLEAN',
      'DOUBLE',
      'VARCHAR',
    ]);
    const groups = await nativeRows(
      `select distinct row_group_id::integer as g, row_group_num_rows::integer as n, compression as c from parquet_metadata('${path}') order by 1`,
    );
    expect(groups).toEqual([
      { g: 0, n: 122_880, c: 'ZSTD' },
      { g: 1, n: 7120, c: 'ZSTD' },
    ]);
    const inOrder = await nativeRows(
      `select count(*)::integer as n from read_parquet('${path}') p positional join (${sql}) s where p is distinct from s`,
    );
    expect(inOrder).toEqual([{ n: 0 }]);
  });
});

test('writes an empty result, and files in the order they were asked for', async () => {
  const empty = await scenario<{ bytes: Uint8Array; rows: number }>(
    page,
    'writeParquet',
    `select 1::bigint as a, map {'k': 'v'} as m where false`,
  );
  expect(empty.rows).toBe(0);
  await withFile(empty.bytes, async (path) => {
    const described = await nativeRows(`describe from read_parquet('${path}')`);
    expect(described.map((row) => row['column_type'])).toEqual(['BIGINT', 'MAP(VARCHAR, VARCHAR)']);
  });
  const files = await scenario<{ bytes: Uint8Array; rows: number }[]>(page, 'writeInOrder');
  for (const [n, file] of files.entries())
    await withFile(file.bytes, async (path) => {
      expect(
        await nativeRows(
          `select min(n) as a, max(n) as b, count(*)::integer as c from read_parquet('${path}')`,
        ),
      ).toEqual([{ a: n, b: n, c: 1000 }]);
    });
});

interface ReadBack {
  types: { column_name: string; column_type: string }[];
  rows: { md5: string; n: bigint }[];
}

test('appends files to the table that is meant, columns by name', async () => {
  const moment = "timestamp '2026-01-01' + to_seconds(i)";
  const queries = [
    `select i as a, 's' || i as s, ${moment} as moment from range(3) t(i)`,
    `select ${moment} as moment, i as a from range(3, 5) t(i)`,
    `select i as a, 's' || i as s, ${moment} as moment from range(5, 7) t(i)`,
  ];
  const files: number[][] = [];
  for (const query of queries) {
    const path = join(tmpdir(), `${randomUUID()}.parquet`);
    await native.run(`copy (${query}) to '${path}' (format parquet)`);
    files.push([...(await readFile(path))]);
    await rm(path);
  }
  const expected = await nativeRows(
    `select a, s, cast(moment as varchar) as moment from (${queries.join(' union all by name ')}) order by a`,
  );
  const { rows: appended, namesake } = await scenario<Record<'rows' | 'namesake', unknown[]>>(
    page,
    'appendParquet',
    files,
  );
  const asText = (row: unknown): unknown => ({
    ...(row as object),
    a: String((row as { a: bigint }).a),
  });
  expect(appended.map(asText)).toEqual(expected.map(asText));
  expect(namesake).toEqual([]);
});

test('reads Parquet as native DuckDB does', async () => {
  const path = join(tmpdir(), `${randomUUID()}.parquet`);
  await native.run(`copy (select i::tinyint as ti, i::usmallint as us, i::integer as i, (i * 1e15)::bigint as b, i::ubigint as ub,
    i / 7 as d, i::float as f, (i / 8)::decimal(12, 3) as de, 'naïve ' || i as s, case when i % 3 = 0 then null else i % 2 = 0 end as yes,
    date '2026-01-01' + i::integer as day, timestamp '2026-01-01' + to_microseconds(i) as at,
    (timestamp '2026-01-01' + to_milliseconds(i))::timestamp_ms as ms,
    map {'k' || i: i::varchar} as m, [i, null] as l, {'x': i, 'y': 's'} as st, ('\\x0' || (i % 10))::blob as bin
    from range(100) t(i)) to '${path}' (format parquet, row_group_size 2048)`);
  const bytes = [...(await readFile(path))];
  const back = await scenario<ReadBack>(page, 'readParquet', { bytes });
  const described = await nativeRows(`describe from read_parquet('${path}')`);
  expect(back.types.map(({ column_name, column_type }) => [column_name, column_type])).toEqual(
    described.map((row) => [row['column_name'], row['column_type']]),
  );
  const [expected] = await nativeRows(
    `select md5(string_agg(r, chr(10) order by r)) as md5 from (select cast(pq as varchar) as r from read_parquet('${path}') pq)`,
  );
  expect(back.rows[0]).toEqual({ md5: expected!['md5'], n: 100n });
  const some = await scenario<ReadBack>(page, 'readParquet', {
    bytes,
    columns: ['b', 's'],
    limit: 7,
  });
  expect(some.types.map(({ column_name }) => column_name)).toEqual(['b', 's']);
  expect(some.rows[0]!.n).toBe(7n);
  await rm(path);
});

test('says that a damaged Parquet file is damaged, and reads the next', async () => {
  const good = await scenario<{ bytes: Uint8Array }>(
    page,
    'writeParquet',
    `select i, 'text ' || i as s from range(5000) t(i)`,
  );
  const bytes = [...good.bytes];
  const middle = Math.floor(bytes.length / 3);
  const damaged = [
    bytes.slice(0, middle),
    bytes.map((byte, at) => (at > 4 && at < middle ? byte ^ 0x5a : byte)),
    bytes.map((byte, at) => (at > bytes.length - 60 && at < bytes.length - 8 ? 0xff : byte)),
    [...new TextEncoder().encode('PAR1 but not really PAR1')],
  ];
  for (const file of damaged)
    await expect(scenario(page, 'readParquet', { bytes: file })).rejects.toThrow(
      /^.*file-damaged: the Parquet file is damaged/,
    );
  expect((await scenario<ReadBack>(page, 'readParquet', { bytes })).rows[0]!.n).toBe(5000n);
});

const badData = sharedData('badinput/parquet-testing/bad_data');
test('survives the damaged files of parquet-testing (needs ../shared/data)', async () => {
  test.skip(!badData, 'no shared data');
  for (const name of (await readdir(badData!)).filter((file) => file.endsWith('.parquet'))) {
    const bytes = [...(await readFile(join(badData!, name)))];
    const outcome = await scenario<ReadBack>(page, 'readParquet', { bytes }).then(
      () => 'read',
      (error: Error) => error.message,
    );
    expect(outcome, name).toMatch(/^read$|file-damaged/);
  }
  expect(await rows('select 1 as one')).toEqual([{ one: 1 }]);
});
