import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { folderLocks } from '../hosts/node/folder-locks.ts';
import { folderStore } from '../hosts/node/folder-store.ts';
import { bareHost } from './testing/warehouse-writer.ts';
import { Warehouse } from './warehouse.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'homegrown-publishers-'));
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: fileURLToPath(new URL('testing/publish-often.ts', import.meta.url)),
      outDir: join(folder, 'built'),
      rolldownOptions: { output: { entryFileNames: 'publish-often.mjs' } },
    },
    ssr: { noExternal: true },
  });
}, 60_000);
afterAll(() => rm(folder, { recursive: true }));

interface Publisher {
  child: ChildProcess;
  /** What it said is durable. */
  said: string[];
  ended: Promise<unknown>;
}

function publisher(warehouse: string, name: string, times: number): Publisher {
  const words = [join(folder, 'built/publish-often.mjs'), warehouse, name, String(times)];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  const said: string[] = [];
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    const lines = text.split('\n');
    text = lines.pop()!;
    said.push(...lines);
  });
  return { child, said, ended: once(child, 'close') };
}

async function expectAll(warehouse: string, said: string[]): Promise<Warehouse> {
  const opened = await Warehouse.open(bareHost(folderStore(warehouse), folderLocks(warehouse)));
  await opened.verify();
  expect(opened.damage).toBeNull();
  const kept = opened.head!.journal.map(({ verdict }) => verdict);
  expect(said.filter((mark) => !kept.includes(mark))).toEqual([]);
  expect(new Set(kept).size).toBe(kept.length);
  return opened;
}

it('lets two programs publish to one folder, one after the other', async () => {
  const warehouse = join(folder, 'two');
  const both = ['a', 'b'].map((name) => publisher(warehouse, name, 12));
  await Promise.all(both.map(({ ended }) => ended));
  expect(both.map(({ said }) => said.length)).toEqual([12, 12]);
  const opened = await expectAll(
    warehouse,
    both.flatMap(({ said }) => said),
  );
  expect(opened.head!.generation).toBe(24);
  await opened.close();
});

it('takes the lock of a program that was killed, and has all that it had said', async () => {
  const warehouse = join(folder, 'killed');
  const said: string[] = [];
  for (let round = 0; round < 4; round++) {
    const { child, said: lines, ended } = publisher(warehouse, `k${round}`, 1000);
    while (lines.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    await new Promise((resolve) => setTimeout(resolve, round * 7));
    child.kill('SIGKILL');
    await ended;
    said.push(...lines);
    await (await expectAll(warehouse, said)).close();
  }
  const after = publisher(warehouse, 'after', 1);
  await after.ended;
  expect(after.said).toEqual(['after-1']);
});
