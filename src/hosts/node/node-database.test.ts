import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Block, Database } from '../../engine/ports.ts';
import { LocalFile, openLocalFile } from './local-file.ts';
import { openNodeHost } from './open-node-host.ts';
import type { NodeHost } from './open-node-host.ts';

let host: NodeHost;
let db: Database;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'homegrown-test-'));
  host = await openNodeHost();
  db = await host.openDatabase();
});

afterAll(async () => {
  await db.close();
  await host.dispose();
  await rm(folder, { recursive: true });
});

async function collect(sql: string): Promise<Block[]> {
  const blocks: Block[] = [];
  for await (const block of db.blocks(sql)) blocks.push(block);
  return blocks;
}

describe('rows', () => {
  it('keeps 64-bit integers, microseconds and text dates', async () => {
    const [row] =
      await db.rows(`select 9223372036854775807 as b, (-9223372036854775808)::bigint as low,
      18446744073709551615::ubigint as u, 7 as i, 2.5::double as d, 12.30::decimal(10, 2) as dec, sum(1::bigint) as huge,
      timestamp '2026-09-01 10:00:00.000001' as ts, timestamptz '2026-09-01 10:00:00+00' as tz,
      timestamp_ms '2026-09-01 10:00:00.002' as ms, date '2026-09-01' as day, true as yes, null as nothing, [1, 2] as list,
      'ä€😀' as text, '\\xAA'::blob as raw, 'x'::enum('x', 'y') as e`);
    const at = BigInt(Date.UTC(2026, 8, 1, 10)) * 1000n;
    expect(row).toMatchObject({
      b: 9223372036854775807n,
      low: -9223372036854775808n,
      u: 18446744073709551615n,
      i: 7,
      d: 2.5,
      dec: 12.3,
      huge: 1n,
      ts: at + 1n,
      tz: at,
      ms: at + 2000n,
      day: '2026-09-01',
      yes: true,
      nothing: null,
      list: [1, 2],
      text: 'ä€😀',
      raw: Uint8Array.of(0xaa),
      e: 'x',
    });
  });

  it('gives maps as objects, whatever the keys are called', async () => {
    const [row] = await db.rows(`select map {'__proto__': 'a', 'constructor': 'b', '': null} as m`);
    const map = row!['m'] as Record<string, unknown>;
    expect(Object.entries(map)).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
      ['', null],
    ]);
  });

  it('rejects with the error of the engine and goes on', async () => {
    await expect(db.rows('select * from nowhere')).rejects.toThrow(/nowhere/);
    expect(await db.rows('select 1 as one')).toEqual([{ one: 1 }]);
  });
});

describe('blocks and insert', () => {
  it('round-trips every column type, across chunks and blocks', async () => {
    await db.run(`create table source as select 'text ' || i as s, nullif(i, 3)::varchar as n, (i - 5)::bigint as b,
      (18446744073709551615 - i)::ubigint as u, i::integer as i, i / 3 as d, i % 2 = 0 as f from range(70000) t(i)`);
    await db.run('create table target as from source limit 0');
    const blocks = await collect('select * from source order by i');
    expect(blocks.map((block) => block.rows)).toEqual([65536, 70000 - 65536]);
    for (const block of blocks) await db.insert('target', block);
    const [diff] = await db.rows(`select (select count(*) from target) as n,
      (select count(*) from (from source except all from target)) as missing`);
    expect(diff).toEqual({ n: 70000n, missing: 0n });
  });

  it('writes microseconds into a TIMESTAMP column and finds tables of attached databases', async () => {
    await db.run(`attach ':memory:' as other; create table other.times (seen timestamp)`);
    const values = BigInt64Array.of(1_700_000_000_000_001n);
    await db.insert('other.times', { rows: 1, columns: [{ name: 'at', type: 'BIGINT', values }] });
    expect(await db.rows('select seen::varchar as seen from other.times')).toEqual([
      { seen: '2023-11-14 22:13:20.000001' },
    ]);
  });

  it('may insert between blocks', async () => {
    await db.run('create table copied (i bigint)');
    for await (const block of db.blocks('select range as i from range(200000)'))
      await db.insert('copied', block);
    expect(await db.rows('select sum(i)::bigint as s from copied')).toEqual([{ s: 19999900000n }]);
  });

  it('keeps any text as it is', async () => {
    await db.run('create table texts (s varchar)');
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.option(fc.string({ unit: 'binary', maxLength: 30 })), { maxLength: 40 }),
        async (values) => {
          await db.run('truncate texts');
          await db.insert('texts', {
            rows: values.length,
            columns: [{ name: 's', type: 'VARCHAR', values }],
          });
          const blocks = await collect('select s from texts');
          expect(blocks.flatMap((block) => block.columns[0]!.values as unknown[])).toEqual(values);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('refuses null numbers and wrong columns instead of guessing', async () => {
    await expect(collect('select null::bigint as b')).rejects.toThrow(
      /null in a column of numbers: b/,
    );
    await expect(collect(`select date '2026-01-01' as day`)).rejects.toThrow(
      /cannot cross in bulk: day DATE/,
    );
    await db.run('create table two (a bigint, b varchar)');
    const a = { name: 'a', type: 'VARCHAR', values: ['x'] } as const;
    await expect(
      db.insert('two', { rows: 1, columns: [{ ...a, values: ['x'] }] }),
    ).rejects.toThrow();
    expect(await db.rows('select count(*) as n from two')).toEqual([{ n: 0n }]);
  });
});

describe('cancelling', () => {
  const runaway =
    'select count(*) as n from range(100000000) a, range(100000) b where a.range % 7 = b.range % 11';

  it('ends a runaway query within a second and leaves the connection usable', async () => {
    const times: number[] = [];
    for (let i = 0; i < 3; i++) {
      const controller = new AbortController();
      const waiting = db.rows(runaway, { signal: controller.signal });
      const ended = expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
      await new Promise((resolve) => setTimeout(resolve, 100));
      const fired = performance.now();
      controller.abort();
      await ended;
      times.push(performance.now() - fired);
    }
    // The quickest: the machine may be busy with something else.
    expect(Math.min(...times)).toBeLessThan(1000);
    expect(await db.rows('select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('leaves no table behind, wherever the signal falls', async () => {
    for (const delay of [0, 1, 5]) {
      const controller = new AbortController();
      const waiting = db.run(`create table half as ${runaway}`, { signal: controller.signal });
      setTimeout(() => controller.abort(), delay);
      await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    }
    expect(
      await db.rows(`select count(*) as n from duckdb_tables() where table_name = 'half'`),
    ).toEqual([{ n: 0n }]);
  });

  it('does not start what is queued behind a fired signal', async () => {
    await expect(db.run('select 1', { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'cancelled',
    });
  });
});

describe('files', () => {
  it('reads a file under an opaque name, whatever a person calls it', async () => {
    const path = join(folder, `it's [a] *.csv`);
    await writeFile(path, 'a,b\n1,x\n2,y\n');
    const attached = await db.attachFile(await openLocalFile(path));
    expect(attached.sql).toMatch(/^'[^']*in_[0-9a-f-]+_end\.csv'$/);
    expect(await db.rows(`from read_csv(${attached.sql}, header = true)`)).toEqual([
      { a: 1n, b: 'x' },
      { a: 2n, b: 'y' },
    ]);
    await attached.release();
    await expect(db.rows(`from read_csv(${attached.sql})`)).rejects.toThrow();
  });

  it('reads a slice and a Blob', async () => {
    const path = join(folder, 'slice.csv');
    await writeFile(path, 'skip me\na\n1\n');
    const slice = (await openLocalFile(path)).slice(8);
    const blob = new Blob(['a\n1\n']);
    for (const source of [slice, blob as never]) {
      const attached = await db.attachFile(source);
      expect(await db.rows(`from read_csv(${attached.sql}, header = true)`)).toEqual([{ a: 1n }]);
      await attached.release();
    }
  });

  it('writes Parquet with ZSTD and maps, and reads it back in order', async () => {
    const sql = `select i::bigint as i, map {'k': i::varchar} as m from range(300000) t(i) order by i desc`;
    const { bytes, rows } = await db.writeParquet(sql);
    expect(rows).toBe(300000);
    const path = join(folder, 'out.parquet');
    await writeFile(path, bytes);
    const attached = await db.attachFile(new LocalFile(path, 0, bytes.length, true));
    const [meta] =
      await db.rows(`select count(distinct row_group_id) as groups, max(row_group_num_rows) as most,
      list(distinct compression) as codecs from parquet_metadata(${attached.sql})`);
    await attached.release();
    expect(meta).toEqual({ groups: 3n, most: 122880n, codecs: ['ZSTD'] });
    await db.readParquet('back', new LocalFile(path, 0, bytes.length, true));
    const [back] = await db.rows(`select count(*) filter (i <> 299999 - rowid) as misplaced,
      typeof(any_value(m)) as type, count(*) filter (m['k'] <> i::varchar) as wrong from back`);
    expect(back).toEqual({ misplaced: 0n, type: 'MAP(VARCHAR, VARCHAR)', wrong: 0n });
    await db.readParquet('narrow', new LocalFile(path, 0, bytes.length, true), { columns: ['i'] });
    await db.readParquet('temp.few', new LocalFile(path, 0, bytes.length, true), { limit: 2 });
    expect(await db.rows('select i from temp.few')).toEqual([{ i: 299999n }, { i: 299998n }]);
    expect((await db.rows('describe narrow')).map((row) => row['column_name'])).toEqual(['i']);
  });

  it('says that a cut Parquet file is damaged', async () => {
    const { bytes } = await db.writeParquet('select 1 as a');
    const cut = new Blob([bytes.slice(0, bytes.length - 9)]);
    await expect(db.readParquet('cut', cut as never)).rejects.toMatchObject({
      code: 'file-damaged',
    });
  });
});

it('shares tables, not the queue, with a second connection', async () => {
  await db.run('create table shared as select 1 as one');
  const second = await db.connect();
  expect(await second.rows('from shared')).toEqual([{ one: 1 }]);
  await second.close();
  expect(await db.rows('from shared')).toEqual([{ one: 1 }]);
});

it('never fetches an extension', async () => {
  await expect(db.rows(`from read_csv('https://example.com/x.csv')`)).rejects.toThrow();
  expect(
    await db.rows(
      `select name from duckdb_settings() where name like 'auto%known%' and value <> 'false'`,
    ),
  ).toEqual([]);
});

it('reaches no file but those that were attached', async () => {
  const path = join(folder, 'secret.csv');
  await writeFile(path, 'a\n1\n');
  const [row] = await db.rows("select current_setting('temp_directory') as temp");
  const scratch = dirname(String(row!['temp']));
  for (const name of [path, `${scratch}/..${path}`, `${scratch}/../..${path}`])
    for (const read of ['read_csv', 'read_text', 'glob'])
      await expect(db.rows(`from ${read}('${name}')`), `${read} ${name}`).rejects.toThrow();
  await expect(db.run(`copy (select 1) to '${path}'`)).rejects.toThrow();
  await expect(db.run(`attach '${join(folder, 'x.db')}'`)).rejects.toThrow();
  await expect(db.run('set enable_external_access = true')).rejects.toThrow();
});
