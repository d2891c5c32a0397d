import { settledChannel } from '../core/enrich/channel.ts';
import {
  planEncodedDimensions,
  planRepeatedAcrossDeliveries,
  planStar,
  planStarFromStaged,
} from '../core/ingest/plan-star.ts';
import { ident, relation } from '../lib/sql.ts';
import { planEmptySources } from './empty-sources.ts';
import type { Database } from './ports.ts';
import type { Session } from './session.ts';

const staged = 'staging.stg_web_events';

/** Published tables and sources for those who read them in a database of their own: as views, so that nothing is copied. */
export class PreviewSources {
  readonly #session: Session;
  /** The star as loaded from staged events, of one publication. */
  #star: { of: string; catalog: string } | undefined;
  #stars = 0;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Whether a table of the project in force is published. */
  has(table: string): boolean {
    const { published, tables, warehouse } = this.#session;
    const found = tables.find(({ name }) => name === table);
    if (found === undefined) return false;
    const isInMemory = published.catalogs[found.subject] !== undefined;
    return isInMemory || warehouse.head?.tables[table] !== undefined;
  }

  /** Views of published tables. */
  async createPublished(db: Database, tables: readonly string[]): Promise<void> {
    if (tables.length === 0) return;
    await this.#session.published.read(tables.map((name) => ({ name })));
    for (const name of tables) await createView(db, name, this.#home(name));
  }

  /** The sources of these names; those of an area of which nothing is published are empty. */
  async create(
    db: Database,
    sources: ReadonlySet<string>,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    await db.run(planEmptySources());
    const names = [...sources];
    const ofShop = names.filter((name) => name.startsWith('shop.') && this.has(name));
    for (const name of ofShop) await db.run(`drop table if exists ${relation(name)}`);
    await this.createPublished(db, ofShop);
    const ofWebsite = names.filter((name) => name.startsWith('ingest.'));
    if (ofWebsite.length === 0 || !this.has(staged)) return;
    const catalog = this.#session.published.catalogs.website ?? (await this.#loadStar(db, signal));
    for (const name of ofWebsite) {
      await db.run(`drop table if exists ${relation(name)}`);
      await createView(db, name, catalog);
    }
  }

  #home(table: string): string {
    const { published, tables } = this.#session;
    const subject = tables.find(({ name }) => name === table)?.subject ?? 'website';
    return published.catalogs[subject] ?? 'memory';
  }

  /** The star of the publication that is shown, in a database that stays until another is. */
  async #loadStar(db: Database, signal: AbortSignal | undefined): Promise<string> {
    const { published, warehouse, project } = this.#session;
    const of = `${published.facts.generation} ${published.facts.publishedAt}`;
    if (this.#star?.of === of) return this.#star.catalog;
    if (this.#star !== undefined) await db.run(`detach database if exists ${this.#star.catalog}`);
    this.#star = undefined;
    await published.read([{ name: staged }]);
    const catalog = `preview_star_${++this.#stars}`;
    const [before] = await db.rows('select current_database() as name');
    await db.run(`attach ':memory:' as ${catalog}; use ${catalog}`);
    try {
      await db.run(planStar());
      await createView(db, staged, this.#home(staged), 'load.staged');
      await db.run(planStarFromStaged(warehouse.deliveries()), { signal });
      await db.run(planRepeatedAcrossDeliveries([]), { signal });
      const dimensions = planEncodedDimensions(settledChannel(project.rules.channels));
      await db.run(`drop view load.staged; ${dimensions}`, { signal });
      this.#star = { of, catalog };
      return catalog;
    } finally {
      await db.run(`use ${ident(String(before!['name']))}`);
      if (this.#star === undefined) await db.run(`detach database if exists ${catalog}`);
    }
  }
}

/** A view by the same name, or another, of a table in another database. */
async function createView(
  db: Database,
  table: string,
  catalog: string,
  name = table,
): Promise<void> {
  await db.run(`create schema if not exists ${ident(name.split('.')[0]!)}`);
  await db.run(
    `create or replace view ${relation(name)} as select * from ${relation(`${catalog}.${table}`)}`,
  );
}
