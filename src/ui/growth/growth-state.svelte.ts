import { hoursSql, accountingSql, readAccounting } from '../../core/metrics/growth-view.ts';
import type { Accounting, GrowthScope } from '../../core/metrics/growth-view.ts';
import type { MetricResult } from '../../core/metrics/metric.ts';
import type { CallOptions, TableInfo, Workbench } from '../../workbench.ts';
import { isCancelled } from '../explain-error.ts';
import { daysBetween } from './days.ts';

/** Conversions by question, each by event, visitor and session. */
export const conversionMetrics = {
  signup: 'signup_conversion_rate',
  purchase: 'purchase_conversion_rate',
} as const;
export const conversionKinds = {
  event: '',
  visitor: '_by_visitor',
  session: '_by_session',
} as const;

/** What the screen shows at once: accounting with its days that are not whole, and conversions by metric. */
export interface GrowthAnswers {
  /** False: published by a version that did not build these tables. */
  isBuilt: boolean;
  accounting: Accounting;
  partial: string[];
  conversions: Record<string, MetricResult>;
}

/** An answer that is asked anew when its question changes; what was shown stays until the new one is here. */
export class Answer<T> {
  value = $state.raw<T | null>(null);
  loading = $state(false);
  error = $state.raw<unknown>(null);

  /** Asks; returns what stops it. */
  ask(question: (options: CallOptions) => Promise<T>): () => void {
    const call = new AbortController();
    this.loading = true;
    void this.#settle(question, call.signal);
    return () => call.abort();
  }

  async #settle(
    question: (options: CallOptions) => Promise<T>,
    signal: AbortSignal,
  ): Promise<void> {
    try {
      const value = await question({ signal });
      if (signal.aborted) return;
      this.value = value;
      this.error = null;
    } catch (error) {
      if (!signal.aborted && !isCancelled(error)) this.error = error;
    }
    if (!signal.aborted) this.loading = false;
  }
}

/** Asks for accounting and conversions. Only the first and the last published day can be in part. */
export async function readGrowth(
  workbench: Workbench,
  scope: GrowthScope,
  published: { from: string; to: string },
  options: CallOptions,
): Promise<GrowthAnswers> {
  const days = daysBetween(scope.from, scope.to);
  if (!isBuilt(await workbench.tables({}, options)))
    return { isBuilt: false, accounting: readAccounting(days, []), partial: [], conversions: {} };
  const accounted = await workbench.query({ sql: accountingSql(scope) }, options);
  const hours = await workbench.query({ sql: hoursSql(scope) }, options);
  const accounting = readAccounting(days, accounted.rows);
  const partial = hours.rows
    .filter(
      ([ds, first, last]) =>
        (ds === published.from && Number(first) > 0) || (ds === published.to && Number(last) < 23),
    )
    .map(([ds]) => String(ds));
  const conversions = await readConversions(workbench, scope, options);
  return { isBuilt: true, accounting, partial, conversions };
}

/** Whoever visited is accounted for: visits without a state come from a version that did not count any. */
export function isBuilt(tables: readonly Pick<TableInfo, 'name' | 'rows'>[]): boolean {
  const rowsOf = (name: string) => tables.find((table) => table.name === name)?.rows ?? 0;
  return rowsOf('core.fct_sessions') === 0 || rowsOf('growth.growth_accounting') > 0;
}

async function readConversions(
  workbench: Workbench,
  { from, to, hosts }: GrowthScope,
  options: CallOptions,
): Promise<Record<string, MetricResult>> {
  const found: Record<string, MetricResult> = {};
  for (const metric of Object.values(conversionMetrics)) {
    for (const kind of Object.values(conversionKinds)) {
      const name = `${metric}${kind}`;
      const filter = hosts.length > 0 ? { filter: { dim_hostname: hosts } } : {};
      found[name] = await workbench.metric({ name, from, to, ...filter }, options);
    }
  }
  return found;
}
