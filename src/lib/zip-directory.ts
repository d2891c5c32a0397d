/** Bytes of known size of which a part can be had. */
interface Slices<S = unknown> {
  readonly size: number;
  slice(start?: number, end?: number): S & { arrayBuffer(): Promise<ArrayBuffer> };
}

/** A file in a zip as the zip's directory describes it. */
export interface ZipEntry {
  /** As written: may try to leave the folder; only for showing, after `shownPath`. */
  path: string;
  isEncrypted: boolean;
  /** 0: stored, 8: deflated. */
  method: number;
  crc32: number;
  compressed: number;
  size: number;
  /** Position of the entry's local header in the file. */
  headerAt: number;
}

const endRecord = 0x06054b50;
const end64Locator = 0x07064b50;
const centralHeader = 0x02014b50;
const localHeader = 0x04034b50;
const utf8Names = 0x800;
const longestEnd = 22 + 0xffff;
const largestDirectory = 64 * 1024 * 1024;

/** Reads the directory at the end of a zip; null when there is none that can be followed. */
export async function readZipDirectory(zip: Slices): Promise<ZipEntry[] | null> {
  const tailAt = Math.max(0, zip.size - longestEnd);
  const tail = await viewOf(zip, tailAt, zip.size);
  for (let at = tail.byteLength - 22; at >= 0; at--) {
    if (tail.getUint32(at, true) !== endRecord) continue;
    const place = (await place64(zip, tail, at)) ?? {
      count: tail.getUint16(at + 10, true),
      size: tail.getUint32(at + 12, true),
      start: tail.getUint32(at + 16, true),
    };
    const { start, size, count } = place;
    if (start + size > tailAt + at || size > largestDirectory) return null;
    return readEntries(await viewOf(zip, start, start + size), count);
  }
  return null;
}

/** The compressed bytes of an entry; null when its local header is not where the directory says. */
export async function openZipEntry<S>(zip: Slices<S>, entry: ZipEntry): Promise<S | null> {
  if (entry.headerAt + 30 > zip.size) return null;
  const header = await viewOf(zip, entry.headerAt, entry.headerAt + 30);
  if (header.getUint32(0, true) !== localHeader) return null;
  const start = entry.headerAt + 30 + header.getUint16(26, true) + header.getUint16(28, true);
  return start + entry.compressed > zip.size ? null : zip.slice(start, start + entry.compressed);
}

interface DirectoryPlace {
  count: number;
  size: number;
  start: number;
}

async function place64(zip: Slices, tail: DataView, endAt: number): Promise<DirectoryPlace | null> {
  const at = endAt - 20;
  if (at < 0 || tail.getUint32(at, true) !== end64Locator) return null;
  const record = Number(tail.getBigUint64(at + 8, true));
  if (record + 56 > zip.size) return null;
  const view = await viewOf(zip, record, record + 56);
  const field = (offset: number): number => Number(view.getBigUint64(offset, true));
  return { count: field(32), size: field(40), start: field(48) };
}

function readEntries(view: DataView, count: number): ZipEntry[] | null {
  const entries: ZipEntry[] = [];
  for (let at = 0; entries.length < count;) {
    if (at + 46 > view.byteLength || view.getUint32(at, true) !== centralHeader) return null;
    const flags = view.getUint16(at + 8, true);
    const nameLength = view.getUint16(at + 28, true);
    const extraLength = view.getUint16(at + 30, true);
    const next = at + 46 + nameLength + extraLength + view.getUint16(at + 32, true);
    if (next > view.byteLength) return null;
    const name = new Uint8Array(view.buffer, view.byteOffset + at + 46, nameLength);
    const entry: ZipEntry = {
      path: new TextDecoder(flags & utf8Names ? 'utf-8' : 'windows-1252').decode(name),
      isEncrypted: (flags & 1) === 1,
      method: view.getUint16(at + 10, true),
      crc32: view.getUint32(at + 16, true),
      compressed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      headerAt: view.getUint32(at + 42, true),
    };
    widen(entry, new DataView(view.buffer, view.byteOffset + at + 46 + nameLength, extraLength));
    entries.push(entry);
    at = next;
  }
  return entries;
}

// Zip64: fields that read 0xffffffff stand, in this order, in extra field 1.
function widen(entry: ZipEntry, extra: DataView): void {
  for (let at = 0; at + 4 <= extra.byteLength; at += 4 + extra.getUint16(at + 2, true)) {
    if (extra.getUint16(at, true) !== 1) continue;
    let field = at + 4;
    for (const name of ['size', 'compressed', 'headerAt'] as const) {
      if (entry[name] !== 0xffffffff || field + 8 > extra.byteLength) continue;
      entry[name] = Number(extra.getBigUint64(field, true));
      field += 8;
    }
  }
}

async function viewOf(source: Slices, start: number, end: number): Promise<DataView> {
  return new DataView(await source.slice(start, end).arrayBuffer());
}
