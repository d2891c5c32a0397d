import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Finding } from '../core/quality/finding.ts';
import { runCli } from './run-cli.ts';

let folder: string;
const at = (name: string) => join(folder, name);

async function cli(...argv: string[]) {
  return cliUntil(new AbortController().signal, ...argv);
}

async function cliUntil(signal: AbortSignal, ...argv: string[]) {
  let stdout = '';
  let stderr = '';
  const code = await runCli(argv, {
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
    signal,
  });
  return { code, stdout, stderr };
}

async function queryJson(warehouse: string, sql: string): Promise<unknown> {
  const { stdout } = await cli('query', sql, '--warehouse', at(warehouse), '--format', 'json');
  return JSON.parse(stdout);
}

const agent =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile/15E148 Safari/604.1';
const addresses = ['8.8.8.8', '1.1.1.1', '193.99.144.80', '2a00:1450:4001:82a::200e'];

/** Rows every five minutes of two days, each by one of four visitors. */
function csv(options: { host: boolean }): string {
  const start = Date.UTC(2026, 8, 1);
  const lines = Array.from({ length: 576 }, (_, i) => {
    const time = new Date(start + i * 300_000).toISOString();
    const cells = [time, addresses[i % 4], `"${agent}"`, `/page/${i % 7}`];
    return [...cells, ...(options.host ? ['www.eczachly.com'] : [])].join(',');
  });
  const header = ['time', 'ip', 'user_agent', 'path', ...(options.host ? ['host'] : [])];
  return `${[header.join(','), ...lines].join('\n')}\n`;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'homegrown-test-'));
  await writeFile(at('events.csv'), csv({ host: true }));
  await writeFile(at('nohost.csv'), csv({ host: false }));
  await writeFile(at('picture.csv'), Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'));
  await writeFile(at('empty.csv'), '');
});
afterAll(() => rm(folder, { recursive: true }));

describe('words', () => {
  it('helps, tells its version, and exits 64 on wrong usage', async () => {
    expect(await cli('--help')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('exit codes:'),
    });
    expect((await cli('--version')).stdout).toMatch(/^homegrown \d+\.\d+\.\d+\n$/);
    expect(await cli('run', '--warehouse', 'w')).toMatchObject({ code: 64, stdout: '' });
    expect((await cli('sail')).stderr).toMatch(/^homegrown: unknown command: sail/);
  });

  it('says that nothing is published, and makes no folder', async () => {
    for (const words of [['query', 'select 1'], ['checks'], ['export', '--out', at('none-out')]]) {
      const { code, stderr } = await cli(...words, '--warehouse', at('none'));
      expect([code, stderr]).toEqual([
        1,
        expect.stringContaining('nothing is published in this folder'),
      ]);
    }
    expect([existsSync(at('none')), existsSync(at('none-out'))]).toEqual([false, false]);
  });

  it('exits 1 when no file is there', async () => {
    const { code, stderr } = await cli('run', at('gone.csv'), '--warehouse', at('none'));
    expect([code, stderr]).toEqual([1, expect.stringContaining('there is no such file')]);
  });
});

describe('the whole way', () => {
  it('runs, queries, checks and exports', async () => {
    const warehouse = at('whole');
    const run = await cli('run', at('events.csv'), '--warehouse', warehouse, '--format', 'json');
    expect(run.code, run.stderr).toBe(0);
    expect(JSON.parse(run.stdout)).toMatchObject({
      status: 'published',
      generation: 1,
      refused: [],
      deliveries: [{ name: 'events.csv', seen: 576, accepted: 576 }],
    });

    const facts = `select ds, count(*) as n, count(distinct logged_out_user_id) as visitors, min(event_timestamp) as first
      from core.fct_website_events group by ds order by ds`;
    expect(await queryJson('whole', facts)).toEqual([
      { ds: '2026-09-01', n: 288, visitors: 4, first: '2026-09-01 00:00:00' },
      { ds: '2026-09-02', n: 288, visitors: 4, first: '2026-09-02 00:00:00' },
    ]);
    const wrong = await cli('query', 'select nothing', '--warehouse', warehouse);
    expect([wrong.code, wrong.stdout]).toEqual([1, '']);

    const checks = await cli('checks', '--warehouse', warehouse, '--format', 'json');
    expect((JSON.parse(checks.stdout) as Finding[]).some(({ status }) => status === 'pass')).toBe(
      true,
    );
    expect((await cli('checks', '--warehouse', warehouse)).stdout).toMatch(/\d+ checks: .*pass/);

    expect((await cli('export', '--warehouse', warehouse, '--out', at('out'))).code).toBe(0);
    expect(JSON.parse(await readFile(at('out/run.json'), 'utf8'))).toBeTypeOf('object');
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    const reader =
      await connection.runAndReadAll(`select count(*), any_value(typeof(other_properties))
      from read_parquet('${at('out')}/core/fct_website_events/*/*.parquet', hive_partitioning = false)`);
    expect(reader.getRows()).toEqual([[576n, 'MAP(VARCHAR, VARCHAR)']]);
    connection.closeSync();

    const again = await cli('run', at('events.csv'), '--warehouse', warehouse, '--format', 'json');
    expect([again.code, JSON.parse(again.stdout).status]).toEqual([0, 'unchanged']);
  }, 60_000);

  it('loads the rest of a drop and exits 1, naming each file and the option that answers', async () => {
    const files = ['events.csv', 'nohost.csv', 'picture.csv', 'empty.csv'].map(at);
    const { code, stdout, stderr } = await cli('run', ...files, '--warehouse', at('rest'));
    expect(code).toBe(1);
    for (const name of ['picture.csv', 'empty.csv', 'nohost.csv'])
      expect(stderr).toContain(`${name}: `);
    expect(stderr).toMatch(/nohost\.csv: .*--host/);
    expect(stdout).toContain('3 files refused; the rest is published');
    expect(await queryJson('rest', 'select count(*) as n from core.fct_website_events')).toEqual([
      { n: 576 },
    ]);
  }, 60_000);

  it('takes the answer from the option', async () => {
    const words = [
      'run',
      at('nohost.csv'),
      '--warehouse',
      at('answered'),
      '--host',
      'www.zachwilson.tech',
    ];
    const { code, stderr } = await cli(...words);
    expect(code, stderr).toBe(0);
    expect(
      await queryJson('answered', 'select distinct dim_hostname from core.fct_website_events'),
    ).toEqual([{ dim_hostname: 'www.zachwilson.tech' }]);
  }, 60_000);

  it('plans, builds and checks on --dry-run, and publishes nothing', async () => {
    const { code, stdout, stderr } = await cli(
      'run',
      at('events.csv'),
      '--warehouse',
      at('dry'),
      '--dry-run',
    );
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/events\.csv .*time=time/);
    expect((await cli('checks', '--warehouse', at('dry'))).code).toBe(1);
  }, 60_000);

  it('publishes nothing when it is cancelled', async () => {
    const controller = new AbortController();
    const running = cliUntil(
      controller.signal,
      'run',
      at('events.csv'),
      '--warehouse',
      at('cancelled'),
    );
    setTimeout(() => controller.abort(), 50);
    const { code, stderr } = await running;
    expect([code, stderr]).toEqual([1, expect.stringContaining('nothing was published')]);
    expect((await cli('checks', '--warehouse', at('cancelled'))).code).toBe(1);
  }, 60_000);
});
