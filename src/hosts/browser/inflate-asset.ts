import { WorkbenchError } from '../../core/errors.ts';

/** A part of the app that is shipped compressed: its address and its size in bytes as compressed. */
export interface GzipAsset {
  url: string;
  bytes: number;
}

/**
 * Loads an asset and inflates it. `onProgress` hears the share loaded, 0..1.
 * Throws WorkbenchError('engine-failed') when it cannot be loaded.
 */
export async function inflateAsset(
  { url, bytes }: GzipAsset,
  type: string,
  onProgress: (share: number) => void = () => {},
): Promise<Blob> {
  // A path alone means nothing inside a worker that was started from a blob.
  const response = await fetch(new URL(url, import.meta.url)).catch((cause: unknown) =>
    Promise.reject(notLoaded('', cause)),
  );
  if (!response.ok || !response.body) throw notLoaded(`: HTTP ${response.status}`);
  let loaded = 0;
  const counted = response.body.pipeThrough(
    new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform(chunk, out) {
        onProgress(Math.min((loaded += chunk.length) / bytes, 1));
        out.enqueue(chunk);
      },
    }),
  );
  const body = await new Response(counted)
    .blob()
    .catch((cause: unknown) => Promise.reject(notLoaded('', cause)));
  // Some servers take a .gz for a transfer encoding, and the browser has inflated it by now.
  const inflated = (await isGzip(body))
    ? body.stream().pipeThrough(new DecompressionStream('gzip'))
    : body.stream();
  return new Blob([await new Response(inflated).blob()], { type });
}

async function isGzip(blob: Blob): Promise<boolean> {
  const [first, second] = new Uint8Array(await blob.slice(0, 2).arrayBuffer());
  return first === 0x1f && second === 0x8b;
}

function notLoaded(reason: string, cause?: unknown): WorkbenchError {
  return new WorkbenchError(
    'engine-failed',
    `a part of the app could not be loaded${reason}`,
    {},
    cause,
  );
}
