import { openCountryLookup } from '../core/enrich/country-lookup.ts';
import type { CountryLookup } from '../core/enrich/country-lookup.ts';
import { WorkbenchError } from '../core/errors.ts';
import { loadProject } from '../core/project/load-project.ts';
import type { Project } from '../core/project/model.ts';
import { planModels } from '../core/project/plan-models.ts';
import type { PlannedModel } from '../core/project/plan-models.ts';
import type { RunReport } from '../core/run/run-report.ts';
import type { PublishedTable } from '../core/warehouse/plan-export.ts';
import type { CallOptions } from '../workbench.ts';
import { AnswerCache } from './answer-cache.ts';
import type { Drop } from './inspect-drop.ts';
import type { Database, Host } from './ports.ts';
import { Published } from './published.ts';
import type { RunContext } from './run-context.ts';
import type { RunOutcome } from './run-drop.ts';
import type { Saving } from './saving.ts';
import type { Warehouse } from './warehouse.ts';

export interface WorkbenchOptions {
  /** The models, tests and metrics of the project: path to text. */
  models: Record<string, string>;
  /** Versions worth keeping with a run: app, DuckDB, lookups. */
  versions: Record<string, string>;
}

/** What one open workbench knows; the calls of the contract share it. */
export class Session {
  readonly host: Host;
  readonly warehouse: Warehouse;
  readonly published: Published;
  readonly answers: AnswerCache;
  isClosed = false;
  readonly tables: (PublishedTable & { description: string })[];
  drop: Drop | undefined;
  /** What the last run of this session came to. */
  last: RunOutcome | undefined;
  saving: Saving | undefined;
  readonly #project: Project;
  readonly #models: PlannedModel[];
  readonly #versions: Record<string, string>;
  #engine: Promise<Database> | undefined;
  #screens: Promise<Database> | undefined;
  /** Hears how much of the engine is loaded: whoever asked for it last. */
  #tellEngine: (share: number) => void = () => {};
  #countries: Promise<CountryLookup> | undefined;
  #runs = 0;

  constructor(host: Host, options: WorkbenchOptions, warehouse: Warehouse) {
    this.host = host;
    this.warehouse = warehouse;
    this.published = new Published(warehouse, () => this.openScreens());
    this.answers = new AnswerCache(host, options.versions);
    this.#versions = options.versions;
    this.#project = loadProject(options.models);
    this.#models = planModels(this.#project);
    this.tables = this.#models.filter((model) => model.published).map(publishedTable);
  }

  /** What a run in a database of its own needs. */
  async runContext(
    options: CallOptions,
    how: Pick<RunContext, 'dryRun' | 'onOverlap'>,
  ): Promise<RunContext> {
    return {
      host: this.host,
      db: await this.openEngine(options),
      project: this.#project,
      models: this.#models,
      tables: this.tables,
      countries: await this.#openCountries(),
      warehouse: this.warehouse,
      published: this.published.catalog,
      versions: this.#versions,
      catalog: `run_${++this.#runs}`,
      ...how,
    };
  }

  lastRun(): RunReport | null {
    const { head } = this.warehouse;
    if (this.last !== undefined) return this.last.report;
    return head?.lastRun ? { ...head.lastRun, findings: head.checks } : null;
  }

  /** The published tables of an export: one, or all. Throws `table-unknown`. */
  exported(name: string | undefined): PublishedTable[] {
    const tables = this.tables.filter((table) => name === undefined || table.name === name);
    if (tables.length === 0) throw new WorkbenchError('table-unknown', `unknown table: ${name}`);
    return tables;
  }

  #openCountries(): Promise<CountryLookup> {
    this.#countries ??= this.host.countryRanges().then(openCountryLookup);
    return this.#countries;
  }

  openEngine(options: CallOptions = {}): Promise<Database> {
    this.#tellEngine = (share) => options.onProgress?.({ step: 'engine', share });
    this.#engine ??= this.host.openDatabase((share) => this.#tellEngine(share));
    return this.#engine;
  }

  openScreens(): Promise<Database> {
    this.#screens ??= this.openEngine().then((db) => db.connect());
    return this.#screens;
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await this.saving?.done.catch(() => {});
    await this.drop?.dispose();
    if (this.#screens !== undefined) await (await this.#screens).close();
    if (this.#engine !== undefined) await (await this.#engine).close();
  }
}

function publishedTable(model: PlannedModel): PublishedTable & { description: string } {
  const { description, columns, partitioned, key } = model;
  return { name: `${model.schema}.${model.name}`, description, columns, partitioned, key };
}
