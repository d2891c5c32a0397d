import { WorkbenchError } from '../core/errors.ts';
import type { DeliveryReport } from '../core/run/run-report.ts';
import { keptPublications } from '../core/warehouse/manifest.ts';
import type { PublishedTable } from '../core/warehouse/plan-export.ts';
import type { Database } from './ports.ts';
import type { RunOutcome } from './run-drop.ts';
import type { Warehouse } from './warehouse.ts';

/** What is published, in numbers. */
export interface PublishedFacts {
  generation: number;
  publishedAt: string | null;
  from: string;
  to: string;
  hosts: string[];
  /** Rows by table name. */
  rows: ReadonlyMap<string, number>;
}

type Days = DeliveryReport['days'];

function factsOf(
  generation: number,
  publishedAt: string | null,
  days: Days,
  rows: PublishedFacts['rows'],
): PublishedFacts {
  const ds = days.map((day) => day[1]).sort();
  const hosts = [...new Set(days.map(([host]) => host))].sort();
  return { generation, publishedAt, from: ds[0] ?? '', to: ds.at(-1) ?? '', hosts, rows };
}

/** Publications that are tried one after another: the one in force and those that can be restored. */
const mostFallbacks = keptPublications + 1;

/** The published tables as the screens see them: in the memory of the run that built them, or mounted from the warehouse. */
export class Published {
  readonly #warehouse: Warehouse;
  readonly #openScreens: () => Promise<Database>;
  #facts: PublishedFacts;
  /** Which publication is shown; undefined: one that is not on disk. */
  #shown: string | undefined;
  #catalog: string | undefined;
  readonly #mounted = new Map<string, Promise<void>>();
  readonly #loaded = new Set<string>();

  constructor(warehouse: Warehouse, openScreens: () => Promise<Database>) {
    this.#warehouse = warehouse;
    this.#openScreens = openScreens;
    this.#facts = this.#storedFacts();
    this.#shown = this.#inForce();
  }

  #inForce(): string {
    const { head, damage } = this.#warehouse;
    return `${head?.publishedIn ?? 0} ${damage?.shown ?? ''}`;
  }

  /** Whether the publication in force is shown: false after a run until it is saved, and when another tab has published. */
  get isInForce(): boolean {
    return this.#shown === this.#inForce();
  }

  /** Says that the run whose tables are shown is saved. */
  settle(): void {
    this.#shown = this.#inForce();
  }

  /** Forgets what is shown in favour of the publication in force; returns the attached database that nobody looks at any more. */
  async forget(): Promise<string | undefined> {
    const before = this.#catalog;
    const schemas = new Set([...this.#mounted.keys()].map((name) => name.split('.')[0]!));
    this.#catalog = undefined;
    this.#mounted.clear();
    this.#loaded.clear();
    this.#facts = this.#storedFacts();
    this.#shown = this.#inForce();
    if (before === undefined && schemas.size === 0) return undefined;
    const screens = await this.#openScreens();
    const drops = [...schemas].map((schema) => `; drop schema if exists ${schema} cascade`);
    await screens.run(`use memory${drops.join('')}`);
    return before;
  }

  #storedFacts(): PublishedFacts {
    const { head, isPublished } = this.#warehouse;
    const rows = new Map(
      Object.entries(head?.tables ?? {}).map(([name, { partitions }]) => [
        name,
        Object.values(partitions).reduce((sum, part) => sum + part.rows, 0),
      ]),
    );
    const days = this.#warehouse.deliveries().flatMap((delivery) => delivery.days);
    return factsOf(isPublished ? head!.generation : 0, head?.publishedAt ?? null, days, rows);
  }

  get facts(): PublishedFacts {
    return this.#facts;
  }

  /** The attached database that holds the tables, if they are in memory. */
  get catalog(): string | undefined {
    return this.#catalog;
  }

  /** Shows the tables of a run; returns the attached database that nobody looks at any more. */
  async switchTo(catalog: string, { report, superseded }: RunOutcome): Promise<string | undefined> {
    const screens = await this.#openScreens();
    await screens.run(`use ${catalog}`);
    const before = this.#catalog;
    this.#shown = undefined;
    const kept = this.#warehouse.deliveries().filter(({ id }) => !superseded.includes(id));
    const days = [...kept, ...report.deliveries].flatMap((delivery) => delivery.days);
    const rows = new Map(report.tables.map((table) => [table.name, table.rows]));
    this.#facts = factsOf(report.generation, report.startedAt, days, rows);
    this.#catalog = catalog;
    return before;
  }

  /**
   * The screens' connection with these tables readable on it. Where a file turns out to be damaged, the newest older publication
   * that is whole is read instead; rejects with `warehouse-damaged` when there is none.
   */
  async read(tables: Pick<PublishedTable, 'name'>[]): Promise<Database> {
    for (let left = mostFallbacks; ; left--) {
      try {
        return await this.#readShown(tables);
      } catch (error) {
        const isDamaged = error instanceof WorkbenchError && error.code === 'warehouse-damaged';
        if (!isDamaged || left === 0) throw error;
        if (!this.isInForce) await this.forget();
      }
    }
  }

  async #readShown(tables: Pick<PublishedTable, 'name'>[]): Promise<Database> {
    if (this.#warehouse.damage?.shown === 0)
      throw new WorkbenchError('warehouse-damaged', 'no publication of the warehouse is whole');
    if (this.#facts.generation === 0)
      throw new WorkbenchError('table-unknown', 'nothing is published yet');
    const db = await this.#openScreens();
    if (this.#catalog !== undefined) return db;
    for (const { name } of tables) await this.#mountOnce(db, name);
    return db;
  }

  async #mountOnce(db: Database, name: string): Promise<void> {
    const mounting = this.#mounted.get(name) ?? this.#mount(db, name);
    this.#mounted.set(name, mounting);
    try {
      await mounting;
    } catch (error) {
      // What failed is tried again by the next who asks.
      if (this.#mounted.get(name) === mounting) this.#mounted.delete(name);
      throw error;
    }
  }

  /** Whether these tables can be read without loading. */
  isLoaded(names: string[]): boolean {
    return this.#catalog !== undefined || names.every((name) => this.#loaded.has(name));
  }

  /** Rows of a published table; 0 when nothing is published. */
  async count(name: string): Promise<number> {
    const known = this.#facts.rows.get(name);
    if (known !== undefined || this.#facts.generation === 0) return known ?? 0;
    const db = await this.read([{ name }]);
    const [row] = await db.rows(`select count(*) as n from ${name}`);
    return Number(row!['n']);
  }

  async #mount(db: Database, name: string): Promise<void> {
    await db.run(`create schema if not exists ${name.split('.')[0]!}`);
    await this.#warehouse.mount(db, name);
    this.#loaded.add(name);
  }
}
