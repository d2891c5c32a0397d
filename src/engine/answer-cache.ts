import type { MetricsInput, MetricsView } from '../core/metrics/metrics-view.ts';
import type { Manifest } from '../core/warehouse/manifest.ts';
import type { FileStore, Host } from './ports.ts';

/** Where answers lie in a store; in a backup too. */
export const answersPath = 'cache/answers';
const digits = 64;
/** Answers kept: the scopes that a person opens with. */
const kept = 8;

interface Kept {
  /** Names the rows that the answers are of. */
  key: string;
  /** By scope, the one asked for last at the end. */
  answers: [scope: string, view: MetricsView][];
}

type Answer = [head: Manifest, tables: string[], scope: MetricsInput, view: MetricsView];

/**
 * Answers of the metrics screen beside the warehouse, so that coming back shows the numbers before the engine has started. They
 * are of exactly these rows (by content hash), this version and these definitions, and are compared with their own hash when read; anything
 * else is no answer.
 */
export class AnswerCache {
  readonly #store: FileStore | undefined;
  readonly #host: Pick<Host, 'sha256'>;
  readonly #about: () => Record<string, unknown>;
  #kept: Promise<Kept | undefined> | undefined;
  #writing: Promise<void> = Promise.resolve();

  /** `about`: what else answers follow from, at the time they are asked for: versions, definitions. */
  constructor(host: Pick<Host, 'store' | 'sha256'>, about: () => Record<string, unknown>) {
    this.#store = host.store;
    this.#host = host;
    this.#about = about;
  }

  /** The answer of an earlier time over the same rows of `tables`; undefined: ask the engine. */
  async find(
    head: Manifest,
    tables: string[],
    scope: MetricsInput,
  ): Promise<MetricsView | undefined> {
    if (this.#store === undefined) return undefined;
    this.#kept ??= this.#read(this.#store);
    const found = await this.#kept;
    if (found === undefined || found.key !== (await this.#keyOf(head, tables))) return undefined;
    return found.answers.find(([of]) => of === scopeText(scope))?.[1];
  }

  /** Reads what is kept anew when it is next asked for: another file lies there. */
  forget(): void {
    this.#kept = undefined;
  }

  /** Keeps an answer; one after another, as a file is written by one at a time. */
  keep(...answer: Answer): Promise<void> {
    const kept = this.#writing.then(() => this.#put(...answer));
    this.#writing = kept.catch(() => {});
    return kept;
  }

  async #put(...[head, tables, scope, view]: Answer): Promise<void> {
    if (this.#store === undefined) return;
    const key = await this.#keyOf(head, tables);
    const before = await (this.#kept ?? this.#read(this.#store));
    const others = before?.key === key ? before.answers : [];
    const of = scopeText(scope);
    const answers = [...others.filter(([other]) => other !== of), [of, view] as const];
    const next: Kept = { key, answers: answers.slice(-kept) as Kept['answers'] };
    this.#kept = Promise.resolve(next);
    const body = new TextEncoder().encode(JSON.stringify(next));
    const sum = new TextEncoder().encode(await this.#hash(body));
    const bytes = new Uint8Array(digits + body.length);
    bytes.set(sum);
    bytes.set(body, digits);
    await this.#store.write(answersPath, bytes);
  }

  async #read(store: FileStore): Promise<Kept | undefined> {
    const source = await store.read(answersPath);
    if (source === undefined || source.size < digits) return undefined;
    const bytes = new Uint8Array(await source.arrayBuffer());
    const body = bytes.subarray(digits);
    const sum = new TextDecoder().decode(bytes.subarray(0, digits));
    if (sum !== (await this.#hash(body))) return undefined;
    return JSON.parse(new TextDecoder().decode(body)) as Kept;
  }

  #keyOf(head: Manifest, tables: string[]): Promise<string> {
    const hashes = tables.map((table) =>
      Object.entries(head.tables[table]?.partitions ?? {})
        .map(([ds, { contentHash }]) => `${ds} ${contentHash}`)
        .sort(),
    );
    return this.#hash(new TextEncoder().encode(JSON.stringify([this.#about(), hashes])));
  }

  async #hash(bytes: Uint8Array): Promise<string> {
    const hash = await this.#host.sha256();
    hash.update(bytes);
    return hash.hex();
  }
}

// Changed with the shape of a view: an answer of another shape is none.
const shape = 3;

function scopeText({ hosts, bots, filters, compare, grain, ...range }: MetricsInput): string {
  const { from, to, timezone } = range;
  const days = [from, to, timezone ?? 'UTC', compare ?? 'previous', grain ?? 'day'];
  return JSON.stringify([shape, days, [...(hosts ?? [])].sort(), bots ?? 'exclude', filters ?? []]);
}
