import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Finding } from '../core/quality/finding.ts';
import { runCli } from './run-cli.ts';

let folder: string;
let connection: DuckDBConnection;
const at = (name: string): string => join(folder, name);

async function cli(...argv: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  let [stdout, stderr] = ['', ''];
  const io = {
    stdout: { write: (text: string) => (stdout += text) },
    stderr: { write: (text: string) => (stderr += text) },
    signal: new AbortController().signal,
  };
  return { code: await runCli(argv, io), stdout, stderr };
}

async function native(sql: string): Promise<Record<string, unknown>[]> {
  return (await connection.runAndReadAll(sql)).getRowObjectsJson();
}

const formulas = [
  '=1+1',
  '+1+1',
  '-1+1',
  '@SUM(1)',
  '=cmd|"/C calc"!A0',
  '＝1+1',
  '-5',
  'plain, "quoted"',
];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'homegrown-export-'));
  connection = await (await DuckDBInstance.create(':memory:')).connect();
  const lines = formulas.map((text, i) => {
    const quoted = `"${text.replaceAll('"', '""')}"`;
    const query = `utm_source=${encodeURIComponent(text)}&gclid=click${i}`;
    return `2026-09-0${1 + (i % 2)}T10:00:0${i}Z,8.8.8.8,Mozilla/5.0,https://www.eczachly.com/?${query},900719925474099${i},${quoted}`;
  });
  await writeFile(at('in.csv'), `time,ip,user_agent,url,user_id,note\n${lines.join('\n')}\n`);
  const { code, stderr } = await cli('run', at('in.csv'), '--warehouse', at('w'));
  expect(code, stderr).toBe(0);
}, 60_000);
afterAll(async () => {
  connection.closeSync();
  await rm(folder, { recursive: true });
});

describe('export', () => {
  it('writes Parquet that native DuckDB reads with the published types', async () => {
    expect((await cli('export', '--warehouse', at('w'), '--out', at('p'))).code).toBe(0);
    const files = `read_parquet('${at('p')}/core/fct_website_events/*/*.parquet', hive_partitioning = false)`;
    const types = await native(`describe select * from ${files}`);
    expect(types.slice(0, 9).map((row) => [row['column_name'], row['column_type']])).toEqual([
      ['user_id', 'BIGINT'],
      ['logged_out_user_id', 'BIGINT'],
      ['dim_hostname', 'VARCHAR'],
      ['dim_country', 'VARCHAR'],
      ['dim_device_brand', 'VARCHAR'],
      ['dim_action_type', 'VARCHAR'],
      ['event_timestamp', 'TIMESTAMP'],
      ['other_properties', 'MAP(VARCHAR, VARCHAR)'],
      ['ds', 'VARCHAR'],
    ]);
    const rows =
      await native(`select utm_source, other_properties['note'] as note, other_properties['gclid'] as click,
      map_keys(other_properties) as keys, user_id from ${files} order by user_id`);
    expect(rows).toEqual(
      formulas.map((text, i) => ({
        utm_source: text,
        note: text,
        click: `click${i}`,
        keys: ['gclid', 'note'],
        user_id: `900719925474099${i}`,
      })),
    );
    const codec = await native(
      `select distinct compression from parquet_metadata('${at('p')}/core/fct_website_events/*/*.parquet')`,
    );
    expect(codec).toEqual([{ compression: 'ZSTD' }]);
    expect((await readdir(at('p/core/fct_website_events'))).sort()).toEqual([
      'ds=2026-09-01',
      'ds=2026-09-02',
    ]);
    const run = JSON.parse(await readFile(at('p/run.json'), 'utf8')) as Record<string, unknown>;
    expect(run).toMatchObject({
      status: 'published',
      deliveries: [
        { name: 'in.csv', seen: 8, accepted: 8, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      ],
      findings: expect.arrayContaining([expect.objectContaining({ status: 'pass' })]),
    });
  }, 60_000);

  it('writes CSV in which no text starts as a formula and numbers stay numbers', async () => {
    expect(
      (await cli('export', '--warehouse', at('w'), '--out', at('c'), '--format', 'csv')).code,
    ).toBe(0);
    const file = `read_csv('${at('c')}/core/fct_website_events.csv', all_varchar = true, strict_mode = true)`;
    const rows = await native(
      `select utm_source, other_properties, logged_out_user_id as v, user_id from ${file}`,
    );
    const texts = rows.map((row) => String(row['utm_source'])).sort();
    const guarded = (text: string): string => (/^[=+@＝-]/.test(text) ? `'${text}` : text);
    expect(texts).toEqual(formulas.map(guarded).sort());
    expect(
      rows
        .map((row) => (JSON.parse(String(row['other_properties'])) as { note: string }).note)
        .sort(),
    ).toEqual(formulas.toSorted());
    for (const row of rows) expect(String(row['v'])).toMatch(/^-?\d{15,19}$/);
    for (const path of await readdir(at('c'), { recursive: true })) {
      if (!path.endsWith('.csv')) continue;
      const text = await readFile(join(at('c'), path), 'utf8');
      expect(/(?:^|,)"[=+@＝-]/m.test(text), path).toBe(false);
    }
  }, 60_000);

  it('writes one table when asked, and none that is unknown', async () => {
    const words = ['--warehouse', at('w'), '--out', at('one')];
    expect(
      (await cli('export', ...words, '--table', 'core.dim_visitors', '--format', 'csv')).code,
    ).toBe(0);
    expect(await readdir(at('one'), { recursive: true })).toEqual([
      'core',
      'core/dim_visitors.csv',
    ]);
    const unknown = await cli('export', ...words, '--table', 'core.nothing');
    expect([unknown.code, unknown.stderr]).toEqual([
      1,
      expect.stringContaining('unknown table: core.nothing'),
    ]);
  }, 60_000);
});

describe('query and checks', () => {
  const query = async (sql: string): Promise<unknown> => {
    const { code, stdout, stderr } = await cli(
      'query',
      sql,
      '--warehouse',
      at('w'),
      '--format',
      'json',
    );
    expect(code, stderr).toBe(0);
    return JSON.parse(stdout);
  };

  it('give JSON with bigint as number when safe, else as text', async () => {
    expect(
      await query(
        'select min(user_id) as low, max(user_id) as high, count(*) as n, sum(user_id) as s, 0.5 as half, null as nothing from core.fct_website_events',
      ),
    ).toEqual([
      {
        low: 9007199254740990,
        high: '9007199254740997',
        n: 8,
        s: '72057594037927948',
        half: 0.5,
        nothing: null,
      },
    ]);
    expect(
      await query(
        "select other_properties as p from core.fct_website_events where utm_source = '-5'",
      ),
    ).toEqual([{ p: { gclid: 'click6', note: '-5' } }]);
  }, 60_000);

  it('describe tables, and refuse statements that write', async () => {
    expect(await query('describe core.agg_website_events')).toContainEqual(
      expect.objectContaining({ column_name: 'm_total_events', column_type: 'BIGINT' }),
    );
    for (const sql of [
      'drop table core.dim_visitors',
      'select 1; drop table core.dim_visitors',
      'select 1) as x; drop table core.dim_visitors; select * from (select 1',
    ]) {
      const { code, stdout } = await cli('query', sql, '--warehouse', at('w'));
      expect([sql, code, stdout]).toEqual([sql, 1, '']);
    }
    expect(await query('select count(*) as n from core.dim_visitors')).toEqual([{ n: 1 }]);
  }, 60_000);

  it('list every check with its severity and what was observed', async () => {
    const { stdout } = await cli('checks', '--warehouse', at('w'), '--format', 'json');
    const findings = JSON.parse(stdout) as Finding[];
    expect(findings.length).toBeGreaterThan(20);
    for (const finding of findings)
      expect(['pass', 'warn', 'error', 'n/a', 'learning']).toContain(finding.status);
    expect(findings.filter(({ status }) => status === 'error')).toEqual([]);
  }, 60_000);
});
