import { createCRC32 } from 'hash-wasm';
import { WorkbenchError } from '../core/errors.ts';
import { startsWith } from '../core/ingest/decode-sample.ts';
import type { ByteSource, SourceFile } from '../workbench.ts';
import { inflateMember, refuseBomb } from './gunzip.ts';
import type { Host, ScratchFile } from './ports.ts';
import { openZipEntry, readZipDirectory } from '../lib/zip-directory.ts';
import type { ZipEntry } from '../lib/zip-directory.ts';

/** The files of a drop with zips opened, in a stable order, and what was refused on the way. */
export interface OpenedDrop {
  files: SourceFile[];
  refusals: { file: SourceFile; error: WorkbenchError }[];
  /** Removes what was unpacked; the files of zips cannot be read afterwards. */
  dispose(): Promise<void>;
}

const zipMagic = [0x50, 0x4b, 0x03, 0x04];
const emptyZipMagic = [0x50, 0x4b, 0x05, 0x06];
const mostEntries = 10_000;

/** Opens the zips of a drop. Entries are unpacked to scratch files and verified; junk of operating systems is left out. */
export async function openDrop(
  files: SourceFile[],
  host: Pick<Host, 'openScratch'>,
): Promise<OpenedDrop> {
  const scratch: ScratchFile[] = [];
  const opened: OpenedDrop = {
    files: [],
    refusals: [],
    async dispose() {
      for (const file of scratch.splice(0)) await file.dispose();
    },
  };
  for (const file of files.filter((dropped) => !isJunk(`${dropped.folder}/${dropped.name}`))) {
    try {
      const entries = await zipEntries(file);
      if (entries === null) opened.files.push(file);
      else for (const entry of entries) await openEntry(file, entry, host, scratch, opened);
    } catch (error) {
      if (!(error instanceof WorkbenchError) || error.code === 'cancelled') throw error;
      opened.refusals.push({ file, error });
    }
  }
  opened.files.sort((a, b) => compare(`${a.folder}/${a.name}`, `${b.folder}/${b.name}`));
  return opened;
}

/** Entries worth opening; null when the file is no zip (or one too broken to tell: recognition refuses it by its bytes). */
async function zipEntries(file: SourceFile): Promise<ZipEntry[] | null> {
  if (!(await isZip(file.bytes))) return null;
  const all = await readZipDirectory(file.bytes);
  if (all === null) return null;
  if (all.some(({ path }) => path === '[Content_Types].xml')) {
    const isSheet = all.some(({ path }) => path.startsWith('xl/'));
    const what = isSheet
      ? 'this is an Excel workbook: export it as CSV'
      : 'this is an Office document, not an export';
    throw new WorkbenchError('format-refused', what);
  }
  if (all.length > mostEntries)
    throw new WorkbenchError(
      'file-suspicious',
      `more than ${mostEntries} files in one zip: ${all.length}`,
    );
  const entries = all.filter(({ path }) => !/[/\\]$/.test(path) && !isJunk(path));
  if (entries.length === 0) throw new WorkbenchError('file-empty', 'the zip holds no files');
  return entries;
}

async function isZip(bytes: ByteSource): Promise<boolean> {
  const head = new Uint8Array(await bytes.slice(0, 4).arrayBuffer());
  return startsWith(head, zipMagic) || startsWith(head, emptyZipMagic);
}

async function openEntry(
  zip: SourceFile,
  entry: ZipEntry,
  host: Pick<Host, 'openScratch'>,
  scratch: ScratchFile[],
  opened: OpenedDrop,
): Promise<void> {
  const parts = shownPath(entry.path);
  const name = parts.pop() ?? 'file';
  const shown: SourceFile = {
    name,
    folder: [zip.folder, zip.name, ...parts].filter((part) => part !== '').join('/'),
    bytes: zip.bytes,
  };
  const target = await host.openScratch();
  try {
    const bytes = await unpack(zip.bytes, entry, target);
    scratch.push(target);
    opened.files.push({ ...shown, bytes });
  } catch (error) {
    await target.dispose();
    if (!(error instanceof WorkbenchError) || error.code === 'cancelled') throw error;
    opened.refusals.push({ file: shown, error });
  }
}

async function unpack(zip: ByteSource, entry: ZipEntry, target: ScratchFile): Promise<ByteSource> {
  if (entry.isEncrypted)
    throw new WorkbenchError(
      'format-refused',
      'it is encrypted: unpack the zip and drop what is inside',
    );
  if (entry.method !== 0 && entry.method !== 8) {
    throw new WorkbenchError(
      'format-refused',
      `it is packed in a way that cannot be read here: method ${entry.method}`,
    );
  }
  refuseBomb(entry.compressed, entry.size);
  const packed = await openZipEntry(zip, entry);
  if (packed === null) throw damaged();
  const crc = await createCRC32();
  let size = 0;
  const keep = async (bytes: Uint8Array): Promise<void> => {
    if (size === 0 && startsWith(bytes, zipMagic))
      throw new WorkbenchError(
        'format-refused',
        'this is a zip inside a zip: unpack it and drop what is inside',
      );
    size += bytes.length;
    refuseBomb(entry.compressed, size);
    crc.update(bytes);
    await target.append(bytes);
  };
  try {
    if (entry.method === 8) await inflateMember(packed, 'deflate-raw', keep);
    else for await (const piece of packed.stream()) await keep(piece);
  } catch (error) {
    if (error instanceof WorkbenchError && error.code === 'file-damaged') throw damaged(error);
    throw error;
  }
  if (size !== entry.size || parseInt(crc.digest('hex'), 16) !== entry.crc32) throw damaged();
  return target.finish();
}

function damaged(cause?: unknown): WorkbenchError {
  return new WorkbenchError(
    'file-damaged',
    'the zip is damaged or cut off: nothing of this file was loaded',
    {},
    cause,
  );
}

/** The parts of a path that are safe to show: no root, no drive, no way up. */
function shownPath(path: string): string[] {
  return (
    path
      .split(/[/\\]/)
      // eslint-disable-next-line no-control-regex
      .map((part) => part.replace(/[\0-\x1f]/g, '').trim())
      .filter((part) => part !== '' && part !== '.' && part !== '..' && !/^[A-Za-z]:$/.test(part))
  );
}

function isJunk(path: string): boolean {
  return path
    .split(/[/\\]/)
    .some((part) => /^(?:__MACOSX|\.DS_Store|Thumbs\.db|desktop\.ini|\._.*|\.git)$/i.test(part));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
