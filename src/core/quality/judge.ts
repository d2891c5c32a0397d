import type { Threshold } from '../project/model.ts';
import type { Check, Counts, Sample } from './check.ts';
import type { CheckStatus, Finding } from './finding.ts';
import { shareOf, verdict } from './verdict.ts';

const nothing: Sample = { columns: [], rows: [] };

/** What came of a check's queries. Without counts the check could not run, which is an error. */
export interface Observed {
  counts?: Counts;
  sample?: Sample;
  /** Why the check could not run. */
  failure?: string;
}

/** Turns what was observed into a finding. */
export function judge(check: Check, observed: Observed = {}): Finding {
  const counts = check.given?.counts ?? observed.counts;
  const status = statusOf(check, counts);
  const unit = usesShare(check) ? 'share' : 'rows';
  return {
    id: check.id,
    on: check.on,
    title: check.title,
    description: check.description,
    severity: check.severity,
    status,
    observed: counts === undefined ? null : unit === 'share' ? shareOf(counts) : counts.failures,
    unit,
    expected: expectation(check),
    message: check.given?.message ?? sentence(check, counts, status, observed.failure),
    sample: check.given?.sample ?? observed.sample ?? nothing,
    sql: check.failingSql,
  };
}

function statusOf(check: Check, counts: Counts | undefined): CheckStatus {
  if (check.given?.status) return check.given.status;
  return counts === undefined ? 'error' : verdict(counts, check);
}

function usesShare(check: Check): boolean {
  return [check.warnIf, check.errorIf].some((limit) => limit?.unit === 'share');
}

function expectation(check: Check): string {
  const { warnIf, errorIf } = check;
  if (!errorIf || describe(warnIf) === describe(errorIf)) return describe(warnIf);
  return `${describe(warnIf)}; an error above ${amount(errorIf)}`;
}

function describe(limit: Threshold): string {
  if (limit.operator === '>' && limit.value === 0) return '0 rows';
  return `${limit.operator === '>' ? 'at most' : 'less than'} ${amount(limit)}`;
}

function amount(limit: Threshold): string {
  return limit.unit === 'rows' ? `${grouped(limit.value)} rows` : `${percent(limit.value)} of rows`;
}

function sentence(
  check: Check,
  counts: Counts | undefined,
  status: CheckStatus,
  failure: string | undefined,
): string {
  if (counts === undefined) return `The check could not run: ${failure ?? 'nothing was counted'}.`;
  if (status === 'n/a') return 'There is no row to look at.';
  const { failures, total } = counts;
  if (failures === 0) return total === null ? 'Nothing fails.' : `All ${grouped(total)} rows hold.`;
  const verb = failures === 1 ? 'fails' : 'fail';
  if (total === null) return `${grouped(failures)} ${failures === 1 ? 'row' : 'rows'} ${verb}.`;
  const share = percent(failures / total);
  return `${grouped(failures)} of ${grouped(total)} rows ${verb} (${share}).`;
}

function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

function percent(share: number): string {
  const value = share * 100;
  if (value > 0 && value < 0.01) return 'under 0.01 %';
  return `${Number(value.toFixed(value < 1 ? 2 : 1))} %`;
}
