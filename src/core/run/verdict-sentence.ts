import type { Finding } from '../quality/finding.ts';
import type { DeliveryReport, RunStatus } from './run-report.ts';

function plural(n: number, one: string): string {
  return `${n.toLocaleString('en')} ${one}${n === 1 ? '' : 's'}`;
}

function list(findings: Finding[]): string {
  return findings
    .slice(0, 3)
    .map((finding) => `${finding.title}: ${finding.message}`)
    .join(' ');
}

/** Rows that a verdict names: 60,000 events, 361 orders. */
export interface CountedRows {
  rows: number;
  /** One of them. */
  one: string;
}

/** The outcome of a run in a sentence or two: what is published or held, and what to look at first. */
export function verdictSentence(
  status: RunStatus,
  deliveries: DeliveryReport[],
  findings: Finding[],
  counted: number | CountedRows,
): string {
  const errors = findings.filter((finding) => finding.status === 'error');
  const warnings = findings.filter((finding) => finding.status === 'warn');
  const rejected = deliveries.reduce((sum, delivery) => sum + delivery.rejected, 0);
  const refused = deliveries.filter((delivery) => delivery.status === 'refused').length;
  const { rows, one } = typeof counted === 'number' ? { rows: counted, one: 'event' } : counted;
  const parts: string[] = [];
  if (status === 'unchanged') parts.push('Nothing new: the published tables stay as they are.');
  if (status === 'held')
    parts.push(
      `Held by ${plural(errors.length, 'check')}: ${list(errors)} The published tables stay as they are.`,
    );
  if (status === 'published') parts.push(`Published ${plural(rows, one)}.`);
  if (status === 'published' && errors.length > 0)
    parts.push(`With a reason, although ${plural(errors.length, 'check')} failed: ${list(errors)}`);
  if (status === 'dry-run') parts.push(`Would publish ${plural(rows, one)}.`);
  if (status !== 'unchanged' && warnings.length > 0)
    parts.push(`${plural(warnings.length, 'warning')}: ${list(warnings)}`);
  if (rejected > 0) parts.push(`${plural(rejected, 'record')} rejected.`);
  if (refused > 0) parts.push(`${plural(refused, 'file')} refused.`);
  return parts.join(' ');
}
