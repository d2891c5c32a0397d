import { openCountryLookup } from '../core/enrich/country-lookup.ts';
import type { CountryLookup } from '../core/enrich/country-lookup.ts';
import { WorkbenchError } from '../core/errors.ts';
import type { Finding } from '../core/quality/finding.ts';
import { subjects } from '../core/subject.ts';
import type { Subject } from '../core/subject.ts';
import { isReplaced } from '../core/shop/shop-sources.ts';
import type { RunReport } from '../core/run/run-report.ts';
import type { PublishedTable } from '../core/warehouse/plan-export.ts';
import type { CallOptions } from '../workbench.ts';
import { AnswerCache } from './answer-cache.ts';
import { ProjectBinder } from './bind-project.ts';
import { CurrentProject } from './current-project.ts';
import type { RunningProject, SubjectTable } from './current-project.ts';
import { dropArea } from './drop-area.ts';
import type { Drop } from './inspect-drop.ts';
import { MetricCubes } from './metric-cubes.ts';
import type { Database, Host } from './ports.ts';
import { Published } from './published.ts';
import type { LeftBehind } from './published.ts';
import type { RunContext } from './run-context.ts';
import type { RunOutcome } from './run-drop.ts';
import type { Saving } from './saving.ts';
import type { Warehouse } from './warehouse.ts';

export interface WorkbenchOptions {
  /** The models, tests and metrics of the project: path to text. */
  models: Record<string, string>;
  /** The person's own files for as long as this workbench is open; absent: those that the warehouse keeps. */
  own?: Record<string, string>;
  /** Versions worth keeping with a run: app, DuckDB, lookups. */
  versions: Record<string, string>;
}

/** What one open workbench knows; the calls of the contract share it. */
export class Session {
  readonly host: Host;
  readonly warehouse: Warehouse;
  readonly published: Published;
  readonly answers: AnswerCache;
  readonly cubes = new MetricCubes();
  isClosed = false;
  readonly projects: CurrentProject;
  readonly binder = new ProjectBinder(async () => (await this.openEngine()).connect());
  drop: Drop | undefined;
  /** What the last run of each area came to in this session. */
  readonly last = new Map<Subject, RunOutcome>();
  /** Areas of the last call that ran anything, in the order of its runs. */
  performed: Subject[] = [];
  saving: Saving | undefined;
  /** The answer that is being kept. */
  keeping: Promise<void> = Promise.resolve();
  readonly #versions: Record<string, string>;
  readonly #own: WorkbenchOptions['own'];
  #engine: Promise<Database> | undefined;
  #screens: Promise<Database> | undefined;
  /** Hears how much of the engine is loaded: whoever asked for it last. */
  #tellEngine: (share: number) => void = () => {};
  #countries: Promise<CountryLookup> | undefined;
  /** The project that is known to bind. */
  #bound: RunningProject['project'] | undefined;
  readonly #closers: (() => Promise<void>)[] = [];
  #runs = 0;
  #isRunning = false;
  /** The end of the work before, its saving included. */
  #before: Promise<unknown> = Promise.resolve();

  constructor(host: Host, options: WorkbenchOptions, warehouse: Warehouse) {
    this.host = host;
    this.warehouse = warehouse;
    const { own } = options;
    this.projects = new CurrentProject(
      options.models,
      () => own ?? warehouse.head?.project?.files ?? {},
    );
    this.published = new Published(
      warehouse,
      () => this.openScreens(),
      (name) => this.tables.find((table) => table.name === name)?.subject ?? 'website',
    );
    this.answers = new AnswerCache(host, () => ({
      ...options.versions,
      metrics: [...this.project.metrics.values()],
    }));
    this.#versions = options.versions;
    this.#own = own;
    // What ships must load: a defect is told at once.
    void this.project;
  }

  /** The project in force and its parts: they follow the manifest. */
  get project(): RunningProject['project'] {
    return this.projects.running.project;
  }

  get models(): RunningProject['models'] {
    return this.projects.running.models;
  }

  get tables(): RunningProject['tables'] {
    return this.projects.running.tables;
  }

  /** Versions of what a run is made with. */
  get versions(): Record<string, string> {
    return withFingerprint(this.#versions, this.projects.running);
  }

  /** A person's files that load may yet not bind, after an upgrade: then the project that ships runs. */
  async #mustBind(signal: AbortSignal | undefined): Promise<void> {
    const { own, files, project } = this.projects.running;
    if (Object.keys(own).length === 0 || this.#bound === project) return;
    const problems = await this.binder.bind(project, files, signal);
    if (problems.length > 0) this.projects.refuse(own, problems);
    else this.#bound = project;
  }

  /** What a run in a database of its own needs. */
  async runContext(
    options: CallOptions,
    how: Pick<RunContext, 'subjects' | 'dryRun' | 'onOverlap' | 'decision' | 'keepContacts'>,
  ): Promise<RunContext> {
    const db = await this.openEngine(options);
    await this.#mustBind(options.signal);
    return {
      host: this.host,
      db,
      project: this.project,
      shippedRules: this.projects.shippedRules,
      rulesBefore: this.projects.rulesOf(this.warehouse.head),
      models: this.models.filter(({ subject }) => how.subjects.has(subject)),
      tables: this.tables.filter(({ subject }) => how.subjects.has(subject)),
      acrossDays: this.projects.running.acrossDays,
      countries: await this.openCountries(),
      warehouse: this.warehouse,
      published: this.published.catalogs,
      versions: this.versions,
      catalog: `run_${++this.#runs}`,
      ...(this.#own && this.projects.running.problems.length === 0 && { own: this.#own }),
      ...how,
    };
  }

  /** Whether a run, its saving, or other work on the warehouse goes on. */
  get isBusy(): boolean {
    return this.#isRunning || this.saving?.state().state === 'saving';
  }

  /**
   * Does work as the only publisher, on the manifest in force, once what was published before is saved. `until` names what goes on
   * behind the result: nobody else publishes before its end. Rejects with `warehouse-busy`.
   */
  async asPublisher<T>(work: (until: (end: Promise<unknown>) => void) => Promise<T>): Promise<T> {
    return this.alone(
      () =>
        new Promise<T>((resolve, reject) => {
          let end: Promise<unknown> | undefined;
          const all = this.warehouse.asPublisher(async () => {
            await this.showHead();
            const result = await work((promise) => (end = promise));
            if (end !== undefined) resolve(result);
            await end?.catch(() => {});
            return result;
          });
          all.then(resolve, reject);
          this.#before = all.catch(() => {});
        }),
    );
  }

  /** Resolves when the work before has ended, its saving included. */
  async settled(): Promise<void> {
    await this.#before;
  }

  /** Does work that writes nothing, on the manifest in force, while nothing else goes on in this session. */
  async asReader<T>(work: () => Promise<T>): Promise<T> {
    return this.alone(async () => {
      await this.warehouse.refresh();
      await this.showHead();
      return work();
    });
  }

  /** Does work while nothing else goes on in this session. Rejects with `warehouse-busy` during a run. */
  async alone<T>(work: () => Promise<T>): Promise<T> {
    if (this.#isRunning) throw new WorkbenchError('warehouse-busy', 'a run is going on already');
    this.#isRunning = true;
    try {
      // A run builds on what is on disk.
      await this.#before;
      return await work();
    } finally {
      this.#isRunning = false;
    }
  }

  /** Shows the publication in force where another is shown: one that could not be saved, or that another tab replaced. */
  async showHead(): Promise<void> {
    if (this.published.isInForce) return;
    this.last.clear();
    for (const before of await this.published.forget())
      await dropCatalog(await this.openEngine(), before);
  }

  /** Frees what a run in `catalog` left behind. */
  async dropBehind({ catalogs, areas }: LeftBehind, catalog: string): Promise<void> {
    const db = await this.openEngine();
    for (const one of catalogs) await dropCatalog(db, one, catalog);
    for (const area of areas) await dropArea(db, area, this.models);
  }

  /** The last run of an area, of this session or as it was published. */
  lastRun(subject: Subject = 'website'): RunReport | null {
    const { head } = this.warehouse;
    const last = this.last.get(subject);
    if (last !== undefined) return last.report;
    const report = subject === 'website' ? head?.lastRun : head?.shop?.lastRun;
    return report ? { ...report, findings: ofSubject(head!.checks, subject) } : null;
  }

  /** What the last call that ran anything came to; before any, the last run on record. */
  lastCall(): RunReport | null {
    const areas = this.performed.length > 0 ? this.performed : subjects;
    const reports = areas.map((subject) => this.lastRun(subject)).filter((one) => one !== null);
    const [first = null, second] = this.performed.length > 0 ? reports : reports.slice(0, 1);
    return first !== null && second !== undefined ? { ...first, also: second } : first;
  }

  /** What the checks of an area saw. */
  checksOf(subject: Subject): Finding[] {
    const run = this.lastRun(subject);
    // A run that brought nothing new tested nothing: what was seen before still holds.
    const isTested = run !== null && run.status !== 'unchanged';
    return ofSubject(isTested ? run.findings : (this.warehouse.head?.checks ?? []), subject);
  }

  /** Tables that are there to be read: of the areas that are published; before anything is, those of the website. */
  get shownTables(): SubjectTable[] {
    const { areas } = this.published.facts;
    const tables = this.tables.filter(({ name }) => !isReplaced(name));
    return tables.filter(({ subject }) =>
      areas.size === 0 ? subject === 'website' : areas.has(subject),
    );
  }

  /** The published tables of an export: one, or all. Throws `table-unknown`. */
  exported(name: string | undefined): PublishedTable[] {
    const tables = this.shownTables.filter((table) =>
      name === undefined ? this.published.holds(table.name) : table.name === name,
    );
    if (tables.length === 0) throw new WorkbenchError('table-unknown', `unknown table: ${name}`);
    return tables;
  }

  openCountries(): Promise<CountryLookup> {
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

  /** Has work done before the engine closes: connections given back. */
  onClose(work: () => Promise<void>): void {
    this.#closers.push(work);
  }

  async close(): Promise<void> {
    await this.#before;
    await this.keeping;
    this.isClosed = true;
    await this.cubes.close();
    for (const work of this.#closers) await work();
    await this.binder.close();
    await this.drop?.dispose();
    if (this.#screens !== undefined) await (await this.#screens).close();
    if (this.#engine !== undefined) await (await this.#engine).close();
    await this.warehouse.close();
  }
}

/** Versions with that of a person's own project, where there is one. */
export function withFingerprint(
  versions: Record<string, string>,
  { fingerprint }: RunningProject,
): Record<string, string> {
  const others = Object.entries(versions).filter(([name]) => name !== 'project');
  return Object.fromEntries(
    fingerprint === undefined ? others : [...others, ['project', fingerprint]],
  );
}

function ofSubject(findings: readonly Finding[], subject: Subject): Finding[] {
  return findings.filter((finding) => (finding.subject ?? 'website') === subject);
}

/** Detaches a run's database; the connection then stands in `next`. */
export async function dropCatalog(db: Database, catalog: string, next = 'memory'): Promise<void> {
  await db.run(`use ${next}; detach database if exists ${catalog}`);
}
