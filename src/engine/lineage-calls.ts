import { buildLineage } from '../core/lineage/build-lineage.ts';
import type { Lineage, LineageNode } from '../core/lineage/lineage.ts';
import { planLineage } from '../core/lineage/plan-lineage.ts';
import type { ParsedSql } from '../core/lineage/sql-tree.ts';
import type { Project } from '../core/project/model.ts';
import type { ProjectChanges } from '../core/project/project-view.ts';
import type { Workbench } from '../workbench.ts';
import { runningProject } from './current-project.ts';
import type { Session } from './session.ts';

type LineageCalls = Pick<Workbench, 'lineage'>;

/** What feeds what. The parser is started for SQL that it has not read yet. */
export function lineageCalls(session: Session): LineageCalls {
  const trees = new TreeCache(session);
  return {
    async lineage({ changes = {} }) {
      const project = changedProject(session, changes);
      return lineageOf(session, project, await trees.read(planLineage(project)));
    },
  };
}

/** The project in force, or with these changes. Throws `model-broken` where it cannot be loaded. */
function changedProject({ projects }: Session, changes: ProjectChanges): Project {
  if (Object.keys(changes).length === 0) return projects.running.project;
  const own = Object.entries({ ...projects.own, ...changes }).flatMap(([path, text]) =>
    text === null ? [] : [[path, text] as const],
  );
  return runningProject(projects.shipped, Object.fromEntries(own)).project;
}

function lineageOf(
  session: Session,
  project: Project,
  trees: ReadonlyMap<string, ParsedSql>,
): Lineage {
  const { deliveries = [], mappings = {} } = session.warehouse.head ?? {};
  return buildLineage({
    project,
    trees,
    deliveries,
    mappings: Object.values(mappings),
    lastRun: lastRunOf(session),
  });
}

/** What the last reports and findings say of a model or source, and the rows that are published. */
function lastRunOf(session: Session): (relation: string) => LineageNode['lastRun'] {
  const { head } = session.warehouse;
  const last = session.lastRun();
  const reports = [last, last?.also, head?.lastRun, head?.shop?.lastRun].flatMap((r) => r ?? []);
  const built = reports.flatMap(({ models = [] }) => models);
  const findings = [...(last?.findings ?? []), ...(head?.checks ?? [])];
  const held = (head?.held ?? []).flatMap(({ report }) => report.findings);
  return (on) => {
    const table = head?.tables[on];
    const run = built.find(({ name }) => name === on || on.endsWith(`.${name}`));
    if (table === undefined && run === undefined) return null;
    const published = Object.values(table?.partitions ?? {});
    const statuses = findings.filter((finding) => finding.on === on).map(({ status }) => status);
    const isHeld = held.some((finding) => finding.on === on && finding.status === 'error');
    const worst = (['error', 'warn'] as const).find((one) => statuses.includes(one));
    return {
      status: isHeld ? 'held' : (worst ?? 'pass'),
      rows: run?.rows ?? (table ? published.reduce((sum, { rows }) => sum + rows, 0) : null),
      seconds: run?.seconds ?? null,
    };
  };
}

/** Trees by SQL text. What the project of the last call does not hold is forgotten. */
class TreeCache {
  readonly #session: Session;
  #known = new Map<string, ParsedSql>();

  constructor(session: Session) {
    this.#session = session;
  }

  /** By node, for those that could be given to a parser. */
  async read(texts: ReadonlyMap<string, string>): Promise<Map<string, ParsedSql>> {
    const known = this.#known;
    const fresh = [...new Set(texts.values())].filter((text) => !known.has(text));
    const { openSqlParser } = this.#session.host;
    const parsed =
      fresh.length === 0 || !openSqlParser ? [] : await (await openSqlParser()).parse(fresh);
    parsed.forEach((tree, i) => known.set(fresh[i]!, tree));
    const trees = new Map(
      [...texts].flatMap(([node, text]) => {
        const tree = known.get(text);
        return tree === undefined ? [] : [[node, tree] as const];
      }),
    );
    this.#known = new Map(
      [...texts.values()].flatMap((text) => {
        const tree = known.get(text);
        return tree === undefined ? [] : [[text, tree] as const];
      }),
    );
    return trees;
  }
}
