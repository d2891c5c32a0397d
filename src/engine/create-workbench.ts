import { openCountryLookup } from '../core/enrich/country-lookup.ts';
import type { CountryLookup } from '../core/enrich/country-lookup.ts';
import { WorkbenchError } from '../core/errors.ts';
import { compileMetrics, readMetrics } from '../core/metrics/compile-metrics.ts';
import type { Mapping } from '../core/ingest/mapping.ts';
import { planModels } from '../core/project/plan-models.ts';
import type { PlannedModel } from '../core/project/plan-models.ts';
import { loadProject } from '../core/project/load-project.ts';
import type { Project } from '../core/project/model.ts';
import type { RunReport } from '../core/run/run-report.ts';
import type { PublishedTable } from '../core/warehouse/plan-export.ts';
import type { CallOptions, RunInput, TableInfo, WarehouseStatus, Workbench } from '../workbench.ts';
import { exportRun, exportTable, planExport } from './export-files.ts';
import { inspectDrop } from './inspect-drop.ts';
import type { Drop } from './inspect-drop.ts';
import type { Database, Host, Row } from './ports.ts';
import { Published } from './published.ts';
import { queryConsole } from './query-console.ts';
import type { ConfirmedFile, RunContext } from './run-context.ts';
import { runDrop } from './run-drop.ts';
import type { RunOutcome } from './run-drop.ts';
import { generateSampleSources } from './sample-sources.ts';
import { startSaving } from './saving.ts';
import type { Saving } from './saving.ts';
import { Warehouse } from './warehouse.ts';

export interface WorkbenchOptions {
  /** The models, tests and metrics of the project: path to text. */
  models: Record<string, string>;
  /** Versions worth keeping with a run: app, DuckDB, lookups. */
  versions: Record<string, string>;
}

/** A workbench and what only its opener may do. */
export interface OpenWorkbench extends Workbench {
  warmUp(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the house on a host: one warehouse, one engine. */
export async function createWorkbench(
  host: Host,
  options: WorkbenchOptions,
): Promise<OpenWorkbench> {
  return new Session(host, options, await Warehouse.open(host));
}

/** What one open workbench knows; methods are the contract's. */
class Session implements OpenWorkbench {
  readonly #host: Host;
  readonly #warehouse: Warehouse;
  readonly #published: Published;
  readonly #versions: Record<string, string>;
  readonly #project: Project;
  readonly #models: PlannedModel[];
  readonly #tables: PublishedTable[];
  #engine: Promise<Database> | undefined;
  #screens: Promise<Database> | undefined;
  /** Hears how much of the engine is loaded: whoever asked for it last. */
  #tellEngine: (share: number) => void = () => {};
  #countries: Promise<CountryLookup> | undefined;
  #drop: Drop | undefined;
  #runs = 0;
  #isRunning = false;
  #last: RunOutcome | undefined;
  #saving: Saving | undefined;

  constructor(host: Host, options: WorkbenchOptions, warehouse: Warehouse) {
    this.#host = host;
    this.#warehouse = warehouse;
    this.#published = new Published(warehouse, () => this.#openScreens());
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
    const before = this.#drop;
    this.#drop = await inspectDrop(
      { host: this.#host, openDatabase, files, answers, remembered },
      options,
    );
    await before?.dispose();
    return this.#drop.files.map((file) => file.shown);
  }

  async sample(...[input]: Parameters<Workbench['sample']>): ReturnType<Workbench['sample']> {
    return generateSampleSources(this.#host, input);
  }

  async run(input: RunInput, options: CallOptions = {}): ReturnType<Workbench['run']> {
    if (this.#isRunning) throw new WorkbenchError('warehouse-busy', 'a run is going on already');
    this.#isRunning = true;
    try {
      // A run builds on what is on disk.
      await this.#saving?.done.catch(() => {});
      return await this.#runIn(`run_${++this.#runs}`, input, options);
    } finally {
      this.#isRunning = false;
    }
  }

  async #runIn(catalog: string, input: RunInput, options: CallOptions): Promise<RunReport> {
    const db = await this.#openEngine(options);
    const context = await this.#runContext(db, catalog, input);
    let isShown = false;
    try {
      const outcome = await runDrop(context, this.#confirmed(input), options);
      this.#last = outcome;
      if (outcome.report.status !== 'published') return outcome.report;
      const before = await this.#published.switchTo(catalog, outcome);
      isShown = true;
      if (before !== undefined) await dropCatalog(db, before, catalog);
      this.#saving = startSaving(context, outcome, (report) => {
        this.#last = { ...outcome, report };
      });
      return outcome.report;
    } finally {
      if (!isShown) await dropCatalog(db, catalog, this.#published.catalog);
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
      published: this.#published.catalog,
      versions: this.#versions,
      catalog,
      dryRun: input.dryRun ?? false,
      onOverlap: input.onOverlap ?? 'add',
    };
  }

  #confirmed(input: RunInput): ConfirmedFile[] {
    return input.files.map(({ id, mapping }) => {
      const file = this.#drop?.files.find((dropped) => dropped.shown.id === id);
      if (file?.recognition === undefined) {
        throw new WorkbenchError('file-unreadable', `no such file in this drop: ${id}`);
      }
      return { file, mapping };
    });
  }

  async saved(...[, options]: Parameters<Workbench['saved']>): ReturnType<Workbench['saved']> {
    this.#saving?.listen(options?.onProgress);
    return (await this.#saving?.done) ?? this.#lastRun();
  }

  async status(): Promise<WarehouseStatus> {
    const { rows, ...facts } = this.#published.facts;
    return {
      ...facts,
      events: rows.get('core.fct_website_events') ?? 0,
      lastRun: this.#lastRun(),
      storage:
        this.#host.store === undefined
          ? { state: 'session' }
          : (this.#saving?.state() ?? { state: 'saved' }),
    };
  }

  #lastRun(): RunReport | null {
    const { head } = this.#warehouse;
    if (this.#last !== undefined) return this.#last.report;
    return head?.lastRun ? { ...head.lastRun, findings: head.checks } : null;
  }

  async metrics(
    ...[input, options]: Parameters<Workbench['metrics']>
  ): ReturnType<Workbench['metrics']> {
    const { facts } = this.#published;
    const queries = compileMetrics(input, facts);
    const db = await this.#published.read(metricTables);
    const results = new Map<string, Row[]>();
    for (const { name, sql } of queries)
      results.set(name, await db.rows(sql, { signal: options?.signal }));
    return readMetrics(input, facts, results);
  }

  async checks(): ReturnType<Workbench['checks']> {
    return this.#lastRun()?.findings ?? [];
  }

  async rejects(): ReturnType<Workbench['rejects']> {
    return this.#last?.rejects ?? [];
  }

  async tables(): Promise<TableInfo[]> {
    return Promise.all(
      this.#tables.map(async ({ name, description, columns, partitioned }) => {
        const rows = await this.#published.count(name);
        return { name, description, columns, partitioned, rows };
      }),
    );
  }

  async query(...[input, options]: Parameters<Workbench['query']>): ReturnType<Workbench['query']> {
    return queryConsole(await this.#published.read(this.#tables), input, options);
  }

  async planExport(
    ...[input, options]: Parameters<Workbench['planExport']>
  ): ReturnType<Workbench['planExport']> {
    const tables = this.#exported(input.table);
    return planExport(await this.#published.read(tables), tables, input, options?.signal);
  }

  async exportFile(
    ...[input, options]: Parameters<Workbench['exportFile']>
  ): ReturnType<Workbench['exportFile']> {
    if (input.table === undefined) return exportRun(await this.saved(), input);
    const [table] = this.#exported(input.table);
    return exportTable(await this.#published.read([table!]), table!, input, options?.signal);
  }

  #exported(name: string | undefined): PublishedTable[] {
    const tables = this.#tables.filter((table) => name === undefined || table.name === name);
    if (tables.length === 0) throw new WorkbenchError('table-unknown', `unknown table: ${name}`);
    return tables;
  }

  #openCountries(): Promise<CountryLookup> {
    this.#countries ??= this.#host.countryRanges().then(openCountryLookup);
    return this.#countries;
  }

  /** Loads the engine ahead of the first run. */
  async warmUp(): Promise<void> {
    await this.#openEngine();
  }

  #openEngine(options: CallOptions = {}): Promise<Database> {
    this.#tellEngine = (share) => options.onProgress?.({ step: 'engine', share });
    this.#engine ??= this.#host.openDatabase((share) => this.#tellEngine(share));
    return this.#engine;
  }

  #openScreens(): Promise<Database> {
    this.#screens ??= this.#openEngine().then((db) => db.connect());
    return this.#screens;
  }

  async close(): Promise<void> {
    await this.#saving?.done.catch(() => {});
    await this.#drop?.dispose();
    if (this.#screens !== undefined) await (await this.#screens).close();
    if (this.#engine !== undefined) await (await this.#engine).close();
  }
}

/** The tables that the metrics screen reads. */
const metricTables = ['growth.daily_metrics', 'growth.visitor_hours', 'core.fct_sessions'].map(
  (name) => ({ name }),
);

function publishedTable(model: PlannedModel): PublishedTable & { description: string } {
  const { description, columns, partitioned, key } = model;
  return { name: `${model.schema}.${model.name}`, description, columns, partitioned, key };
}

/** Detaches a run's database; the connection then stands in `next`. */
async function dropCatalog(db: Database, catalog: string, next = 'memory'): Promise<void> {
  await db.run(`use ${next}; detach database if exists ${catalog}`);
}
