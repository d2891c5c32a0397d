import { watchedGuardrails } from '../../../src/core/metrics/guardrails.ts';
import type { CheckCell, CheckStatus, Finding } from '../../../src/core/quality/finding.ts';
import type { Counts, Sample } from '../../../src/core/quality/check.ts';
import { judge } from '../../../src/core/quality/judge.ts';
import { planChecks } from '../../../src/core/quality/plan-checks.ts';
import { findingsOf } from '../../../src/core/quality/statistics/findings-of.ts';
import { checkTexts } from '../../../src/core/quality/statistics/statistical-checks.ts';
import { subjects } from '../../../src/core/subject.ts';
import { daysOf, hosts, numbersOf, published } from './made-days.ts';
import { loadedProject } from './made-project.ts';

/** What fails, by the id of the check. */
export type Failures = Readonly<Record<string, { counts: Counts; sample?: Sample }>>;

const watched = watchedGuardrails(loadedProject);

/** The checks that judge days against history, all of one status but for what is said of a host. */
function cellsOf(check: string, status: CheckStatus, worst?: Partial<CheckCell>): CheckCell[] {
  return ['', ...hosts].flatMap((host) =>
    daysOf('2026-09-28', published.to).map((ds): CheckCell => {
      const expected = check.includes('volume') ? 3_400 : 0.0086;
      const change = (numbersOf(`${check} ${host} ${ds}`)() - 0.5) * 0.12;
      const isLearning = status === 'learning';
      const cell: CheckCell = {
        ...{ check, host, ds, status },
        observed: expected * (1 + change),
        expected: isLearning ? null : expected,
        ...(isLearning ? {} : { lower: expected * 0.8, upper: expected * 1.25, change }),
        message: isLearning ? '3 of the 4 same weekdays that are needed.' : 'As usual.',
      };
      return worst && worst.host === host && worst.ds === ds ? { ...cell, ...worst } : cell;
    }),
  );
}

/** A day on which half of a site's rows are missing. */
const dropOf = (check: string): Partial<CheckCell> => ({
  check,
  host: 'www.zachwilson.tech',
  ds: '2026-10-02',
  status: 'warn',
  observed: 2_584,
  change: -0.24,
  message: '2,584 rows, 24 % below the 3,400 of its Fridays.',
});

/** Every check of the project and of history: passing, but for `failures`. `history`: the status of what compares days. */
export function madeFindings(
  failures: Failures = {},
  history: 'pass' | 'warn' | 'learning' = 'pass',
): Finding[] {
  const plan = planChecks(loadedProject, {
    subjects: new Set(subjects),
    deliveries: [],
    knownHosts: hosts,
  });
  const tested = plan.checks.map((check) => {
    const { counts, sample } = failures[check.id] ?? {
      counts: { failures: 0, total: 163_880 },
      sample: undefined,
    };
    return judge(check, { counts, ...(sample ? { sample } : {}) });
  });
  const checks = checkTexts(watched).map(([check]) => ({
    check,
    cells:
      history === 'warn' && check.includes('volume')
        ? cellsOf(check, 'pass', dropOf(check))
        : cellsOf(check, history === 'warn' ? 'pass' : history),
  }));
  const judged = findingsOf({ checks, watched, testedDays: [], flags: [], offers: [] });
  return [...tested, ...judged];
}

/** An action that no rule knows: holds a run. */
export const unknownAction: Failures = {
  'core.fct_website_events.action_is_known': {
    counts: { failures: 3_204, total: 163_880 },
    sample: {
      columns: ['event_timestamp', 'dim_hostname', 'dim_path', 'dim_action_type'],
      rows: Array.from({ length: 20 }, (_, i) => [
        `2026-10-04T1${i % 10}:04:1${i % 6}`,
        hosts[i % 2]!,
        i % 3 ? '/bootcamp' : '/blog/cumulative-table-design',
        'frobnicate',
      ]),
    },
  },
  'core.fct_website_events.not_null.dim_hostname': { counts: { failures: 12, total: 163_880 } },
};
