import { throwIfCancelled } from '../core/errors.ts';
import type { CompiledScan } from '../core/metrics/compile-measures.ts';
import type { MetricsQuery } from '../core/metrics/compile-metrics.ts';
import { scanColumns } from '../core/metrics/scan-columns.ts';
import { MetricCube } from './metric-cube.ts';
import type { CallOptions, Database, Row } from './ports.ts';
import type { PublishedFacts } from './published.ts';

/** Rows of a table at most that are kept as a cube: some forty bytes each. */
const mostRows = 15_000_000;
/** Results of other queries that are remembered. */
const keptResults = 64;
/** Tables by name; what joins them has no order of rows of its own. */
const plainTable = /^[a-z_]\w*\.[a-z_]\w*$/i;

/** What questions of one publication were counted from. */
interface Known {
  /** By the table they are of. */
  cubes: Map<string, MetricCube>;
  /** Rows by SQL of what no cube tells. */
  results: Map<string, Row[]>;
  /** Tables whose cube could not be read: asked of DuckDB from then on. */
  refused: Set<string>;
}

/**
 * Answers queries of the metrics screen, by cubes where they have what it takes. A cube is read behind the first answer; until it is there,
 * and for all that it cannot tell, DuckDB answers. All is forgotten with the publication it is of.
 */
export class MetricCubes {
  #publication: PublishedFacts | undefined;
  #known: Known = { cubes: new Map(), results: new Map(), refused: new Set() };
  #reading: Promise<void> = Promise.resolve();
  /** Questions on their way: reading ahead waits for them. */
  readonly #asked = new Set<Promise<unknown>>();
  readonly #closing = new AbortController();

  /** Rows by name of query. Another publication makes all be read anew. */
  answer(
    db: Database,
    queries: readonly MetricsQuery[],
    publication: PublishedFacts,
    options: CallOptions,
  ): Promise<Map<string, Row[]>> {
    const answering = answerAll(db, queries, this.#of(publication), options);
    this.#asked.add(answering);
    return answering.finally(() => this.#asked.delete(answering));
  }

  /** Reads what these queries are counted from, behind whatever else is asked. */
  prepare(db: Database, queries: readonly MetricsQuery[], publication: PublishedFacts): void {
    const known = this.#of(publication);
    const scans = queries
      .flatMap(({ scan }) => scan ?? [])
      // Who rows are of decides their order: it is read first.
      .toSorted((one, other) => Number(countsPeople(other)) - Number(countsPeople(one)))
      .filter(({ from }) => plainTable.test(from) && (publication.rows.get(from) ?? 0) <= mostRows);
    this.#reading = this.#reading.then(() => this.#read(db, scans, known));
  }

  /** Resolves when nothing is being read. */
  async settled(): Promise<void> {
    await this.#reading;
  }

  /** Ends what is being read. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#reading;
  }

  #of(publication: PublishedFacts): Known {
    if (this.#publication !== publication)
      this.#known = { cubes: new Map(), results: new Map(), refused: new Set() };
    this.#publication = publication;
    return this.#known;
  }

  async #read(db: Database, scans: readonly CompiledScan[], known: Known): Promise<void> {
    for (const scan of scans) {
      const { from } = scan;
      const columns = scanColumns(scan);
      if (columns === undefined || known.refused.has(from) || known !== this.#known) continue;
      try {
        await Promise.allSettled(this.#asked);
        const cube = await this.#cubeOf(db, from, columns.people, known);
        await cube.load(db, scan, { signal: this.#closing.signal });
      } catch {
        // Out of memory, or closed meanwhile: what asks DuckDB itself is told of anything worse.
        known.cubes.delete(from);
        known.refused.add(from);
      }
    }
  }

  async #cubeOf(
    db: Database,
    from: string,
    people: string | undefined,
    { cubes }: Known,
  ): Promise<MetricCube> {
    const cube = cubes.get(from);
    if (cube !== undefined && (people === undefined || cube.people !== undefined)) return cube;
    const opened = await MetricCube.open(db, from, people, { signal: this.#closing.signal });
    cubes.set(from, opened);
    return opened;
  }
}

async function answerAll(
  db: Database,
  queries: readonly MetricsQuery[],
  known: Known,
  options: CallOptions,
): Promise<Map<string, Row[]>> {
  const results = new Map<string, Row[]>();
  for (const query of queries) {
    throwIfCancelled(options.signal);
    results.set(query.name, await answerOne(db, query, known, options));
  }
  return results;
}

async function answerOne(
  db: Database,
  { sql, scan }: MetricsQuery,
  { cubes, results }: Known,
  options: CallOptions,
): Promise<Row[]> {
  const cube = scan && cubes.get(scan.from);
  if (scan !== undefined && cube?.holds(scan) === true) return cube.count(db, scan, options);
  if (scan !== undefined) return db.rows(sql, options);
  const rows = results.get(sql) ?? (await db.rows(sql, options));
  results.set(sql, rows);
  for (const first of [...results.keys()].slice(0, -keptResults)) results.delete(first);
  return rows;
}

function countsPeople(scan: CompiledScan): boolean {
  return scanColumns(scan)?.people !== undefined;
}
