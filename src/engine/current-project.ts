import { checkProject } from '../core/project/check-project.ts';
import { fingerprintModels } from '../core/project/fingerprint-models.ts';
import { loadProject } from '../core/project/load-project.ts';
import type { Project } from '../core/project/model.ts';
import { planModels } from '../core/project/plan-models.ts';
import type { PlannedModel } from '../core/project/plan-models.ts';
import { Problems } from '../core/project/problems.ts';
import { projectForm } from '../core/project/touched-models.ts';
import type { ProjectProblem } from '../core/project/project-view.ts';
import { replacedSources, shopSources } from '../core/shop/shop-sources.ts';
import { loadRules } from '../core/rules/load-rules.ts';
import type { Rules } from '../core/rules/rules.ts';
import type { Subject } from '../core/subject.ts';
import { builtWith } from '../core/warehouse/built-with.ts';
import type { Manifest } from '../core/warehouse/manifest.ts';
import { murmur3h1OfTexts } from '../lib/murmur3.ts';
import type { PublishedTable } from '../core/warehouse/plan-export.ts';

export type ProjectFiles = Readonly<Record<string, string>>;

/** A published table and the area it is published with. */
export type SubjectTable = PublishedTable & { subject: Subject };

/** A project that can run, taken apart for those who run it. */
export interface RunningProject {
  /** The person's own files by path. */
  own: ProjectFiles;
  /** All files by path: what ships, the person's over it. */
  files: ProjectFiles;
  project: Project;
  models: PlannedModel[];
  /** What of it is published. */
  tables: SubjectTable[];
  /** Names of tables whose rows of a day may come of any other: not as they ship, nor declared to be built by day. */
  acrossDays: ReadonlySet<string>;
  /** Of what is built where that is not what ships; undefined where it is. */
  fingerprint: string | undefined;
  /** Why the person's files do not run and the shipped project does; normally none. */
  problems: ProjectProblem[];
}

/** Loads shipped files with the person's over them. Throws `model-broken` with its place. */
export function runningProject(shipped: ProjectFiles, own: ProjectFiles): RunningProject {
  const files = { ...shipped, ...own };
  const project = loadProject(files);
  const models = planModels(project);
  const tables = [...models.filter((model) => model.published).map(publishedTable), ...sources];
  const isOwn = Object.keys(own).length > 0;
  const fingerprint = isOwn ? fingerprintOf(project) : undefined;
  const acrossDays = new Set(isOwn ? tablesAcrossDays(shipped, models) : []);
  return { own, files, project, models, tables, acrossDays, fingerprint, problems: [] };
}

function tablesAcrossDays(shipped: ProjectFiles, models: readonly PlannedModel[]): string[] {
  const prints = fingerprintModels(loadProject(shipped));
  const isAsShipped = ({ name, fingerprint }: PlannedModel): boolean =>
    prints.get(name) === fingerprint;
  return models
    .filter((model) => model.materialized !== 'incremental' && !isAsShipped(model))
    .map(({ schema, name }) => `${schema}.${name}`);
}

function fingerprintOf(project: Project): string {
  const [hash = 0n] = murmur3h1OfTexts([projectForm(project)]);
  return BigInt.asUintN(64, hash).toString(16).padStart(16, '0');
}

/**
 * The project in force: it follows the person's files, wherever they were changed. Files that this version cannot load (an upgrade
 * may have renamed what they read) leave the shipped project running, with the problems told.
 */
export class CurrentProject {
  readonly shipped: ProjectFiles;
  readonly #own: () => ProjectFiles;
  #refused: { key: string; problems: ProjectProblem[] } | undefined;
  #current: { own: ProjectFiles; key: string; running: RunningProject } | undefined;

  /** `own`: the person's files as they stand now. */
  constructor(shipped: ProjectFiles, own: () => ProjectFiles) {
    this.shipped = withPlainPaths(shipped);
    this.#own = own;
  }

  /** The person's files as they stand now, whether they run or not. */
  get own(): ProjectFiles {
    return this.#own();
  }

  get running(): RunningProject {
    const own = this.#own();
    if (this.#current?.own === own) return this.#current.running;
    const key = keyOf(own);
    const running = this.#current?.key === key ? this.#current.running : this.#load(own, key);
    this.#current = { own, key, running };
    return running;
  }

  get shippedRules(): Rules {
    return loadRules(new Map(Object.entries(this.shipped)), new Problems());
  }

  /** The rules that what a manifest publishes was made by. Files that this version cannot read leave those in force. */
  rulesOf(head: Manifest | undefined): Rules {
    const isOwn = head !== undefined && 'project' in builtWith(head, 'website');
    if (!isOwn) return this.shippedRules;
    const problems = new Problems();
    const files = { ...this.shipped, ...head.project?.files };
    const rules = loadRules(new Map(Object.entries(files)), problems);
    return problems.all.length === 0 ? rules : this.running.project.rules;
  }

  /** Says that these files load but do not run: the shipped project runs from now on. */
  refuse(own: ProjectFiles, problems: ProjectProblem[]): void {
    this.#refused = { key: keyOf(own), problems };
    this.#current = undefined;
  }

  #load(own: ProjectFiles, key: string): RunningProject {
    const withProblems = (problems: ProjectProblem[]): RunningProject => ({
      ...runningProject(this.shipped, {}),
      problems,
    });
    if (this.#refused?.key === key) return withProblems(this.#refused.problems);
    const { problems } = checkProject({ ...this.shipped, ...own });
    const isOfThePerson = problems.length > 0 && Object.keys(own).length > 0;
    return isOfThePerson ? withProblems(problems) : runningProject(this.shipped, own);
  }
}

/** Paths without `./` in front. */
function withPlainPaths(files: ProjectFiles): ProjectFiles {
  return Object.fromEntries(
    Object.entries(files).map(([path, text]) => [path.replace(/^\.\//, ''), text]),
  );
}

function keyOf(own: ProjectFiles): string {
  return JSON.stringify(Object.entries(own).sort(([a], [b]) => (a < b ? -1 : 1)));
}

// A shop's exports are kept beside what is built from them, as nothing else has their rows.
const sources = [...shopSources, ...replacedSources].map((table): SubjectTable => ({
  ...table,
  subject: 'shop',
}));

function publishedTable(model: PlannedModel): SubjectTable {
  const { subject, description, columns, partitioned, key } = model;
  return { name: `${model.schema}.${model.name}`, subject, description, columns, partitioned, key };
}
