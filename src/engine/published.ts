import { WorkbenchError } from '../core/errors.ts';
import type { DeliveryReport } from '../core/run/run-report.ts';
import { keptPublications } from '../core/warehouse/manifest.ts';
import type { ShopTable } from '../core/shop/shop-table.ts';
import type { Subject } from '../core/subject.ts';
import type { PublishedTable } from '../core/warehouse/plan-export.ts';
import { literal } from '../lib/sql.ts';
import type { Database } from './ports.ts';
import type { RunOutcome } from './run-drop.ts';
import type { Warehouse } from './warehouse.ts';

/** What is published of a shop. */
export interface ShopFacts {
  publishedAt: string;
  /** Exports with live deliveries. */
  delivered: ReadonlySet<ShopTable>;
}

/** What is published, in numbers. `from`, `to` and `hosts` are of the website. */
export interface PublishedFacts {
  generation: number;
  publishedAt: string | null;
  from: string;
  to: string;
  hosts: string[];
  /** Areas of which anything is published. */
  areas: ReadonlySet<Subject>;
  shop: ShopFacts | null;
  /** Rows by table name. */
  rows: ReadonlyMap<string, number>;
}

/** What is in memory and looked at by nobody any more. */
export interface LeftBehind {
  /** Attached databases. */
  catalogs: string[];
  /** Areas in a database of which the other area is still shown. */
  areas: { catalog: string; subject: Subject }[];
}

type Days = DeliveryReport['days'];

function daysOf(days: Days): Pick<PublishedFacts, 'from' | 'to' | 'hosts'> {
  const ds = days.map((day) => day[1]).sort();
  const hosts = [...new Set(days.map(([host]) => host))].sort();
  return { from: ds[0] ?? '', to: ds.at(-1) ?? '', hosts };
}

/** Publications that are tried one after another: the one in force and those that can be restored. */
const mostFallbacks = keptPublications + 1;

/**
 * The published tables as the screens see them: in the memory of the run that built them, or mounted from the warehouse. The two
 * areas are apart in that: the search path of the screens' connection brings them together.
 */
export class Published {
  readonly #warehouse: Warehouse;
  readonly #openScreens: () => Promise<Database>;
  readonly #subjectOf: (table: string) => Subject;
  #facts: PublishedFacts;
  /** Which publication is shown; undefined: one that is not on disk. */
  #shown: string | undefined;
  #catalogs: Partial<Record<Subject, string>> = {};
  readonly #mounted = new Map<string, Promise<void>>();
  readonly #loaded = new Set<string>();

  constructor(
    warehouse: Warehouse,
    openScreens: () => Promise<Database>,
    subjectOf: (table: string) => Subject,
  ) {
    this.#warehouse = warehouse;
    this.#openScreens = openScreens;
    this.#subjectOf = subjectOf;
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

  /** Forgets what is shown in favour of the publication in force; returns the attached databases that nobody looks at any more. */
  async forget(): Promise<string[]> {
    const before = [...new Set(Object.values(this.#catalogs))];
    const schemas = new Set([...this.#mounted.keys()].map((name) => name.split('.')[0]!));
    this.#catalogs = {};
    this.#mounted.clear();
    this.#loaded.clear();
    this.#facts = this.#storedFacts();
    this.#shown = this.#inForce();
    if (before.length === 0 && schemas.size === 0) return [];
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
    const delivered = this.#warehouse.shopDeliveries().map(({ shopTable }) => shopTable);
    return {
      generation: isPublished ? head!.generation : 0,
      publishedAt: head?.publishedAt ?? null,
      ...daysOf(this.#warehouse.deliveries().flatMap((delivery) => delivery.days)),
      areas: new Set([...rows.keys()].map(this.#subjectOf)),
      shop: head?.shop
        ? { publishedAt: head.shop.publishedAt, delivered: new Set(delivered) }
        : null,
      rows,
    };
  }

  get facts(): PublishedFacts {
    return this.#facts;
  }

  /** The attached databases that hold the tables of an area, where they are in memory. */
  get catalogs(): Readonly<Partial<Record<Subject, string>>> {
    return this.#catalogs;
  }

  /** Shows the tables of a run; returns what nobody looks at any more. */
  async switchTo(catalog: string, outcome: RunOutcome): Promise<LeftBehind> {
    const before = this.#catalogs;
    const fresh = Object.fromEntries([...outcome.subjects].map((subject) => [subject, catalog]));
    // The newest comes first, as the one before may hold both areas still, one of them as it was.
    this.#catalogs = { ...fresh, ...this.#catalogs, ...fresh };
    this.#shown = undefined;
    // What is told of the tables changes with them, not before.
    await this.#findPath(await this.#openScreens());
    this.#facts = this.#factsAfter(outcome);
    const after = Object.values(this.#catalogs);
    return {
      catalogs: [...new Set(Object.values(before))].filter((one) => !after.includes(one)),
      areas: [...outcome.subjects].flatMap((subject) => {
        const one = before[subject];
        return one !== undefined && after.includes(one) ? [{ catalog: one, subject }] : [];
      }),
    };
  }

  #factsAfter({ report, superseded, subjects }: RunOutcome): PublishedFacts {
    const before = this.#facts;
    const others = [...before.rows].filter(([name]) => !subjects.has(this.#subjectOf(name)));
    const fresh = report.deliveries.filter(({ status }) => status === 'loaded');
    const isLeft = ({ id }: { id: string }): boolean => !superseded.includes(id);
    const ofWebsite = [...this.#warehouse.deliveries().filter(isLeft), ...fresh];
    const ofShop = [...this.#warehouse.shopDeliveries().filter(isLeft), ...fresh];
    const delivered = ofShop.flatMap(({ shopTable }) => shopTable ?? []);
    return {
      generation: report.generation,
      publishedAt: report.startedAt,
      ...(subjects.has('website')
        ? daysOf(ofWebsite.flatMap(({ days }) => days))
        : placeOf(before)),
      areas: new Set([...before.areas, ...subjects]),
      shop: subjects.has('shop')
        ? { publishedAt: report.startedAt, delivered: new Set(delivered) }
        : before.shop,
      rows: new Map([...others, ...report.tables.map(({ name, rows }) => [name, rows] as const)]),
    };
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
    const onDisk = tables.filter(({ name }) => !this.#isInMemory(name));
    const hasNew = onDisk.some(({ name }) => !this.#mounted.has(name));
    for (const { name } of onDisk) await this.#mountOnce(db, name);
    if (hasNew && Object.keys(this.#catalogs).length > 0) await this.#findPath(db);
    return db;
  }

  #isInMemory(name: string): boolean {
    return this.#catalogs[this.#subjectOf(name)] !== undefined;
  }

  /** A name such as `core.x` is looked for in the memory of the runs that are shown, then among what is mounted. */
  async #findPath(db: Database): Promise<void> {
    const catalogs = [...new Set(Object.values(this.#catalogs))];
    const names = [...catalogs, 'memory'];
    const rows = await db.rows(`select database_name as catalog, schema_name as name
from duckdb_schemas() where database_name in (${names.map(literal).join(', ')}) and schema_name not in
  ('main', 'information_schema', 'pg_catalog')`);
    const schemas = names.flatMap((catalog) => [
      ...(catalogs[0] === catalog ? [`${catalog}.main`] : []),
      ...rows.filter((row) => row['catalog'] === catalog).map((row) => `${catalog}.${row['name']}`),
    ]);
    await db.run(`set search_path = ${literal(schemas.join(','))}`);
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

  /** The columns that a table on disk was published with; undefined where what is shown was built by this project. */
  columns(name: string): ReadonlySet<string> | undefined {
    if (this.#isInMemory(name)) return undefined;
    const columns = this.#warehouse.head?.tables[name]?.columns;
    return columns && new Set(columns.map((column) => column.name));
  }

  /** Whether these tables can be read without loading. */
  isLoaded(names: string[]): boolean {
    return names.every((name) => this.#isInMemory(name) || this.#loaded.has(name));
  }

  /** Whether there is such a table: one that a model brought since the last run is not there yet. */
  holds(name: string): boolean {
    return this.#isInMemory(name) || this.#facts.rows.has(name);
  }

  /** Rows of a published table; 0 when it is not there. */
  async count(name: string): Promise<number> {
    const known = this.#facts.rows.get(name);
    if (known !== undefined || this.#facts.generation === 0 || !this.holds(name)) return known ?? 0;
    const db = await this.read([{ name }]);
    const [row] = await db.rows(`select count(*) as n from ${name}`);
    return Number(row!['n']);
  }

  async #mount(db: Database, name: string): Promise<void> {
    await db.run(`create schema if not exists memory.${name.split('.')[0]!}`);
    await this.#warehouse.mount(db, name, `memory.${name}`);
    this.#loaded.add(name);
  }
}

function placeOf({
  from,
  to,
  hosts,
}: PublishedFacts): Pick<PublishedFacts, 'from' | 'to' | 'hosts'> {
  return { from, to, hosts };
}
