import { createHash } from 'node:crypto';
import type { ByteSource, SourceFile } from '../../workbench.ts';
import type { Host } from '../ports.ts';

/** The part of a host that opening files needs, in memory; `open` counts scratch files not yet disposed of. */
export function memoryHost(): Pick<Host, 'openScratch' | 'sha256'> & { open(): number } {
  let open = 0;
  return {
    open: () => open,
    async openScratch() {
      const pieces: Uint8Array<ArrayBuffer>[] = [];
      open++;
      return {
        async append(bytes) {
          pieces.push(new Uint8Array(bytes));
        },
        finish: async () => new Blob(pieces),
        async dispose() {
          open--;
        },
      };
    },
    sha256() {
      const hash = createHash('sha256');
      return { update: (bytes) => void hash.update(bytes), hex: () => hash.digest('hex') };
    },
  };
}

/** A dropped file of these bytes. With `piece`, its stream comes in pieces of that many bytes. */
export function memoryFile(name: string, bytes: Uint8Array, piece?: number): SourceFile {
  return {
    name,
    folder: '',
    bytes: piece === undefined ? new Blob([new Uint8Array(bytes)]) : inPieces(bytes, piece),
  };
}

function inPieces(bytes: Uint8Array, piece: number): ByteSource {
  return {
    size: bytes.length,
    slice: (start, end) => inPieces(bytes.slice(start, end), piece),
    arrayBuffer: async () => new Uint8Array(bytes).buffer,
    stream() {
      let at = 0;
      return new ReadableStream<Uint8Array>({
        pull(controller) {
          if (at >= bytes.length) return controller.close();
          controller.enqueue(bytes.slice(at, at + piece));
          at += piece;
        },
      });
    },
  };
}

/** All bytes of a source as UTF-8 text. */
export async function textOf(source: ByteSource): Promise<string> {
  return new TextDecoder().decode(await source.arrayBuffer());
}
