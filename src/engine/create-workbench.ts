import { openCountryLookup } from '../core/enrich/country-lookup.ts';
import type { CountryLookup } from '../core/enrich/country-lookup.ts';
import { WorkbenchError } from '../core/errors.ts';
import { generateSampleSources } from './sample-sources.ts';
import { compileMetrics, readMetrics } from '../core/metrics/compile-metrics.ts';
import type { Mapping } from '../core/ingest/mapping.ts';
import { planModels } from '../core/project/plan-models.ts';
import type { PlannedModel } from '../core/project/plan-models.ts';
import { loadProject } from '../core/project/load-project.ts';
import type { Project } from '../core/project/model.ts';
import type { RunReport } from '../core/run/run-report.ts';
import type { PublishedTable } from '../core/warehouse/plan-export.ts';
import type { CallOptions, RunInput, TableInfo, WarehouseStatus, Workbench } from '../workbench.ts';
import { exportFile, planExport } from './export-files.ts';
import { inspectDrop } from './inspect-drop.ts';
import type { DroppedFile } from './inspect-drop.ts';
import type { Database, Host } from './ports.ts';
import { queryConsole } from './query-console.ts';
import { runDrop } from './run-drop.ts';
import type { RunOutcome } from './run-drop.ts';
import type { ConfirmedFile, RunContext } from './run-context.ts';
import { Warehouse } from './warehouse.ts';

export interface WorkbenchOptions {
  /** The models, tests and metrics of the project: path to text. */
  models: Record<string, string>;
  /** Versions worth keeping with a run: app, DuckDB, lookups. */
  versions: Record<string, string>;
}

/** Opens the house on a host: one warehouse, one engine. */
export async function createWorkbench(
  host: Host,
  options: WorkbenchOptions,
): Promise<Workbench & { close(): Promise<void> }> {
  return new Session(host, options, await Warehouse.open(host));
}

/** What one open workbench knows; methods are the contract's. */
class Session implements Workbench {
  readonly #host: Host;
  readonly #warehouse: Warehouse;
  readonly #versions: Record<string, string>;
  readonly #project: Project;
  readonly #models: PlannedModel[];
  readonly #tables: PublishedTable[];
  #engine: Promise<Database> | undefined;
  #screens: Promise<Database> | undefined;
  #countries: Promise<CountryLookup> | undefined;
  #dropped: DroppedFile[] = [];
  /** Attached database that holds the published tables in memory; undefined: they are only in the warehouse. */
  #published: string | undefined;
  #mounted = new Set<string>();
  #runs = 0;
  #isRunning = false;
  #last: RunOutcome | undefined;

  constructor(host: Host, options: WorkbenchOptions, warehouse: Warehouse) {
    this.#host = host;
    this.#warehouse = warehouse;
    this.#versions = options.versions;
    this.#project = loadProject(options.models);
    this.#models = planModels(this.#project);
    this.#tables = this.#models.filter((model) => model.published).map(publishedTable);
  }

  async inspect(
    ...[input, options]: Parameters<Workbench['inspect']>
  ): ReturnType<Workbench['inspect']> {
    const remembered = new Map(Object.entries<Mapping>(this.#warehouse.head?.mappings ?? {}));
    const openDatabase = (): Promise<Database> => this.#openEngine();
    const { files, answers = {} } = input;
    this.#dropped = await inspectDrop(
      { host: this.#host, openDatabase, files, answers, remembered },
      options,
    );
    return this.#dropped.map((file) => file.shown);
  }

  async sample(...[input]: Parameters<Workbench['sample']>): ReturnType<Workbench['sample']> {
    return generateSampleSources(this.#host, input);
  }

  async run(input: RunInput, options: CallOptions = {}): ReturnType<Workbench['run']> {
    if (this.#isRunning) throw new WorkbenchError('warehouse-busy', 'a run is going on already');
    this.#isRunning = true;
    const catalog = `run_${++this.#runs}`;
    let isKept = false;
    const db = await this.#openEngine(options);
    try {
      const outcome = await runDrop(
        await this.#runContext(db, catalog, input),
        this.#confirmed(input),
        options,
      );
      this.#last = outcome;
      isKept = outcome.report.status === 'published';
      if (isKept) await this.#switchTo(catalog);
      return outcome.report;
    } finally {
      if (!isKept) {
        await this.#warehouse.discard();
        await dropCatalog(db, catalog);
      }
      this.#isRunning = false;
    }
  }

  async #runContext(db: Database, catalog: string, input: RunInput): Promise<RunContext> {
    return {
      host: this.#host,
      db,
      project: this.#project,
      models: this.#models,
      tables: this.#tables,
      countries: await this.#openCountries(),
      warehouse: this.#warehouse,
      published: this.#published,
      versions: this.#versions,
      catalog,
      dryRun: input.dryRun ?? false,
      onOverlap: input.onOverlap ?? 'add',
    };
  }

  #confirmed(input: RunInput): ConfirmedFile[] {
    return input.files.map(({ id, mapping }) => {
      const file = this.#dropped.find((dropped) => dropped.shown.id === id);
      if (file?.recognition === undefined)
        throw new WorkbenchError('file-unreadable', `no such file in this drop: ${id}`);
      return { file, mapping };
    });
  }

  async #switchTo(catalog: string): Promise<void> {
    const before = this.#published;
    const screens = await this.#openScreens();
    await screens.run(`use ${catalog}`);
    this.#published = catalog;
    if (before !== undefined) await dropCatalog(await this.#openEngine(), before);
  }

  async status(): Promise<WarehouseStatus> {
    const { head } = this.#warehouse;
    const deliveries = this.#warehouse.deliveries();
    const days = deliveries.flatMap((delivery) => delivery.days.map(([, ds]) => ds)).sort();
    const events = Object.values(head?.tables['core.fct_website_events']?.partitions ?? {});
    return {
      generation: head?.generation ?? 0,
      from: days[0] ?? '',
      to: days.at(-1) ?? '',
      events: events.reduce((sum, part) => sum + part.rows, 0),
      hosts: this.#warehouse.hosts(),
      publishedAt: head?.createdAt ?? null,
      lastRun: this.#last?.report ?? this.#storedRun(),
    };
  }

  #storedRun(): RunReport | null {
    const { head } = this.#warehouse;
    return head?.lastRun == null ? null : { ...head.lastRun, findings: head.checks };
  }

  async metrics(
    ...[input, options]: Parameters<Workbench['metrics']>
  ): ReturnType<Workbench['metrics']> {
    const db = await this.#published_([
      'growth.daily_metrics',
      'growth.visitor_hours',
      'core.fct_sessions',
    ]);
    const status = await this.status();
    const queries = compileMetrics(input, status);
    const results = new Map<string, Awaited<ReturnType<Database['rows']>>>();
    for (const { name, sql } of queries)
      results.set(name, await db.rows(sql, { signal: options?.signal }));
    return readMetrics(input, status, results);
  }

  async checks(): ReturnType<Workbench['checks']> {
    return this.#last?.report.findings ?? this.#warehouse.head?.checks ?? [];
  }

  async rejects(): ReturnType<Workbench['rejects']> {
    return this.#last?.rejects ?? [];
  }

  async tables(): Promise<TableInfo[]> {
    return this.#tables.map((table) => ({
      name: table.name,
      description: table.description,
      columns: table.columns,
      partitioned: table.partitioned,
      rows: this.#entries(table.name).reduce((sum, part) => sum + part.rows, 0),
    }));
  }

  #entries(table: string): { rows: number }[] {
    return Object.values(this.#warehouse.head?.tables[table]?.partitions ?? {});
  }

  async query(...[input, options]: Parameters<Workbench['query']>): ReturnType<Workbench['query']> {
    return queryConsole(
      await this.#published_(this.#tables.map((table) => table.name)),
      input,
      options,
    );
  }

  async planExport(
    ...[input]: Parameters<Workbench['planExport']>
  ): ReturnType<Workbench['planExport']> {
    return planExport(this.#exported(input.table), this.#warehouse.head, input);
  }

  async exportFile(
    ...[input, options]: Parameters<Workbench['exportFile']>
  ): ReturnType<Workbench['exportFile']> {
    const tables = this.#exported(input.table);
    const db = await this.#published_(tables.map((table) => table.name));
    const report = (await this.status()).lastRun;
    return exportFile(db, tables, report, input, options?.signal);
  }

  #exported(name: string | undefined): PublishedTable[] {
    const tables = this.#tables.filter((table) => name === undefined || table.name === name);
    if (tables.length === 0) throw new WorkbenchError('table-unknown', `unknown table: ${name}`);
    return tables;
  }

  /** The screens' connection with the named published tables readable on it. */
  async #published_(names: string[]): Promise<Database> {
    if (this.#warehouse.head === undefined)
      throw new WorkbenchError('no-records', 'nothing is published yet');
    const db = await this.#openScreens();
    if (this.#published !== undefined) return db;
    for (const name of names) {
      if (this.#mounted.has(name)) continue;
      await db.run(`create schema if not exists ${name.split('.')[0]!}`);
      await this.#warehouse.mount(db, name);
      this.#mounted.add(name);
    }
    return db;
  }

  #openCountries(): Promise<CountryLookup> {
    this.#countries ??= this.#host.countryRanges().then(openCountryLookup);
    return this.#countries;
  }

  #openEngine(options: CallOptions = {}): Promise<Database> {
    options.onProgress?.({ step: 'engine', share: 0 });
    this.#engine ??= this.#host.openDatabase();
    return this.#engine;
  }

  #openScreens(): Promise<Database> {
    this.#screens ??= this.#openEngine().then((db) => db.connect());
    return this.#screens;
  }

  async close(): Promise<void> {
    if (this.#screens !== undefined) await (await this.#screens).close();
    if (this.#engine !== undefined) await (await this.#engine).close();
  }
}

function publishedTable(model: PlannedModel): PublishedTable & { description: string } {
  const { description, columns, partitioned, key } = model;
  return { name: `${model.schema}.${model.name}`, description, columns, partitioned, key };
}

async function dropCatalog(db: Database, catalog: string): Promise<void> {
  await db.run(`use memory; detach database if exists ${catalog}`);
}
