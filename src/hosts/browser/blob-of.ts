import type { ByteSource } from '../../engine/ports.ts';

/** The source itself where it is a Blob (a File of a drop or of OPFS is read in place), else a copy. */
export async function blobOf(source: ByteSource): Promise<Blob> {
  if (source instanceof Blob) return source;
  return new Response(source.stream() as ReadableStream<Uint8Array<ArrayBuffer>>).blob();
}
