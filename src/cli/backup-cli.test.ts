import { existsSync } from 'node:fs';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WarehouseStatus } from '../workbench.ts';
import { cli, cliJson, dayCsv } from './testing/command-line.ts';

let folder: string;
const at = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'homegrown-backup-'));
  await writeFile(at('a.csv'), dayCsv(1));
  await writeFile(at('b.csv'), dayCsv(2));
  for (const name of ['a.csv', 'b.csv']) {
    const { code, stderr } = await cli('run', at(name), '--warehouse', at('w'));
    expect(code, stderr).toBe(0);
  }
}, 60_000);
afterAll(() => rm(folder, { recursive: true }));

const events = (warehouse: string) =>
  cliJson(
    'query',
    'select ds, count(*) as n, sum(logged_out_user_id) as s from core.fct_website_events group by ds order by ds',
    '--warehouse',
    at(warehouse),
  );

async function flipByteOf(warehouse: string, isIt: (path: string) => boolean): Promise<string> {
  const paths = await readdir(at(warehouse), { recursive: true });
  const path = paths.sort().find(isIt)!;
  const bytes = await readFile(join(at(warehouse), path));
  bytes[bytes.length >> 1]! ^= 1;
  await writeFile(join(at(warehouse), path), bytes);
  return path;
}
const isFact = (path: string): boolean => /core\/fct_website_events\/.*\.parquet$/.test(path);

describe('verify', () => {
  it('finds every file whole', async () => {
    const { code, stdout, stderr } = await cli('verify', '--warehouse', at('w'));
    expect([code, stdout], stderr).toEqual([0, expect.stringMatching(/^every file is as it was/)]);
  }, 60_000);

  it('names the table and the day of a flipped byte', async () => {
    await cp(at('w'), at('flipped'), { recursive: true });
    const path = await flipByteOf('flipped', isFact);
    const ds = /ds=([\d-]+)/.exec(path)![1];
    const { code, stdout } = await cli('verify', '--warehouse', at('flipped'));
    expect(code).toBe(1);
    expect(stdout).toMatch(/^damaged: /);
    expect(stdout).toContain(`core.fct_website_events ${ds}: changed`);
  }, 60_000);
});

describe('backup and restore', () => {
  it('bring the whole warehouse to another folder, and note the day', async () => {
    const made = await cliJson<{ files: number; bytes: number }>(
      'backup',
      '--warehouse',
      at('w'),
      '--out',
      at('out/backup.zip'),
    );
    expect((await readFile(at('out/backup.zip'))).length).toBe(made.bytes);
    const { stdout } = await cli('publications', '--warehouse', at('w'));
    expect(stdout).toMatch(/last backup: \d{4}-/);

    const restored = await cli('restore', at('out/backup.zip'), '--warehouse', at('copy'));
    expect(restored.code, restored.stderr).toBe(0);
    expect(await events('copy')).toEqual(await events('w'));
    expect((await cli('verify', '--warehouse', at('copy'))).code).toBe(0);
    const again = await cliJson<{ status: string }>('run', at('a.csv'), '--warehouse', at('copy'));
    expect(again.status).toBe('unchanged');
  }, 60_000);

  it('take the folder of a warehouse, too', async () => {
    const words = ['restore', at('w'), '--warehouse', at('from-folder')];
    const status = await cliJson<WarehouseStatus>(...words);
    expect(status).toMatchObject({ from: '2026-09-01', to: '2026-09-02', events: 576 });
    expect(await events('from-folder')).toEqual(await events('w'));
    expect((await cli('restore', at('w'), '--warehouse', at('w'))).code).toBe(64);
  }, 60_000);

  it('leave what is there when the backup is damaged or none', async () => {
    await writeFile(at('one.csv'), dayCsv(5, { rows: 100 }));
    await cli('run', at('one.csv'), '--warehouse', at('kept'));
    const before = await events('kept');
    const whole = await readFile(at('out/backup.zip'));
    await writeFile(at('cut.zip'), whole.subarray(0, whole.length >> 1));
    const flipped = Buffer.from(whole);
    flipped[whole.length >> 1]! ^= 1;
    await writeFile(at('flipped.zip'), flipped);
    for (const from of ['cut.zip', 'flipped.zip', 'a.csv', 'none.zip']) {
      const { code, stderr } = await cli('restore', at(from), '--warehouse', at('kept'));
      expect([from, code], stderr).toEqual([from, 1]);
    }
    expect(await events('kept')).toEqual(before);
    expect((await cli('verify', '--warehouse', at('kept'))).code).toBe(0);
  }, 60_000);

  it('can be undone', async () => {
    const before = await events('kept');
    expect((await cli('restore', at('out/backup.zip'), '--warehouse', at('kept'))).code).toBe(0);
    expect(await events('kept')).toEqual(await events('w'));
    const { publications } = await cliJson<{ publications: { generation: number }[] }>(
      'publications',
      '--warehouse',
      at('kept'),
    );
    const generation = String(publications[0]!.generation);
    const undone = await cli('undo', generation, '--warehouse', at('kept'));
    expect(undone.code, undone.stderr).toBe(0);
    expect(await events('kept')).toEqual(before);
  }, 60_000);

  it('make no zip of a damaged warehouse', async () => {
    const words = ['backup', '--warehouse', at('flipped'), '--out', at('damaged.zip')];
    const { code, stderr } = await cli(...words);
    expect([code, existsSync(at('damaged.zip'))], stderr).toEqual([1, false]);
  }, 60_000);
});
