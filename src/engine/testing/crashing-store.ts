import type { FileStore } from '../ports.ts';
import { sourceOf } from '../warehouse-files.ts';

/** A disk that outlives those who write to it. */
export type Disk = Map<string, Uint8Array>;

/** What is left of a write under way when its writer dies. */
export const remains = ['old', 'empty', 'part', 'zeros', 'whole'] as const;
export type Remains = (typeof remains)[number];

/** The writer dies in its operation of that number (from 1). */
export interface Crash {
  at: number;
  leaves: Remains;
}

export interface CrashingStore extends FileStore {
  /** Whether its writer is dead: it can do nothing any more. */
  readonly isDead: boolean;
  /** Lets the writer die when its next operations come to that number. */
  plan(crash: Crash | undefined): void;
}

/** One writer's way to a disk. `turn` is awaited before every operation, so that a scheduler can mix the writers. */
export function crashingStore(disk: Disk, turn: () => Promise<void>): CrashingStore {
  let left = Infinity;
  let leaves: Remains = 'old';
  let isDead = false;
  const dead = (): Error => new Error('this writer is dead');
  const step = async (onCrash: () => void): Promise<void> => {
    await turn();
    if (isDead) throw dead();
    if (--left > 0) return;
    isDead = true;
    onCrash();
    throw dead();
  };
  return {
    get isDead() {
      return isDead;
    },
    plan(crash) {
      left = crash?.at ?? Infinity;
      leaves = crash?.leaves ?? 'old';
    },
    async read(path) {
      await step(() => {});
      const bytes = disk.get(path);
      return bytes && sourceOf(bytes);
    },
    async write(path, bytes) {
      await step(() => leave(disk, path, bytes, leaves));
      disk.set(path, bytes.slice());
    },
    async list(folder) {
      await step(() => {});
      const below = [...disk.keys()].filter((path) => path.startsWith(`${folder}/`));
      return [...new Set(below.map((path) => path.slice(folder.length + 1).split('/')[0]!))].sort();
    },
    async remove(path) {
      await step(() => {
        if (leaves === 'whole') disk.delete(path);
      });
      disk.delete(path);
    },
  };
}

function leave(disk: Disk, path: string, bytes: Uint8Array, leaves: Remains): void {
  const half = Math.floor(bytes.length / 2);
  if (leaves === 'empty') disk.set(path, new Uint8Array());
  if (leaves === 'part') disk.set(path, bytes.slice(0, half));
  if (leaves === 'zeros')
    disk.set(
      path,
      bytes.map((byte, i) => (i < half ? byte : 0)),
    );
  if (leaves === 'whole') disk.set(path, bytes.slice());
}
