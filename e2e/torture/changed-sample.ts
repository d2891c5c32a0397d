import { isDeepStrictEqual } from 'node:util';
import type { Manifest } from '../../src/core/warehouse/manifest.ts';
import type { FileOnDisk, Inspection } from './protocol.ts';
import type { ChangedFile } from './published-sample.ts';
import type { TorturedBrowser } from './tortured-browser.ts';

/** A warehouse of real sample days, of whose files one byte after another is changed. */
export class ChangedSample {
  readonly #browser: TorturedBrowser;
  #metrics: unknown;
  #intact!: Inspection;

  constructor(browser: TorturedBrowser) {
    this.#browser = browser;
  }

  async publish(rows: number): Promise<void> {
    this.#metrics = await this.#ask('publishSample', rows);
    this.#intact = await this.#ask('inspect');
  }

  /** All files that lie there, those that only an earlier publication names at the end: to look at them changes the head. */
  get disk(): FileOnDisk[] {
    const order = (path: string): number =>
      this.#earlierOf(path) === undefined ? 0 : path.startsWith('warehouse/') ? 2 : 1;
    return [...this.#intact.disk].sort((a, b) => order(a.path) - order(b.path));
  }

  /** What is wrong with how the warehouse takes a changed byte in that file; the byte is put back. */
  async complaintsOf(path: string): Promise<string[]> {
    if (path.startsWith('cache/')) return this.#answers(path);
    const earlier = this.#earlierOf(path);
    if (earlier !== undefined) return this.#restored(path, earlier);
    const changed: ChangedFile = await this.#ask('readChanged', {
      path,
      tables: this.#tablesOf(path),
    });
    const complaints = this.#servesOnlyWhole(changed);
    if (!path.startsWith('warehouse/')) return [...complaints, ...this.#staysAsItWas(changed)];
    if (
      changed.refused.length === 0 ||
      changed.refused.some((code) => code !== 'warehouse-damaged')
    )
      complaints.push(`a read was not refused as damaged: ${changed.refused.join()}`);
    const told = changed.damage?.missing.map(({ table, ds, reason }) => `${table} ${ds} ${reason}`);
    const [, name, ds] = this.#placeOf(path)!;
    const wanted = `${name} ${ds} changed`;
    return told?.join() === wanted
      ? complaints
      : [...complaints, `it is not told: ${told?.join()}`];
  }

  /** A manifest lies in a slot and in a copy: one of them is enough. */
  #staysAsItWas({ generation, damage, refused }: ChangedFile): string[] {
    const wanted = this.#intact.head!.generation;
    if (generation !== wanted) return [`the head is generation ${generation}, not ${wanted}`];
    return damage === null && refused.length === 0 ? [] : ['data is refused though it is whole'];
  }

  async #restored(path: string, generation: number): Promise<string[]> {
    const { publications } = (await this.#ask<Inspection>('inspect')).head!;
    // Once put back and forth, an earlier publication has another number.
    const now = publications.find((entry) => entry.generation === generation)?.generation;
    const changed: ChangedFile = await this.#ask('undoChanged', {
      path,
      tables: this.#tablesOf(path),
      generation: now ?? publications[0]!.generation,
    });
    const complaints = this.#servesOnlyWhole(changed);
    return changed.refused.length > 0 ? complaints : [...complaints, 'nothing was refused'];
  }

  async #answers(path: string): Promise<string[]> {
    // A page has room for one engine.
    await this.#browser.end('reload');
    const metrics = await this.#ask('answerChanged', path);
    return isDeepStrictEqual(metrics, this.#metrics) ? [] : ['the metrics are other ones'];
  }

  #servesOnlyWhole({ sha256, served }: ChangedFile): string[] {
    const whole = new Set(this.#intact.disk.map((file) => file.sha256));
    if (served.includes(sha256)) return ['changed bytes were served'];
    return served.every((hash) => whole.has(hash))
      ? []
      : ['bytes were served that nobody published'];
  }

  /** The table that a data file is of; all for another file. */
  #tablesOf(path: string): string[] {
    const [, schema, table] = /^warehouse\/(\w+)\/(\w+)\//.exec(path) ?? [];
    return table === undefined ? Object.keys(this.#intact.served) : [`${schema}.${table}`];
  }

  /** Table and ds of a data file of the head. */
  #placeOf(path: string): [path: string, table: string, ds: string] | undefined {
    return places(this.#intact.head!.tables).find(([file]) => file === path);
  }

  /** The earlier publication that names a file which the head does not. */
  #earlierOf(path: string): number | undefined {
    if (this.#placeOf(path) !== undefined) return undefined;
    return this.#intact.head!.publications.find(({ file }) => {
      if (file === path) return true;
      const { tables } = JSON.parse(this.#intact.copies[file]!) as Manifest;
      return places(tables).some(([data]) => data === path);
    })?.generation;
  }

  async #ask<T>(call: string, input?: unknown): Promise<T> {
    const reply = await this.#browser.ask(call, input);
    if ('value' in reply) return reply.value as T;
    throw new Error(`${call}: ${JSON.stringify(reply)}`);
  }
}

const places = (tables: Manifest['tables']) =>
  Object.entries(tables).flatMap(([table, { partitions }]) =>
    Object.entries(partitions).map(([ds, { file }]): [string, string, string] => [file, table, ds]),
  );
