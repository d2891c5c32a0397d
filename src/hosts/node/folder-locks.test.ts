import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { folderLocks } from './folder-locks.ts';

let root: string;
let folder: string;
const busy = expect.objectContaining({ code: 'warehouse-busy' });

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'homegrown-locks-'));
  folder = join(root, '.locks');
  await mkdir(folder);
});
afterEach(() => rm(root, { recursive: true }));

/** Leaves a lock as another process would. */
async function leave(pid: number, host: string, ageInSeconds = 0): Promise<void> {
  const path = join(folder, 'publish');
  await writeFile(path, JSON.stringify({ pid, host, token: 'theirs' }));
  const then = new Date(Date.now() - ageInSeconds * 1000);
  await utimes(path, then, then);
}

const take = () => folderLocks(root).exclusive('publish', async () => 'taken');

/** The number of a process that is no more. */
async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await once(child, 'close');
  return child.pid!;
}

describe('an exclusive lock', () => {
  it('is held by one at a time and let go of, also when the work fails', async () => {
    const [a, b] = [folderLocks(root), folderLocks(root)];
    await a.exclusive('publish', async () => {
      await expect(b.exclusive('publish', async () => 'b')).rejects.toEqual(busy);
      await expect(b.exclusive('other', async () => 'b')).resolves.toBe('b');
      expect(await b.heldNames()).toEqual(['publish']);
    });
    await expect(a.exclusive('publish', () => Promise.reject(new Error('x')))).rejects.toThrow('x');
    expect(await b.exclusive('publish', async () => 'b')).toBe('b');
    expect(await readdir(folder)).toEqual([]);
  });

  it('of a living process is respected, of a dead one taken over', async () => {
    await leave(process.ppid, hostname());
    await expect(take()).rejects.toEqual(busy);
    await leave(await deadPid(), hostname());
    expect(await take()).toBe('taken');
    expect(await readdir(folder)).toEqual([]);
  });

  it('of a process that had our number before us is taken over', async () => {
    await leave(process.pid, hostname());
    expect(await take()).toBe('taken');
  });

  it('of another machine is respected while it gives signs of life', async () => {
    await leave(1, 'elsewhere', 100);
    await expect(take()).rejects.toEqual(busy);
    await leave(1, 'elsewhere', 130);
    expect(await take()).toBe('taken');
  });

  it('that a dead process left goes to one of many', async () => {
    await leave(await deadPid(), hostname());
    let inside = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, ++inside);
      await new Promise((resolve) => setTimeout(resolve, 5));
      inside--;
    };
    const all = Array.from({ length: 8 }, () => folderLocks(root).exclusive('publish', work));
    const results = await Promise.allSettled(all);
    expect(most).toBe(1);
    expect(results.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(0);
  });

  it('is never held twice by those who take it and give it back all the time', async () => {
    let inside = 0;
    let most = 0;
    let taken = 0;
    const work = async () => {
      most = Math.max(most, ++inside);
      await new Promise((resolve) => setImmediate(resolve));
      inside--;
      taken++;
    };
    const often = async () => {
      const locks = folderLocks(root);
      while (taken < 500)
        await locks.exclusive('publish', work).catch((error) => expect(error).toEqual(busy));
    };
    await Promise.all(Array.from({ length: 8 }, often));
    expect(most).toBe(1);
  });
});

describe('a shared lock', () => {
  it('is held by many, told by name, and gone with its process', async () => {
    const [a, b] = [folderLocks(root), folderLocks(root)];
    const [first, second] = [await a.shared('reads-3'), await b.shared('reads-3')];
    expect(await a.heldNames()).toEqual(['reads-3', 'reads-3']);
    await first();
    await second();
    const left = JSON.stringify({ pid: await deadPid(), host: hostname(), token: 'theirs' });
    await writeFile(join(folder, 'reads-4.theirs'), left);
    expect(await a.heldNames()).toEqual([]);
    expect(await readdir(folder)).toEqual([]);
  });
});
