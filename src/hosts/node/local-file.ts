import { open, stat } from 'node:fs/promises';
import { WorkbenchError } from '../../core/errors.ts';
import type { ByteSource } from '../../engine/ports.ts';

const pieceBytes = 1 << 20;

/** A file of the local file system, or a part of it, read on demand. Offsets are bytes. */
export class LocalFile implements ByteSource {
  readonly path: string;
  readonly offset: number;
  readonly size: number;
  /** Whether this is the file from its first byte to its last. */
  readonly whole: boolean;

  constructor(path: string, offset: number, size: number, whole: boolean) {
    this.path = path;
    this.offset = offset;
    this.size = size;
    this.whole = whole;
  }

  /** Negative positions count from the end, as in Blob. */
  slice(start = 0, end = this.size): LocalFile {
    const from = clamp(start, this.size);
    const to = Math.max(from, clamp(end, this.size));
    const whole = this.whole && from === 0 && to === this.size;
    return new LocalFile(this.path, this.offset + from, to - from, whole);
  }

  /** Fails with `file-unreadable` when the file cannot be read or has become shorter. */
  stream(): ReadableStream<Uint8Array> {
    const pieces = this.#pieces();
    return new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          const { done, value } = await pieces.next();
          if (done) controller.close();
          else controller.enqueue(value);
        },
        async cancel() {
          await pieces.return();
        },
      },
      { highWaterMark: 1 },
    );
  }

  /** Fails like `stream`. */
  async arrayBuffer(): Promise<ArrayBuffer> {
    const bytes = new Uint8Array(this.size);
    let at = 0;
    for await (const piece of this.#pieces()) {
      bytes.set(piece, at);
      at += piece.length;
    }
    return bytes.buffer;
  }

  async *#pieces(): AsyncGenerator<Uint8Array, void, void> {
    if (this.size === 0) return;
    const file = await open(this.path, 'r').catch((cause) => Promise.reject(unreadable(cause)));
    try {
      for (let at = 0; at < this.size;) {
        const piece = new Uint8Array(Math.min(pieceBytes, this.size - at));
        const { bytesRead } = await file.read(piece, 0, piece.length, this.offset + at);
        if (bytesRead === 0)
          throw unreadable(new Error('the file became shorter while it was read'));
        at += bytesRead;
        yield bytesRead === piece.length ? piece : piece.subarray(0, bytesRead);
      }
    } finally {
      await file.close();
    }
  }
}

/** Opens a file by path; rejects with `file-unreadable` when there is no such file or it is a folder. */
export async function openLocalFile(path: string): Promise<LocalFile> {
  const info = await stat(path).catch((cause) => Promise.reject(unreadable(cause)));
  if (!info.isFile()) throw unreadable(new Error('not a regular file'));
  return new LocalFile(path, 0, info.size, true);
}

function clamp(position: number, size: number): number {
  return position < 0 ? Math.max(0, size + position) : Math.min(position, size);
}

function unreadable(cause: unknown): WorkbenchError {
  const reason = (cause as NodeJS.ErrnoException).code ?? (cause as Error).message;
  return new WorkbenchError('file-unreadable', `the file cannot be read: ${reason}`, {}, cause);
}
