import { readCounts } from '../../core/quality/check.ts';
import type { Counts } from '../../core/quality/check.ts';
import type { Finding } from '../../core/quality/finding.ts';
import { judge } from '../../core/quality/judge.ts';
import { planChecks } from '../../core/quality/plan-checks.ts';
import { shopImport } from '../../core/quality/run-checks.ts';
import { project } from './candidate.ts';
import type { ShopCandidate } from './shop-candidate.ts';

const facts = {
  subjects: new Set(['shop'] as const),
  deliveries: [],
  knownHosts: [],
  countryRanges: undefined,
  minimumEvents: 0,
};

/** All data tests of a built shop, by the id of their check. */
export async function auditShop(shop: ShopCandidate): Promise<Map<string, Finding>> {
  const plan = planChecks(project, facts);
  const counts = new Map<string, Counts>();
  for (const query of plan.queries) {
    const rows = await shop.rows(query.sql);
    for (const [id, counted] of readCounts(query, rows[0]!)) counts.set(id, counted);
  }
  const ofModels = plan.checks.filter(({ on }) => on !== shopImport);
  return new Map(
    ofModels.map((check) => [check.id, judge(check, { counts: counts.get(check.id) })]),
  );
}

/** Statuses of the checks that do not pass. */
export function alarms(findings: ReadonlyMap<string, Finding>): Record<string, string> {
  const alarmed = [...findings.values()].filter(({ status }) => status !== 'pass');
  return Object.fromEntries(alarmed.map(({ id, status }) => [id, status]));
}
