import { extractRefs } from '../project/extract-refs.ts';
import type { Project } from '../project/model.ts';
import { sourceName } from '../shop/shop-sources.ts';
import { shopTables } from '../shop/shop-table.ts';
import type { ShopTable } from '../shop/shop-table.ts';
import type { Check, CheckPlan } from './check.ts';

/**
 * Checks that cannot say anything yet, as an export that their model, or the parent of their relation, is built from was never
 * delivered: they do not apply, and say what they wait for.
 */
export function waitForExports(
  plan: CheckPlan,
  project: Project,
  missing: readonly ShopTable[],
): CheckPlan {
  if (missing.length === 0) return plan;
  const needs = exportsOfModels(project);
  const reads = modelsOfChecks(project);
  const waits = new Map<string, ShopTable[]>();
  for (const { id } of plan.checks) {
    const models = reads.get(id) ?? [];
    const lacking = missing.filter((table) => models.some((name) => needs.get(name)?.has(table)));
    if (lacking.length > 0) waits.set(id, lacking);
  }
  return {
    checks: plan.checks.map((check) => withWait(check, waits.get(check.id))),
    queries: plan.queries.filter(({ checks }) => !checks.every((id) => waits.has(id))),
  };
}

function withWait(check: Check, lacking: ShopTable[] | undefined): Check {
  if (lacking === undefined) return check;
  return { ...check, given: { status: 'n/a', message: `Waits for: ${lacking.join(', ')}.` } };
}

/** The exports that each model is built from, directly or not. Models come in DAG order. */
function exportsOfModels({ models }: Project): Map<string, ReadonlySet<ShopTable>> {
  const needs = new Map<string, ReadonlySet<ShopTable>>();
  for (const { name, refs, sources } of models.values()) {
    const tables = shopTables.filter((table) => sources.includes(sourceName(table)));
    needs.set(name, new Set([...tables, ...refs.flatMap((ref) => [...(needs.get(ref) ?? [])])]));
  }
  return needs;
}

/** The models that each data test reads, by the id of its check. */
function modelsOfChecks({ models, singularTests }: Project): Map<string, string[]> {
  const reads = new Map<string, string[]>();
  const idOf = (name: string, test: string): string =>
    `${models.get(name)!.schema}.${name}.${test}`;
  for (const model of models.values()) {
    for (const { name, on, to } of model.tests)
      reads.set(idOf(models.has(on ?? '') ? on! : model.name, name), [
        model.name,
        ...(to === undefined ? [] : [to]),
      ]);
  }
  for (const { name, on, sql, file } of singularTests) {
    const refs = extractRefs(sql, file).flatMap((one) => (one.kind === 'ref' ? [one.name] : []));
    reads.set(idOf(on, name), [on, ...refs]);
  }
  return reads;
}
