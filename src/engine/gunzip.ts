import { Gunzip } from 'fflate';
import { WorkbenchError, throwIfCancelled } from '../core/errors.ts';
import type { ByteSource } from '../workbench.ts';

/** A file that grows this much in inflating is a bomb, not an export. Judged after `unjudged` bytes. */
const mostGrowth = 200;
const unjudged = 16 * 1024 * 1024;
const sampledPiece = 16 * 1024;

type Sink = (bytes: Uint8Array) => Promise<void>;

/** True when the bytes start like a gzip. */
export function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}

/** Throws `file-suspicious` when so few bytes have become so many. */
export function refuseBomb(compressed: number, inflated: number): void {
  if (inflated > unjudged && inflated > compressed * mostGrowth) {
    throw new WorkbenchError(
      'file-suspicious',
      `it grows more than ${mostGrowth} times in unpacking: perhaps an archive bomb`,
    );
  }
}

/** The first `size` bytes of what a gzip holds; `complete` when that is all of it. */
export function inflateHead(
  head: Uint8Array,
  isWholeFile: boolean,
  size: number,
): { bytes: Uint8Array; complete: boolean } {
  const pieces: Uint8Array[] = [];
  let length = 0;
  const inflate = new Gunzip((piece) => {
    pieces.push(piece);
    length += piece.length;
  });
  let at = 0;
  for (; at < head.length && length < size; at += sampledPiece) {
    const last = isWholeFile && at + sampledPiece >= head.length;
    guarded(() => inflate.push(head.slice(at, at + sampledPiece), last));
  }
  const complete = isWholeFile && at >= head.length && length <= size;
  return { bytes: joined(pieces, length).subarray(0, size), complete };
}

/**
 * Inflates a gzip of one member or several. Lengths and checksums are verified; what reached the sink before an error must not
 * be used. Throws `file-damaged` or `file-suspicious`.
 */
export async function inflateGzip(
  source: ByteSource,
  sink: Sink,
  restart: () => Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  try {
    return await inflateMember(source, 'gzip', sink, signal);
  } catch (error) {
    if (error instanceof WorkbenchError && error.code !== 'file-damaged') throw error;
  }
  // The platform's inflater knows one member only. Where the members end, fflate tells; each is then inflated and verified alone.
  const starts = await memberStarts(source, signal);
  await restart();
  for (const [i, start] of starts.entries()) {
    await inflateMember(source.slice(start, starts[i + 1] ?? source.size), 'gzip', sink, signal);
  }
}

/** Inflates one gzip member or one raw deflate stream by the platform's inflater, which verifies it. */
export async function inflateMember(
  source: ByteSource,
  format: 'gzip' | 'deflate-raw',
  sink: Sink,
  signal?: AbortSignal,
): Promise<void> {
  const inflater = new DecompressionStream(format);
  const writer = inflater.writable.getWriter();
  const reader = inflater.readable.getReader();
  let compressed = 0;
  let inflated = 0;
  const feed = async (): Promise<void> => {
    for await (const piece of source.stream()) {
      await writer.ready;
      compressed += piece.length;
      await writer.write(piece as Uint8Array<ArrayBuffer>);
    }
    await writer.close();
  };
  // Without this handler a failure would count as unhandled while the other side is still awaited.
  const fed = feed().then(
    () => undefined,
    (error: unknown) => ({ error }),
  );
  try {
    for (;;) {
      throwIfCancelled(signal);
      const { done, value } = await reader.read();
      if (done) break;
      inflated += value.length;
      refuseBomb(compressed, inflated);
      await sink(value);
    }
    const failure = await fed;
    if (failure !== undefined) throw failure.error;
  } catch (error) {
    await Promise.allSettled([reader.cancel(error), writer.abort(error)]);
    if (error instanceof WorkbenchError) throw error;
    throw damaged(error);
  }
}

async function memberStarts(source: ByteSource, signal?: AbortSignal): Promise<number[]> {
  const starts = [0];
  let compressed = 0;
  let inflated = 0;
  const inflate = new Gunzip((piece) => {
    inflated += piece.length;
  });
  inflate.onmember = (offset) => starts.push(offset);
  for await (const piece of source.stream()) {
    for (let at = 0; at < piece.length; at += sampledPiece) {
      throwIfCancelled(signal);
      // fflate keeps what it is given: a copy, for streams may use their buffer again.
      const part = piece.slice(at, at + sampledPiece);
      compressed += part.length;
      guarded(() => inflate.push(part, compressed === source.size));
      refuseBomb(compressed, inflated);
    }
  }
  return starts;
}

function guarded(inflate: () => void): void {
  try {
    inflate();
  } catch (error) {
    throw damaged(error);
  }
}

function damaged(cause: unknown): WorkbenchError {
  const isShort = /EOF|incomplete|unexpected end|truncated/i.test(
    cause instanceof Error ? cause.message : '',
  );
  const what = isShort ? 'the gzip is cut off' : 'the gzip is damaged or cut off';
  return new WorkbenchError('file-damaged', `${what}: nothing of it was loaded`, {}, cause);
}

function joined(pieces: Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
