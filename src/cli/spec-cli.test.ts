import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cli, dayCsv } from './testing/command-line.ts';

let folder: string;
const at = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'homegrown-spec-'));
  await mkdir(at('mine/growth'), { recursive: true });
  await writeFile(
    at('mine/growth/busy_hosts.sql'),
    "select dim_hostname, count(*) as events from {{ ref('fct_website_events') }} group by dim_hostname",
  );
  await writeFile(
    at('mine/growth/busy_hosts.yml'),
    `models:
  - name: busy_hosts
    description: Sites by events.
    config: { materialized: table, published: true, key: [dim_hostname] }
    columns:
      - { name: dim_hostname, data_type: VARCHAR, data_tests: [unique] }
      - { name: events, data_type: BIGINT }
`,
  );
});
afterAll(() => rm(folder, { recursive: true }));

it('writes the specification of what ships, or with the files of a folder over it', async () => {
  const { code, stdout } = await cli('spec');
  expect(code).toBe(0);
  expect(stdout).toMatch(/^# User growth pipeline\n/);
  expect(stdout).not.toContain('busy_hosts');
  const words = ['--project', at('mine'), '--out', at('docs/spec.md')];
  expect(await cli('spec', ...words)).toMatchObject({ code: 0, stdout: `${at('docs/spec.md')}\n` });
  const written = await readFile(at('docs/spec.md'), 'utf8');
  expect(written).toContain('### growth.busy_hosts');
  expect(written).toContain('| dim_hostname | STRING |');
});

it('tells the statuses of the last run of a warehouse', async () => {
  await writeFile(at('day.csv'), dayCsv(1));
  expect((await cli('run', at('day.csv'), '--warehouse', at('w'))).code).toBe(0);
  const { stdout } = await cli('spec', '--warehouse', at('w'));
  expect(stdout).toMatch(/Not NULL checks on .*Last run: pass\./);
  expect(stdout).toMatch(/Statuses of checks are those of the run of \d{4}-/);
  expect((await cli('spec', '--warehouse', at('nowhere'))).code).toBe(1);
}, 60_000);

it('exports a dbt project into a new folder only, own models among the others', async () => {
  const words = ['--out', at('dbt'), '--project', at('mine')];
  expect((await cli('export-dbt', ...words)).code).toBe(0);
  expect(await readFile(at('dbt/models/growth/busy_hosts.sql'), 'utf8')).toContain(
    "{{ ref('fct_website_events') }}",
  );
  expect(await readFile(at('dbt/models/growth/schema.yml'), 'utf8')).toContain('name: busy_hosts');
  expect(await cli('export-dbt', ...words)).toMatchObject({
    code: 64,
    stderr: expect.stringContaining('the folder is not empty') as string,
  });
  expect((await cli('export-dbt')).code).toBe(64);
  expect((await cli('spec', '--project', at('none'))).code).toBe(64);
});
