import { WorkbenchError, throwIfCancelled } from '../core/errors.ts';
import { decodeSample, sampleSize, startsWith } from '../core/ingest/decode-sample.ts';
import type { Encoding } from '../core/ingest/encoding.ts';
import type { Recognition, Sample } from '../core/ingest/recognition.ts';
import type { ByteSource, SourceFile } from '../workbench.ts';
import { inflateGzip, inflateHead, isGzip } from './gunzip.ts';
import type { Host, ScratchFile } from './ports.ts';

export { openDrop } from './open-drop.ts';

/** A file ready to be read. */
export interface OpenedSource {
  /** UTF-8 text (or Parquet): the file itself where it is that already, else a scratch file. */
  plain: ByteSource;
  /** Of the file as dropped, hex. Reads the file at the first call, so that a caller can let other work start before. */
  sha256(): Promise<string>;
  dispose(): Promise<void>;
}

const headSize = 1024 * 1024;
const parquetMagic = [0x50, 0x41, 0x52, 0x31];

/** The first 256 KiB of what a file holds, inflated and decoded. Reads no more than a MiB, however large the file. */
export async function sampleSource(
  file: SourceFile,
  options?: { encoding?: Encoding | undefined },
): Promise<Sample> {
  const head = await readHead(file.bytes, sampleSize);
  if (!isGzip(head)) return decodeSample(head, head.length === file.bytes.size, options?.encoding);
  const packed = await readHead(file.bytes, headSize);
  const { bytes, complete } = inflateHead(packed, packed.length === file.bytes.size, sampleSize);
  if (startsWith(bytes, parquetMagic)) {
    throw new WorkbenchError(
      'format-refused',
      'this is a gzipped Parquet file: unpack it and drop what is inside',
    );
  }
  return decodeSample(bytes, complete, options?.encoding);
}

/**
 * Makes a recognised file readable: inflates a gzip, turns UTF-16 and Windows-1252 into UTF-8. Throws `file-damaged` and
 * `file-suspicious`; nothing is left behind then.
 */
export async function openSource(
  file: SourceFile,
  recognition: Recognition,
  host: Pick<Host, 'openScratch' | 'sha256'>,
  options?: { signal?: AbortSignal | undefined },
): Promise<OpenedSource> {
  const signal = options?.signal;
  let hash: Promise<string> | undefined;
  const sha256 = (): Promise<string> => {
    if (hash === undefined) {
      hash = hashSource(file.bytes, host, signal);
      // Awaited by the caller, perhaps after the file was found damaged.
      hash.catch(() => {});
    }
    return hash;
  };
  const scratch: ScratchFile[] = [];
  const dispose = async (): Promise<void> => {
    for (const file_ of scratch.splice(0)) await file_.dispose();
  };
  try {
    let plain = file.bytes;
    if (isGzip(await readHead(file.bytes, 2))) plain = await inflate(plain, host, scratch, signal);
    if (recognition.encoding !== 'utf-8')
      plain = await transcode(plain, recognition.encoding, host, scratch, signal);
    return { plain, sha256, dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

async function readHead(bytes: ByteSource, size: number): Promise<Uint8Array> {
  return new Uint8Array(await bytes.slice(0, Math.min(size, bytes.size)).arrayBuffer());
}

async function hashSource(
  bytes: ByteSource,
  host: Pick<Host, 'sha256'>,
  signal: AbortSignal | undefined,
): Promise<string> {
  const hash = await host.sha256();
  for await (const piece of bytes.stream()) {
    throwIfCancelled(signal);
    hash.update(piece);
  }
  return hash.hex();
}

async function inflate(
  packed: ByteSource,
  host: Pick<Host, 'openScratch'>,
  scratch: ScratchFile[],
  signal: AbortSignal | undefined,
): Promise<ByteSource> {
  scratch.push(await host.openScratch());
  await inflateGzip(
    packed,
    (bytes) => scratch.at(-1)!.append(bytes),
    async () => {
      await scratch.pop()!.dispose();
      scratch.push(await host.openScratch());
    },
    signal,
  );
  return scratch.at(-1)!.finish();
}

async function transcode(
  source: ByteSource,
  encoding: Encoding,
  host: Pick<Host, 'openScratch'>,
  scratch: ScratchFile[],
  signal: AbortSignal | undefined,
): Promise<ByteSource> {
  const target = await host.openScratch();
  scratch.push(target);
  const decoder = new TextDecoder(encoding);
  const encoder = new TextEncoder();
  for await (const piece of source.stream()) {
    throwIfCancelled(signal);
    await target.append(encoder.encode(decoder.decode(piece, { stream: true })));
  }
  const rest = encoder.encode(decoder.decode());
  if (rest.length > 0) await target.append(rest);
  return target.finish();
}
