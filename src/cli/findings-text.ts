import type { Finding } from '../core/quality/finding.ts';
import { counted, renderTable } from './output.ts';

const worstFirst: Finding['status'][] = ['error', 'warn', 'learning', 'n/a', 'pass'];

/** The findings as a table, the worst first, and a line that counts them. */
export function describeFindings(findings: Finding[]): string {
  const sorted = worstFirst.flatMap((status) =>
    findings.filter((finding) => finding.status === status),
  );
  const rows = sorted.map(({ status, on, title, message }) => [status, on, title, message]);
  const counts = worstFirst
    .map(
      (status) => [status, findings.filter((finding) => finding.status === status).length] as const,
    )
    .filter(([, n]) => n > 0)
    .map(([status, n]) => `${n} ${status}`);
  const table =
    rows.length === 0 ? '' : renderTable(['status', 'on', 'check', 'what was seen'], rows);
  return `${table}${counted(findings.length, 'check')}${counts.length === 0 ? '' : `: ${counts.join(', ')}`}\n`;
}
