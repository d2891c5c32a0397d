import { WorkbenchError } from '../core/errors.ts';
import type { RunReport } from '../core/run/run-report.ts';
import { runsOf } from '../core/run/runs-of.ts';
import { slackFailure, slackMessage } from '../core/run/slack-message.ts';
import type { SlackMessage } from '../core/run/slack-message.ts';
import type { RunCommand } from './args/parse-run.ts';
import type { Output } from './output.ts';
import { postMessage } from './post-message.ts';
import type { RunResult } from './run-text.ts';

/** What a run says to people who are not there: nothing of one that went well, was a trial or was cancelled. */
export interface Alert {
  message: SlackMessage;
  /** Whether it goes to the leads, too. */
  isHeld: boolean;
}

/** The alert of a finished run, with the files it could not use; undefined where nothing is worth one. */
export function alertOf({ report, refused }: RunResult, paths: string[]): Alert | undefined {
  const reasons = refused.map(({ file, message }) => `${file}: ${message}`);
  if (report === undefined)
    return { message: slackFailure(named(paths), reasons.join('\n')), isHeld: false };
  const runs = runsOf(report);
  if (!runs.some(isWorthAnAlert) && reasons.length === 0) return undefined;
  const held = runs.find(({ status }) => status === 'held');
  const message = slackMessage({
    ...(held ?? report),
    verdict: [...runs.map((run) => run.verdict), ...reasons].join('\n'),
    findings: runs.flatMap(({ findings }) => findings),
    deliveries: runs.flatMap(({ deliveries }) => deliveries),
  });
  return { message, isHeld: held !== undefined };
}

/** The alert of a run that failed as a whole. */
export function alertOfFailure(error: unknown, paths: string[]): Alert | undefined {
  if (error instanceof WorkbenchError && error.code === 'cancelled') return undefined;
  const reason = error instanceof Error ? error.message : String(error);
  return { message: slackFailure(named(paths), reason), isHeld: false };
}

/** Posts to the addresses that were named, and prints on stderr where none was. A post that fails is told; it changes nothing else. */
export async function sendAlert(
  { message, isHeld }: Alert,
  { urls, format }: Pick<RunCommand, 'urls' | 'format'>,
  stderr: Output,
): Promise<void> {
  const to = [urls.notify, ...(isHeld ? [urls.leads] : [])].filter((url) => url !== undefined);
  // The report for people says it already.
  if (to.length === 0 && format === 'json') stderr.write(`${message.text}\n`);
  const failures = await Promise.all([...new Set(to)].map((url) => postMessage(url, message)));
  for (const failure of failures) if (failure !== undefined) stderr.write(`${failure}\n`);
}

function isWorthAnAlert({ status, findings }: RunReport): boolean {
  if (status === 'held') return true;
  return status === 'published' && findings.some((finding) => finding.status === 'warn');
}

function named(paths: string[]): string {
  const shown = paths.slice(0, 5).join(', ');
  return paths.length > 5 ? `${shown} and ${paths.length - 5} more` : shown;
}
