import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import {
  copyFile,
  link,
  mkdir,
  readFile,
  readdir,
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

/** Takes the lock file of that name; undefined when a living process has it. One that a dead process left is taken over. */
export async function takeLock(folder: string, name: string): Promise<HeldLock | undefined> {
  const path = join(folder, name);
  const token = randomUUID();
  const draft = join(folder, `${token}.draft`);
  await mkdir(folder, { recursive: true });
  await writeFile(draft, JSON.stringify({ pid: process.pid, host: hostname(), token }));
  ours.add(token);
  try {
    if ((await linked(draft, path)) || (await takeOver(draft, path))) return held(path, token);
    ours.delete(token);
    return undefined;
  } finally {
    await rm(draft, { force: true });
  }
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
      if ((await holderOf(path))?.token === token) await rm(path, { force: true });
      ours.delete(token);
    },
  };
}

/** Names of the locks in a folder that living processes hold; what dead ones left under a name of their own is removed. */
export async function liveLocks(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(absent);
  const live: string[] = [];
  for (const name of names ?? []) {
    const path = join(folder, name);
    const state = await stateOf(path);
    const isLock = !/\.(?:draft|guard)$/.test(name);
    if (state === 'alive' && isLock) live.push(name);
    // A guard may be taken anew under its name; every other name with a dot is of one holder.
    const isOwnName = name.includes('.') && !name.endsWith('.guard');
    if (state === 'dead' && isOwnName) await rm(path, { force: true });
  }
  return live;
}

// A link is made whole or not at all, and never over what is there. Some file systems have none: there a copy must do.
async function linked(draft: string, path: string): Promise<boolean> {
  const made = link(draft, path).catch((error: NodeJS.ErrnoException) => {
    if (!['EPERM', 'ENOTSUP', 'ENOSYS', 'EOPNOTSUPP'].includes(error.code ?? '')) throw error;
    return copyFile(draft, path, constants.COPYFILE_EXCL);
  });
  return made.then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return false;
      throw error;
    },
  );
}

/**
 * Puts the draft in the place of a lock that a dead process left; false when the lock is alive. Whoever removes a dead lock holds a
 * second one, so that nobody removes what another has taken meanwhile.
 */
async function takeOver(draft: string, path: string): Promise<boolean> {
  const state = await stateOf(path);
  // Given back meanwhile: what is not there is never removed, as another may be about to take it.
  if (state === 'absent') return linked(draft, path);
  if (state === 'alive') return false;
  const guard = `${path}.guard`;
  if (!(await linked(draft, guard))) {
    // One that was left in the middle stands in nobody's way the next time.
    if ((await stateOf(guard)) === 'dead') await rm(guard, { force: true });
    return false;
  }
  try {
    const now = await stateOf(path);
    if (now === 'alive') return false;
    if (now === 'dead') await rm(path, { force: true });
    return await linked(draft, path);
  } finally {
    await rm(guard, { force: true });
  }
}

async function stateOf(path: string): Promise<'absent' | 'dead' | 'alive'> {
  const info = await stat(path).catch(absent);
  if (info === undefined) return 'absent';
  const holder = await holderOf(path);
  const isDead =
    holder?.host !== hostname()
      ? Date.now() - info.mtimeMs > deadAfter
      : holder.pid === process.pid
        ? !ours.has(holder.token)
        : !isAlive(holder.pid);
  return isDead ? 'dead' : 'alive';
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
