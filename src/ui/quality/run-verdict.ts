import type { CheckStatus, Finding } from '../../core/quality/finding.ts';
import { strings } from '../strings.ts';
import { countByStatus } from './group-findings.ts';

/** The verdict of a run in one sentence, with the status that it stands for. */
export function runVerdict(
  findings: readonly Finding[],
  isHeld: boolean,
): { status: CheckStatus; sentence: string } {
  const words = strings.quality.verdict;
  const counts = countByStatus([...findings]);
  const first = (status: CheckStatus): string => {
    const one = findings.find((finding) => finding.status === status);
    return one ? `${one.title}. ${one.message}` : '';
  };
  const { error = 0, warn = 0, pass = 0 } = counts;
  if (isHeld) return { status: 'error', sentence: `${words.held(error)} ${first('error')}` };
  if (error > 0) return { status: 'error', sentence: words.failed(error, first('error')) };
  if (warn > 0) return { status: 'warn', sentence: words.warned(warn, first('warn')) };
  if (pass > 0) return { status: 'pass', sentence: words.passed(pass) };
  return { status: 'n/a', sentence: words.nothing };
}
