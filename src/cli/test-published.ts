import { throwIfCancelled } from '../core/errors.ts';
import type { Project } from '../core/project/model.ts';
import { testsOf } from '../core/project/view-project.ts';
import { readCounts } from '../core/quality/check.ts';
import type { Check, CountQuery } from '../core/quality/check.ts';
import type { Finding } from '../core/quality/finding.ts';
import { judge } from '../core/quality/judge.ts';
import type { Observed } from '../core/quality/judge.ts';
import { planChecks } from '../core/quality/plan-checks.ts';
import { subjects } from '../core/subject.ts';
import type { Workbench } from '../workbench.ts';
import { queryRows } from './query-rows.ts';

type Asked = ReturnType<typeof queryRows>;
type Options = { signal: AbortSignal };

/**
 * Data tests (`chosen`: their ids) over the published tables, all days of them. A test of a model that is not published is `n/a`: its
 * rows lived as long as the run.
 */
export async function testPublished(
  workbench: Workbench,
  project: Project,
  chosen: ReadonlySet<string>,
  options: Options,
): Promise<Finding[]> {
  const published = new Set((await workbench.tables()).map(({ name }) => name));
  const { checks, queries } = planChecks(project, {
    ...{ deliveries: [], knownHosts: [], subjects: new Set(subjects) },
  });
  const byId = new Map(checks.map((check) => [check.id, check]));
  const db = queryRows(workbench);
  const findings: Finding[] = [];
  for (const model of project.models.values()) {
    const ids = testsOf(model, project).filter((id) => byId.has(id) && chosen.has(id));
    if (ids.length === 0) continue;
    const isKept = model.published && published.has(`${model.schema}.${model.name}`);
    const observed = isKept ? await observe(db, queries, new Set(ids), options) : new Map();
    for (const id of ids) {
      const check = byId.get(id)!;
      findings.push(
        isKept ? await look(db, check, observed.get(id) ?? {}, options) : notKept(check),
      );
    }
  }
  return findings;
}

async function observe(
  db: Asked,
  queries: readonly CountQuery[],
  ids: ReadonlySet<string>,
  { signal }: Options,
): Promise<Map<string, Observed>> {
  const observed = new Map<string, Observed>();
  for (const query of queries.filter(({ checks }) => checks.some((id) => ids.has(id)))) {
    throwIfCancelled(signal);
    try {
      const [row] = await db.rows(query.sql, { signal });
      for (const [id, counts] of readCounts(query, row ?? {})) observed.set(id, { counts });
    } catch (error) {
      throwIfCancelled(signal);
      for (const id of query.checks) observed.set(id, { failure: (error as Error).message });
    }
  }
  return observed;
}

async function look(
  db: Asked,
  check: Check,
  observed: Observed,
  { signal }: Options,
): Promise<Finding> {
  if (check.sampleSql === null || (observed.counts?.failures ?? 0) === 0)
    return judge(check, observed);
  const rows = await db.rows(check.sampleSql, { signal });
  const columns = Object.keys(rows[0] ?? {});
  const sample = { columns, rows: rows.map((row) => columns.map((name) => row[name]!)) };
  return judge(check, { ...observed, sample });
}

function notKept(check: Check): Finding {
  const message = 'Its model is not published: it is tested in a run.';
  return judge({ ...check, given: { status: 'n/a', message } });
}
