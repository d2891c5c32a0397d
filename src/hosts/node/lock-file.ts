import { randomUUID } from 'node:crypto';
import {
  link,
  mkdir,
  readFile,
  readdir,
  rename,
  rm,
  stat,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

/** Who holds a lock. */
interface Holder {
  pid: number;
  host: string;
  token: string;
}

/** Of a holder on another machine it is only known that it is alive when it says so. */
const beatEvery = 20_000;
const deadAfter = 120_000;

/** Tokens of this process: its number may have been another's, which left a lock behind. */
const ours = new Set<string>();

/** A lock file that this process holds. */
export interface HeldLock {
  release(): Promise<void>;
}

/** Takes the lock file of that path; undefined when a living process has it. One that a dead process left is taken over. */
export async function takeLock(folder: string, name: string): Promise<HeldLock | undefined> {
  const path = join(folder, name);
  const token = randomUUID();
  const draft = join(folder, `${token}.draft`);
  await mkdir(folder, { recursive: true });
  await writeFile(draft, JSON.stringify({ pid: process.pid, host: hostname(), token }));
  try {
    ours.add(token);
    if (
      !(await linked(draft, path)) &&
      !((await removeDead(path)) && (await linked(draft, path)))
    ) {
      ours.delete(token);
      return undefined;
    }
  } finally {
    await rm(draft, { force: true });
  }
  return held(path, token);
}

function held(path: string, token: string): HeldLock {
  const beat = setInterval(() => {
    const now = new Date();
    // A lock that is gone needs no sign of life.
    utimes(path, now, now).catch(() => {});
  }, beatEvery);
  beat.unref();
  return {
    async release() {
      clearInterval(beat);
      ours.delete(token);
      await rm(path, { force: true });
    },
  };
}

/** Names of the locks in a folder that living processes hold; what dead ones left under a name of their own is removed. */
export async function liveLocks(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(absent);
  const live: string[] = [];
  for (const name of names ?? []) {
    const path = join(folder, name);
    const isLive = !(await isDead(path));
    if (isLive && !name.endsWith('.draft')) live.push(name);
    if (!isLive && name.includes('.')) await rm(path, { force: true });
  }
  return live;
}

// A link is made whole or not at all, and never over what is there.
async function linked(draft: string, path: string): Promise<boolean> {
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Removes a lock that a dead process left; true when it is gone. */
async function removeDead(path: string): Promise<boolean> {
  const before = await holderOf(path);
  if (!(await isDead(path))) return false;
  // Moved away first: what another process took meanwhile is put back.
  const aside = `${path}.${randomUUID()}.draft`;
  const isMoved = await rename(path, aside).then(() => true, absent);
  if (!isMoved) return true;
  const moved = await holderOf(aside);
  if (moved?.token !== before?.token) await linked(aside, path);
  await rm(aside, { force: true });
  return moved?.token === before?.token;
}

async function isDead(path: string): Promise<boolean> {
  const info = await stat(path).catch(absent);
  if (info === undefined) return true;
  const holder = await holderOf(path);
  if (holder?.host !== hostname()) return Date.now() - info.mtimeMs > deadAfter;
  if (holder.pid === process.pid) return !ours.has(holder.token);
  return !isAlive(holder.pid);
}

async function holderOf(path: string): Promise<Holder | undefined> {
  const text = await readFile(path, 'utf8').catch(absent);
  try {
    return text === undefined ? undefined : (JSON.parse(text) as Holder);
  } catch {
    // Not ours: judged by its age.
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT') return undefined;
  throw error;
}
