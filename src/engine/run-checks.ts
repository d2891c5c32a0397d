import { throwIfCancelled } from '../core/errors.ts';
import type { Project } from '../core/project/model.ts';
import { readCounts } from '../core/quality/check.ts';
import type { Check, CountQuery, Counts, Sample } from '../core/quality/check.ts';
import type { Finding } from '../core/quality/finding.ts';
import { judge } from '../core/quality/judge.ts';
import type { Observed } from '../core/quality/judge.ts';
import { canLocate, locateRows } from '../core/quality/locate-rows.ts';
import { planChecks } from '../core/quality/plan-checks.ts';
import { shopImport } from '../core/quality/run-checks.ts';
import type { RunFacts } from '../core/quality/run-checks.ts';
import type { Database } from './ports.ts';
import { queryOwn } from './query-console.ts';

export interface AuditOptions {
  signal: AbortSignal | undefined;
  onShare: (share: number) => void;
}

/** Runs every check on the candidate in the current database. A check that cannot run is an error, not a pass. */
export async function runChecks(
  db: Database,
  project: Project,
  facts: RunFacts,
  options: AuditOptions,
): Promise<Finding[]> {
  const plan = planChecks(project, facts);
  const observed = new Map<string, Observed>();
  for (const [i, query] of plan.queries.entries()) {
    throwIfCancelled(options.signal);
    options.onShare(i / plan.queries.length);
    for (const [id, one] of await observe(db, query, options.signal)) observed.set(id, one);
  }
  const names = new Map(facts.deliveries.map(({ id, name }) => [id, name]));
  const ofShop = shopRelations(project);
  const findings: Finding[] = [];
  for (const check of plan.checks) {
    const finding = await look(db, check, observed.get(check.id) ?? {}, names);
    findings.push(ofShop.has(check.on) ? { ...finding, subject: 'shop' } : finding);
  }
  return findings;
}

/** What findings of a shop are about. */
function shopRelations({ models }: Project): ReadonlySet<string> {
  const ofShop = [...models.values()].filter(({ subject }) => subject === 'shop');
  return new Set([shopImport, ...ofShop.map(({ schema, name }) => `${schema}.${name}`)]);
}

/** What a query counts for its checks; where it fails, each check is asked for by itself, and the broken ones bear the failure. */
async function observe(
  db: Database,
  query: CountQuery,
  signal: AbortSignal | undefined,
): Promise<[id: string, observed: Observed][]> {
  try {
    const [row] = await db.rows(query.sql, { signal });
    return [...readCounts(query, row ?? {})].map(([id, counts]) => [id, { counts }]);
  } catch (error) {
    throwIfCancelled(signal);
    if (query.apart === undefined)
      return query.checks.map((id) => [id, { failure: (error as Error).message }]);
    const all: [string, Observed][] = [];
    for (const one of query.apart) all.push(...(await observe(db, one, signal)));
    return all;
  }
}

/** A finding with its failing rows, which are asked for only where there are any. */
async function look(
  db: Database,
  check: Check,
  observed: Observed,
  names: ReadonlyMap<string, string>,
): Promise<Finding> {
  const fails = (counts: Counts | undefined): boolean => (counts?.failures ?? 0) > 0;
  if (check.sampleSql === null || !fails(observed.counts)) return judge(check, observed);
  const sample = await sampleOf(db, check.sampleSql);
  if (!canLocate(check.on, sample)) return judge(check, { ...observed, sample });
  const located = await sampleOf(db, locateRows(check.sampleSql, names));
  return judge(check, { ...observed, sample: located });
}

async function sampleOf(db: Database, sql: string): Promise<Sample> {
  const { columns, rows } = await queryOwn(db, { sql, limit: 20 });
  return {
    columns: columns.map(({ name }) => name),
    rows: rows.map((row) =>
      row.map((value) =>
        typeof value === 'object' && value !== null ? JSON.stringify(value) : value,
      ),
    ),
  };
}
