import type { CheckStatus, Finding } from '../../core/quality/finding.ts';
import { subjects } from '../../core/subject.ts';
import type { Subject } from '../../core/subject.ts';

const order: CheckStatus[] = ['error', 'warn', 'pass', 'learning', 'n/a'];

export function isProblem({ status }: Finding): boolean {
  return status === 'error' || status === 'warn';
}

/** How many findings have each status, worst first; statuses nobody has are left out. */
export function countByStatus(findings: Finding[]): Partial<Record<CheckStatus, number>> {
  const counts: Partial<Record<CheckStatus, number>> = {};
  for (const status of order) {
    const count = findings.filter((finding) => finding.status === status).length;
    if (count > 0) counts[status] = count;
  }
  return counts;
}

/** Findings by what they look at. Relations with problems come first, and problems first within each. */
export function groupByRelation(findings: Finding[]): [string, Finding[]][] {
  const rank = (finding: Finding): number => order.indexOf(finding.status);
  const groups = new Map<string, Finding[]>();
  for (const finding of findings.toSorted((a, b) => rank(a) - rank(b))) {
    const group = groups.get(finding.on);
    if (group) group.push(finding);
    else groups.set(finding.on, [finding]);
  }
  return [...groups];
}

/** Findings by subject area, the website's first; areas without any are left out. */
export function groupBySubject(findings: Finding[]): [Subject, Finding[]][] {
  return subjects
    .map((subject): [Subject, Finding[]] => [
      subject,
      findings.filter((finding) => (finding.subject ?? 'website') === subject),
    ])
    .filter(([, members]) => members.length > 0);
}
