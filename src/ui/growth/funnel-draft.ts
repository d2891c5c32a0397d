import type { FunnelInput, FunnelStep } from '../../core/metrics/compile-funnel.ts';

/** What a person has set of a funnel; days and hosts are the screen's. */
export type FunnelDraft = Pick<FunnelInput, 'steps' | 'order' | 'windowMinutes' | 'by'>;

/** The funnel that stands there at first. */
export const firstDraft: FunnelDraft = {
  steps: [
    { kind: 'action', value: 'page_view' },
    { kind: 'action', value: 'signup' },
    { kind: 'action', value: 'purchase' },
  ],
  order: 'sequential',
  windowMinutes: 7 * 24 * 60,
  by: 'none',
};

/** Whether each step says what it is; a page begins with a slash. */
export function isFinished({ steps }: FunnelDraft): boolean {
  return steps.every(({ kind, value }) => kind === 'action' || value.trim().startsWith('/'));
}

/** The same steps with one of them changed; another kind begins with its first value. */
export function withStep(
  steps: FunnelStep[],
  at: number,
  change: Partial<FunnelStep>,
): FunnelStep[] {
  const fresh = change.kind === 'path' ? '/' : 'page_view';
  return steps.map((step, i) => {
    if (i !== at) return step;
    const isOther = change.kind !== undefined && change.kind !== step.kind;
    return { ...step, ...(isOther ? { value: fresh } : {}), ...change };
  });
}

/** Visitors of a slice by step. */
export interface FunnelSlice {
  name: string;
  visitors: number[];
}

/** Rows of a compiled funnel: the largest slices, at most eight. */
export function readFunnel(rows: readonly (readonly unknown[])[]): FunnelSlice[] {
  return rows
    .slice(0, 8)
    .map(([name, ...visitors]) => ({ name: String(name), visitors: visitors.map(Number) }));
}
