import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdtemp, open, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { ByteSource } from '../../engine/ports.ts';
import type { ScratchFile } from '../../engine/ports.ts';
import { LocalFile, openLocalFile } from './local-file.ts';

/** A private folder for the time of one host; removed by `dispose` and when the process exits. */
export class ScratchFolder {
  readonly path: string;
  readonly #removeAtExit = () => rmSync(this.path, { recursive: true, force: true });

  private constructor(path: string) {
    this.path = path;
    process.once('exit', this.#removeAtExit);
  }

  static async open(): Promise<ScratchFolder> {
    return new ScratchFolder(await mkdtemp(join(tmpdir(), 'homegrown-')));
  }

  /** A path that nothing else has; the name is opaque and terminated, so that no name is a prefix of another. */
  newPath(prefix: string, extension: string): string {
    return join(this.path, `${prefix}_${randomUUID()}_end${extension}`);
  }

  /** A second name for a file or folder outside, so that no name of a person's reaches SQL. */
  async link(target: string, extension: string): Promise<string> {
    const path = this.newPath('in', extension);
    await symlink(resolve(target), path);
    return path;
  }

  /** A path under which the bytes can be read: a link where they are a whole local file, else a copy. */
  async place(source: ByteSource, extension: string): Promise<string> {
    if (source instanceof LocalFile && source.whole) return this.link(source.path, extension);
    const path = this.newPath('in', extension);
    const file = await open(path, 'wx', 0o600);
    try {
      for await (const piece of source.stream()) await file.writeFile(piece);
    } finally {
      await file.close();
    }
    return path;
  }

  dispose(): void {
    process.removeListener('exit', this.#removeAtExit);
    this.#removeAtExit();
  }
}

/** Opens a growing file in the scratch folder. */
export async function openScratchFile(folder: ScratchFolder): Promise<ScratchFile> {
  const path = folder.newPath('scratch', '.bin');
  const file = await open(path, 'wx', 0o600);
  let closed: Promise<void> | undefined;
  const close = () => (closed ??= file.close());
  return {
    async append(bytes) {
      await file.writeFile(bytes);
    },
    async finish() {
      await close();
      return openLocalFile(path);
    },
    async dispose() {
      await close();
      rmSync(path, { force: true });
    },
  };
}
