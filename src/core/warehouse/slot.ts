import { crc32 } from './crc32.ts';
import { completeManifest } from './complete-manifest.ts';
import type { Manifest } from './manifest.ts';

/*
 * A slot is one of two files that are written in turn, so that a write cut short by a crash spoils only the older
 * manifest. Little endian: 'HGWM', format, length of the JSON, CRC-32 of all other bytes after the magic; then
 * the manifest as UTF-8 JSON. Copies of manifests (`generations/`) have the same form.
 */
const magic = 0x4d574748;
const headerBytes = 16;
const crcAt = 12;

/** Paths of the slots in the store. */
export const slotPaths = ['manifest.0', 'manifest.1'] as const;

export function encodeSlot(manifest: Manifest): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify(manifest));
  const bytes = new Uint8Array(headerBytes + json.length);
  const header = new DataView(bytes.buffer);
  header.setUint32(0, magic, true);
  header.setUint32(4, manifest.format, true);
  header.setUint32(8, json.length, true);
  bytes.set(json, headerBytes);
  header.setUint32(crcAt, checksum(bytes), true);
  return bytes;
}

/** The bytes that belong to a slot, without what may follow them; undefined when it is missing, cut short or changed. */
export function slotBytes(bytes: Uint8Array | undefined): Uint8Array | undefined {
  if (bytes === undefined || bytes.length < headerBytes) return undefined;
  const header = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (header.getUint32(0, true) !== magic) return undefined;
  const end = headerBytes + header.getUint32(8, true);
  if (end > bytes.length) return undefined;
  const slot = bytes.subarray(0, end);
  return checksum(slot) === header.getUint32(crcAt, true) ? slot : undefined;
}

/**
 * Reads a slot; undefined when it is missing, cut short or changed. One of an older format gets what its format lacks; one of
 * a newer format keeps its number, and what this version knows of it. Throws `warehouse-newer` when that is too little.
 */
export function decodeSlot(bytes: Uint8Array | undefined): Manifest | undefined {
  const slot = slotBytes(bytes);
  if (slot === undefined) return undefined;
  return completeManifest(JSON.parse(new TextDecoder().decode(slot.subarray(headerBytes))));
}

function checksum(slot: Uint8Array): number {
  return crc32(slot.subarray(headerBytes), crc32(slot.subarray(4, crcAt)));
}

/** The manifest in force: the valid one with the highest generation; undefined when none is valid. */
export function chooseHead<T extends Pick<Manifest, 'generation'>>(
  a: T | undefined,
  b: T | undefined,
): T | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return b.generation > a.generation ? b : a;
}

/** The slot (0 or 1) that a manifest is written to: the generations take turns, so never over the one before. */
export function slotOf({ generation }: Pick<Manifest, 'generation'>): 0 | 1 {
  return generation % 2 === 0 ? 0 : 1;
}

/** Where the immutable copy of a manifest lies: `generations/12-0123456789abcdef.manifest`. */
export function copyPath(generation: number, sha256: string): string {
  return `generations/${generation}-${sha256.slice(0, 16)}.manifest`;
}
