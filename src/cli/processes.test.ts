import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cli, cliJson, dayCsv } from './testing/command-line.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
let folder: string;
let built: string;
const sites = ['a.example.com', 'b.example.com', 'c.example.com'];
const at = (name: string): string => join(folder, name);

interface Ended {
  code: number | null;
  signal: string | null;
  stderr: string;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'homegrown-processes-'));
  // Inside the project, so that the program finds its packages and the country table.
  built = join(root, `node_modules/.cache/cli-of-test-${process.pid}`);
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const words = ['build', '--config', 'vite.cli.config.ts', '--outDir', built];
  await promisify(execFile)(process.execPath, [vite, ...words], { cwd: root });
  for (const day of [1, 2]) await writeFile(at(`${day}.csv`), dayCsv(day));
  for (const host of sites) await writeFile(at(`${host}.csv`), dayCsv(1, { host }));
  expect(await ended(start('1.csv', 'first'))).toMatchObject({ code: 0 });
}, 120_000);
afterAll(async () => {
  await rm(folder, { recursive: true });
  await rm(built, { recursive: true, force: true });
});

function start(file: string, warehouse: string): ChildProcess {
  const words = ['run', at(file), '--warehouse', at(warehouse), '--threads', '1'];
  return spawn(process.execPath, [join(built, 'main.js'), ...words]);
}

async function ended(child: ChildProcess): Promise<Ended> {
  let stderr = '';
  child.stderr!.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  child.stdout!.resume();
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  return { code, signal, stderr };
}

/** Resolves when the program has said the word on stderr. */
function said(child: ChildProcess, word: string): Promise<void> {
  return new Promise((resolve) => {
    child.stderr!.on('data', (chunk: Buffer) => {
      if (chunk.includes(word)) resolve();
    });
  });
}

const days = (warehouse: string) =>
  cliJson(
    'query',
    'select ds, count(*) as n from core.fct_website_events group by ds order by ds',
    '--warehouse',
    at(warehouse),
  );
const expected = (...numbers: number[]) =>
  numbers.map((day) => ({ ds: `2026-09-0${day}`, n: 288 }));

it('of programs that publish at once none loses anything, and who cannot is told', async () => {
  const files = sites.map((host) => `${host}.csv`);
  const runs = await Promise.all(files.map((file) => ended(start(file, 'shared'))));
  expect(runs.some(({ code }) => code === 0)).toBe(true);
  for (const [i, { code, stderr }] of runs.entries()) {
    if (code === 0) continue;
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/wait until the other run has ended|run it again: it then builds on/),
    ]);
    expect(await ended(start(files[i]!, 'shared'))).toMatchObject({ code: 0 });
  }
  const hosts = `select dim_hostname as host, count(*) as n from core.fct_website_events group by host order by host`;
  expect(await cliJson('query', hosts, '--warehouse', at('shared'))).toEqual(
    sites.map((host) => ({ host, n: 288 })),
  );
  const journal = await cliJson<{ kind: string }[]>('journal', '--warehouse', at('shared'));
  expect(journal.map(({ kind }) => kind)).toEqual(['published', 'published', 'published']);
  expect((await cli('verify', '--warehouse', at('shared'))).code).toBe(0);
}, 120_000);

it.each([0, 20, 100])(
  'killed %i ms into publishing, the last publication is whole and the next one succeeds',
  async (wait) => {
    const warehouse = `killed-${wait}`;
    await cp(at('first'), at(warehouse), { recursive: true });
    const child = start('2.csv', warehouse);
    const end = ended(child);
    await Promise.race([said(child, 'publishing').then(() => setTimeout(wait)), end]);
    child.kill('SIGKILL');
    await end;
    expect((await cli('verify', '--warehouse', at(warehouse))).code).toBe(0);
    expect([expected(1), expected(1, 2)]).toContainEqual(await days(warehouse));
    expect(await ended(start('2.csv', warehouse))).toMatchObject({ code: 0 });
    expect(await days(warehouse)).toEqual(expected(1, 2));
  },
  120_000,
);

it('a program that is asked to end leaves the warehouse free for the next', async () => {
  const child = start('1.csv', 'ended');
  const end = ended(child);
  await Promise.race([said(child, ' %'), end]);
  child.kill('SIGTERM');
  expect([0, 1]).toContain((await end).code);
  expect(await ended(start('1.csv', 'ended'))).toMatchObject({ code: 0 });
  expect(await days('ended')).toEqual(expected(1));
}, 120_000);
