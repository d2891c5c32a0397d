import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunReport } from '../core/run/run-report.ts';
import { cli, cliJson, dayCsv } from './testing/command-line.ts';

let folder: string;
const at = (name: string): string => join(folder, name);

async function project(name: string, files: Record<string, string>): Promise<string> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(at(name), path)), { recursive: true });
    await writeFile(join(at(name), path), text);
  }
  return at(name);
}

const sql = "select ds, count(*) as events\nfrom {{ ref('fct_website_events') }}\ngroup by ds";
const yaml = (most = 100_000): string => `models:
  - name: agg_days
    description: Events by day.
    config: { materialized: table, published: true, tags: [mine], key: [ds] }
    columns:
      - { name: ds, data_type: VARCHAR, data_tests: [unique] }
      - { name: events, data_type: BIGINT, data_tests: [{ accepted_range: { max_value: ${most} } }] }
unit_tests:
  - name: counts
    model: agg_days
    given: [{ input: ref('fct_website_events'), rows: [{ ds: 2026-09-01 }] }]
    expect: { rows: [{ events: 1 }] }
`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'homegrown-project-'));
  await writeFile(at('day.csv'), dayCsv(1));
  expect((await cli('run', at('day.csv'), '--warehouse', at('w'))).code).toBe(0);
  await project('sound', { 'growth/agg_days.sql': sql, 'growth/agg_days.yml': yaml() });
  await project('strict/models', { 'growth/agg_days.sql': sql, 'growth/agg_days.yml': yaml(1) });
  const typo = sql.replace('count(*)', 'count(evnts)');
  await project('typo', { 'growth/agg_days.sql': typo, 'growth/agg_days.yml': yaml() });
});
afterAll(() => rm(folder, { recursive: true }));

describe('rules', () => {
  const mine = `actions:
  - name: partner page
    action: contact
    when: { path: '^/partners' }
`;

  it('are listed, tried on a record, and checked in a folder', async () => {
    const all = await cliJson<Record<string, object[]>>('rules');
    expect(all['actions']!.length).toBeGreaterThan(30);
    const of = await project('mine', { 'rules/actions.yml': mine });
    const { stdout } = await cli('rules', '--kind', 'actions', '--project', of);
    expect(stdout).toMatch(/^kind +rule +gives +when/);
    expect(stdout).toMatch(/\nactions +partner page +contact +path: '\^\/partners'/);
    const record = [
      '--url',
      'https://a.example/partners?utm_medium=email',
      '--user-agent',
      'curl/8',
    ];
    const tried = await cliJson<object>('rules', 'try', ...record, '--project', of);
    expect(tried).toMatchObject({
      action: { value: 'contact', rule: 'partner page' },
      channel: { value: 'Email' },
      bot: { isBot: true },
    });
    expect((await cli('rules', 'try', ...record)).stdout).toMatch(/\naction +page_view +page hit/);
    const onWarehouse = ['--warehouse', at('w'), '--project', of];
    expect((await cli('rules', 'try', ...record, ...onWarehouse)).stdout).toMatch(/partner page/);
    expect(await cli('check', '--project', of)).toMatchObject({ code: 0 });
    const broken = await project('broken', { 'rules/actions.yml': mine.replace('^/', '^/(') });
    expect(await cli('check', '--project', broken)).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('rules/actions.yml:4:19') as string,
    });
    expect(await cli('rules', '--url', '/a')).toMatchObject({ code: 64 });
  });
});

describe('ls', () => {
  it('lists models of what ships and of a folder, selected as dbt does', async () => {
    const all = await cliJson<{ name: string }[]>('ls');
    expect(all.map(({ name }) => name)).toContain('fct_website_events');
    const mine = await cliJson<object[]>('ls', '--project', at('sound'), '--select', 'tag:mine');
    expect(mine).toMatchObject([
      { name: 'agg_days', file: 'growth/agg_days.sql', refs: ['fct_website_events'] },
    ]);
    const { stdout } = await cli('ls', '--select', '+fct_sessions', '--exclude', 'path:staging');
    expect(stdout).toMatch(/^model +area .*\n/);
    expect(stdout).toMatch(/\nfct_sessions +website +\w+ +yes/);
    expect(stdout).not.toContain('stg_');
    expect(await cli('ls', '--select', 'nobody')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('nothing matches: nobody') as string,
    });
  });
});

describe('check', () => {
  it('tells what is wrong with file, line and column', async () => {
    expect(await cli('check', '--project', at('sound'))).toMatchObject({
      ...{ code: 0, stdout: 'Nothing is wrong.\n' },
    });
    const { code, stdout } = await cli('check', '--project', at('typo'));
    expect(code).toBe(1);
    expect(stdout).toMatch(/^growth\/agg_days\.sql:1:18: .*evnts.*\n1 problem\n$/);
    expect((await cli('check', '--project', at('nowhere'))).code).toBe(64);
    expect((await cli('check')).code).toBe(64);
  });
});

describe('build', () => {
  it('holds what fails, refuses what is not sound, publishes what passes, and takes it back', async () => {
    const build = (name: string, ...more: string[]) =>
      cli('build', '--warehouse', at('w'), '--project', at(name), ...more);
    const rows = () => cli('query', 'select * from growth.agg_days', '--warehouse', at('w'));
    const broken = await build('typo');
    expect(broken.code).toBe(1);
    expect(broken.stderr).toContain('growth/agg_days.sql:1:18: ');
    const held = await build('strict');
    expect(held.code).toBe(2);
    expect(held.stdout).toContain('Not applied, 1 check failed');
    expect((await rows()).code).toBe(1);
    expect((await build('strict', '--publish-anyway')).code).toBe(64);
    const built = await build('sound', '--by', 'Ann', '--reason', 'we count days');
    expect(built.code).toBe(0);
    expect(built.stdout).toMatch(/growth\.agg_days +1 /);
    expect((await rows()).stdout).toContain('288');
    expect((await build('sound')).stdout).toContain('Nothing changed');
    const { stdout } = await cli('journal', '--warehouse', at('w'), '--last', '1');
    expect(stdout).toContain('decided by Ann: we count days');
    await project('empty', { 'README.md': 'nothing' });
    expect((await build('empty')).code).toBe(0);
    expect((await rows()).code).toBe(1);
  });

  it('takes the selected models of a folder only', async () => {
    const other = yaml().replaceAll('agg_days', 'agg_more').replace('[mine]', '[later]');
    await project('two', {
      'growth/agg_days.sql': sql,
      'growth/agg_days.yml': yaml(),
      'growth/agg_more.sql': sql,
      'growth/agg_more.yml': other,
    });
    const report = await cliJson<RunReport>(
      ...['build', '--warehouse', at('w'), '--project', at('two'), '--select', 'tag:mine'],
    );
    const names = report.tables.map(({ name }) => name);
    expect(names).toContain('growth.agg_days');
    expect(names).not.toContain('growth.agg_more');
  });
});

describe('test', () => {
  it('tests the published tables and runs unit tests; a folder asks other questions of them', async () => {
    const select = ['--select', 'agg_days', '--warehouse', at('w')];
    const { code, stdout } = await cli('test', ...select);
    expect([code, stdout]).toEqual([0, expect.stringContaining('2 checks: 2 pass')]);
    expect(stdout).toContain('1 unit test: 1 pass');
    const strict = await cli('test', ...select, '--project', at('strict'));
    expect(strict.code).toBe(1);
    expect(strict.stdout).toMatch(/^status +on .*\n.*\nerror +growth\.agg_days/);
    await project('wrong', {
      'growth/agg_days.sql': sql,
      'growth/agg_days.yml': yaml().replace('events: 1 }', 'events: 2 }'),
    });
    const wrong = await cli('test', ...select, '--project', at('wrong'));
    expect(wrong.code).toBe(1);
    expect(wrong.stdout).toContain(
      'agg_days: unit test counts: missing (events 2); unexpected (events 1)',
    );
  });

  it('tests all that ships', async () => {
    const { findings, unitTests } = JSON.parse(
      (await cli('test', '--warehouse', at('w'), '--format', 'json')).stdout,
    ) as { findings: { status: string; on: string }[]; unitTests: { status: string }[] };
    expect(findings.filter(({ status }) => status === 'error')).toEqual([]);
    expect(findings.filter(({ status }) => status === 'pass').length).toBeGreaterThan(12);
    expect(unitTests.filter(({ status }) => status !== 'pass')).toEqual([]);
  });
});

describe('--project of a command', () => {
  it('runs with the folder, and keeps it with what it made; reading changes nothing', async () => {
    const files = ['--warehouse', at('w2'), '--project', at('sound')];
    expect((await cli('run', at('day.csv'), ...files)).code).toBe(0);
    const query = ['query', 'select events from growth.agg_days', '--warehouse', at('w2')];
    expect((await cli(...query)).stdout).toContain('288');
    await project('none', { 'README.md': 'nothing' });
    expect((await cli(...query, '--project', at('none'))).code).toBe(1);
    expect((await cli(...query)).stdout).toContain('288');
    const broken = await cli(...query, '--project', at('typo'));
    expect(broken.code).toBe(0);
    await project('unsound', { 'growth/agg_days.sql': "select * from {{ ref('nobody') }}" });
    const unsound = await cli(...query, '--project', at('unsound'));
    expect(unsound.code).toBe(1);
    expect(unsound.stderr).toMatch(/growth\/agg_days\.\w+:1:\d+: /);
  });
});
