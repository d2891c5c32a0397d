import { WorkbenchError } from '../core/errors.ts';
import type { NamedFile } from '../core/warehouse/files-of.ts';
import type { Partition } from '../core/warehouse/partition.ts';
import type { ByteSource, FileStore, Host } from './ports.ts';

/** Why a data file cannot be used. */
export type FileFault = 'missing' | 'changed';

/** The files of a store, read and written with their SHA-256 in hand. */
export class WarehouseFiles {
  readonly store: FileStore;
  readonly #host: Pick<Host, 'sha256'>;

  constructor(store: FileStore, host: Pick<Host, 'sha256'>) {
    this.store = store;
    this.#host = host;
  }

  async sha256(bytes: Uint8Array): Promise<string> {
    const hash = await this.#host.sha256();
    hash.update(bytes);
    return hash.hex();
  }

  /** All bytes of a file; undefined when it does not exist. */
  async bytes(path: string): Promise<Uint8Array | undefined> {
    const source = await this.store.read(path);
    return source && new Uint8Array(await source.arrayBuffer());
  }

  /** What is wrong with a file as far as its size tells; undefined: nothing. */
  async faultBySize({
    file,
    bytes,
  }: Pick<Partition, 'file' | 'bytes'>): Promise<FileFault | undefined> {
    const source = await this.store.read(file);
    if (source === undefined) return 'missing';
    return source.size === bytes ? undefined : 'changed';
  }

  /** The bytes of a file, equal to its hash. Throws WorkbenchError('warehouse-damaged') with `file` and `fault`. */
  async verified(part: Pick<Partition, 'file' | 'sha256'>): Promise<Uint8Array> {
    const bytes = await this.bytes(part.file);
    if (bytes === undefined) throw damaged(part, 'missing');
    if ((await this.sha256(bytes)) !== part.sha256) throw damaged(part, 'changed');
    return bytes;
  }

  /**
   * Writes a file named by its content and reads it back. One that is there whole is left alone: overwriting it could
   * spoil what another generation names.
   */
  async keep(file: string, bytes: Uint8Array, sha256: string): Promise<void> {
    if (await this.holds(file, bytes.length, sha256)) return;
    await this.store.write(file, bytes);
    if (await this.holds(file, bytes.length, sha256)) return;
    throw new WorkbenchError('warehouse-damaged', `a file was not kept as it was written: ${file}`);
  }

  /** Whether a file is there with exactly those bytes. */
  async holds(file: string, size: number, sha256: string): Promise<boolean> {
    const source = await this.store.read(file);
    if (source?.size !== size) return false;
    return (await this.sha256(new Uint8Array(await source.arrayBuffer()))) === sha256;
  }
}

function damaged({ file }: Pick<Partition, 'file'>, fault: FileFault): WorkbenchError {
  const message = `a file of the warehouse is ${fault}: ${file}`;
  return new WorkbenchError('warehouse-damaged', message, { file, fault });
}

/** What an error says is wrong with which file; undefined when it is about something else. */
export function faultOf(error: unknown): { file: string; fault: FileFault } | undefined {
  if (!(error instanceof WorkbenchError) || error.code !== 'warehouse-damaged') return undefined;
  const { file, fault } = error.details;
  return typeof file === 'string' && (fault === 'missing' || fault === 'changed')
    ? { file, fault }
    : undefined;
}

/** Of these files, those that are missing or not as long as they should be. Bytes are not read. */
export async function findFaults(
  files: WarehouseFiles,
  parts: NamedFile[],
): Promise<Map<string, FileFault>> {
  const found = new Map<string, FileFault>();
  const check = async (part: NamedFile): Promise<void> => {
    const fault = await files.faultBySize(part);
    if (fault !== undefined) found.set(part.file, fault);
  };
  await Promise.all(parts.map(check));
  return found;
}

/** Bytes as a source that a database can read. */
export function sourceOf(bytes: Uint8Array): ByteSource {
  return new Blob([bytes as Uint8Array<ArrayBuffer>]) as ByteSource;
}
