import { changeSentence } from '../warehouse/change-project.ts';
import { laterKinds } from '../rules/load-rules.ts';
import type { RunReport, RunStatus } from './run-report.ts';

/** What became of a change of the project, in a sentence or two. `paths`: files that change. */
export function changeVerdict(
  status: RunStatus,
  paths: readonly string[],
  { findings }: Pick<RunReport, 'findings'>,
): string {
  if (status === 'unchanged') return 'Nothing changed: these files are as they were.';
  const failing = findings.filter((finding) => finding.status === 'error');
  const warnings = findings.filter((finding) => finding.status === 'warn');
  const list = (some: RunReport['findings']): string =>
    some
      .slice(0, 3)
      .map(({ title, message }) => `${title}: ${message}`)
      .join(' ');
  const checks = `${failing.length} ${failing.length === 1 ? 'check' : 'checks'}`;
  if (status === 'held')
    return `Not applied, ${checks} failed: ${list(failing)} Project and tables stay as they are.`;
  const parts = [changeSentence(paths)];
  const later = laterKinds(paths);
  if (later.length > 0)
    parts.push(`Rules about ${later.join(', ')} hold for files brought from now on.`);
  if (failing.length > 0) parts.push(`With a reason, although ${checks} failed: ${list(failing)}`);
  if (warnings.length > 0)
    parts.push(
      `${warnings.length} ${warnings.length === 1 ? 'warning' : 'warnings'}: ${list(warnings)}`,
    );
  return parts.join(' ');
}
