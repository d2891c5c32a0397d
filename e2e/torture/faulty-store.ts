import { WorkbenchError } from '../../src/core/errors.ts';
import type { FileStore } from '../../src/engine/ports.ts';
import type { Area, Fault, FaultKind } from './fault-points.ts';

/** Milliseconds that a late write is late by. */
const lateness = 60;

/** A store in which one operation goes wrong, once. */
export interface FaultyStore extends FileStore {
  /** The next operation that fits goes wrong; undefined: none. */
  arm(fault: Fault | undefined): void;
  /** Whether it did. */
  fired(): boolean;
}

/** Wraps a store. `onStop` hears when the worker stands still at the fault point. */
export function faultyStore(inner: FileStore, onStop: (path: string) => void): FaultyStore {
  let armed: Fault | undefined;
  let seen = 0;
  let unreadable: string | undefined;
  const pending = new Map<string, Promise<void>>();

  const stop = (path: string): Promise<never> => {
    onStop(path);
    return new Promise<never>(() => {});
  };
  /** The kind of failure that this operation is to have, if any. */
  const failureAt = (op: Fault['op'], path: string): FaultKind | undefined => {
    if (armed === undefined || armed.op !== op || armed.area !== areaOf(path)) return undefined;
    if (seen++ !== armed.nth) return undefined;
    const { kind } = armed;
    armed = undefined;
    return kind;
  };
  const writeFaulty = async (kind: FaultKind, path: string, bytes: Uint8Array): Promise<void> => {
    const half = bytes.subarray(0, bytes.length >> 1);
    if (kind === 'throw-before') throw new Error(`no write: ${path}`);
    if (kind === 'stop-before') return stop(path);
    if (kind === 'nothing') return;
    if (kind === 'late')
      return void pending.set(
        path,
        later(() => inner.write(path, bytes)),
      );
    if (kind === 'truncated') return inner.write(path, bytes.subarray(0, bytes.length - 1));
    if (kind === 'wrong-byte') return inner.write(path, withWrongByte(bytes));
    if (kind === 'torn') {
      await inner.write(path, await tornOver(inner, path, bytes));
      throw new Error(`a torn write: ${path}`);
    }
    if (kind === 'short' || kind === 'quota' || kind === 'stop-half') {
      await inner.write(path, half);
      if (kind === 'stop-half') return stop(path);
      if (kind === 'quota') throw new WorkbenchError('storage-full', `no room: ${path}`);
      throw new Error(`a short write: ${path}`);
    }
    await inner.write(path, bytes);
    if (kind === 'stop-after') return stop(path);
    if (kind === 'throw-after') throw new Error(`failed after the write: ${path}`);
    unreadable = path;
  };

  return {
    arm(fault) {
      armed = fault;
      seen = 0;
    },
    fired: () => armed === undefined,
    async read(path) {
      if (path !== unreadable) return inner.read(path);
      unreadable = undefined;
      throw new Error(`cannot be read back: ${path}`);
    },
    async write(path, bytes) {
      const kind = failureAt('write', path);
      // What is late is still in order: a disk does not swap two writes of one file.
      await pending.get(path);
      return kind === undefined ? inner.write(path, bytes) : writeFaulty(kind, path, bytes);
    },
    async list(folder) {
      const kind = failureAt('list', `${folder}/`);
      if (kind !== undefined) throw new Error(`cannot be listed: ${folder}`);
      return inner.list(folder);
    },
    async remove(path) {
      const kind = failureAt('remove', path);
      if (kind === 'throw-before') throw new Error(`cannot be removed: ${path}`);
      if (kind === 'stop-before') return stop(path);
      await inner.remove(path);
      if (kind === 'throw-after') throw new Error(`failed after it was removed: ${path}`);
      if (kind === 'stop-after') return stop(path);
    },
  };
}

function areaOf(path: string): Area | undefined {
  if (path.startsWith('manifest.')) return 'slot';
  if (path.startsWith('generations/')) return 'copy';
  return path.startsWith('warehouse/') ? 'data' : undefined;
}

async function later(task: () => Promise<void>): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, lateness));
  await task();
}

function withWrongByte(bytes: Uint8Array): Uint8Array {
  const wrong = bytes.slice();
  wrong[bytes.length >> 1]! ^= 0x10;
  return wrong;
}

/** The first half of the new bytes, then what of the old ones lies behind it. */
async function tornOver(store: FileStore, path: string, bytes: Uint8Array): Promise<Uint8Array> {
  const before = await store.read(path);
  const old = new Uint8Array((await before?.arrayBuffer()) ?? new ArrayBuffer());
  const half = bytes.length >> 1;
  const torn = new Uint8Array(Math.max(half, old.length));
  torn.set(old);
  torn.set(bytes.subarray(0, half));
  return torn;
}
