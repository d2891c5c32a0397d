import type { CheckCell } from '../../core/quality/finding.ts';
import type { Backtest } from '../../core/quality/statistics/backtest.ts';
import type { CommandOf } from '../args.ts';
import { withPublished } from '../open-session.ts';
import { count, counted, renderTable, span, toJson } from '../output.ts';
import type { CommandIo } from '../output.ts';
import { openProgress } from '../progress.ts';

const mostAlarms = 40;

/** `homegrown backtest`: how often the statistical checks would have spoken up on the published history. */
export async function backtestCommand(
  command: CommandOf<'backtest'>,
  io: CommandIo,
): Promise<number> {
  const progress = openProgress(io.stderr);
  const result = await withPublished(command, io, (workbench) =>
    workbench.backtest({}, { signal: io.signal, onProgress: progress.tell }),
  ).finally(progress.end);
  io.stdout.write(command.format === 'json' ? `${toJson(result, 2)}\n` : describe(result));
  return 0;
}

function describe({ from, to, checks, alarms }: Backtest): string {
  const rows = checks.map(({ check, tested, flagged, errors, rate, lower, upper }) => [
    check,
    tested,
    flagged,
    errors,
    rate === null ? 'nothing judged' : `${percent(rate)} (${percent(lower)} to ${percent(upper)})`,
  ]);
  const header = ['check', 'judged', 'alarms', 'errors', 'rate (95 %)'];
  const days = `judged: ${span(from, to)}; ${counted(alarms.length, 'alarm')}\n`;
  return `${renderTable(header, rows)}${days}${alarms.length === 0 ? '' : describeAlarms(alarms)}`;
}

function describeAlarms(alarms: CheckCell[]): string {
  const rows = alarms
    .slice(-mostAlarms)
    .map(({ ds, host, status, check, message }) => [
      ds,
      host === '' ? 'all hosts' : host,
      status,
      check,
      message,
    ]);
  const left = alarms.length - rows.length;
  const more = left > 0 ? `and ${count(left)} older; --format json gives all\n` : '';
  return `\n${renderTable(['day', 'host', 'status', 'check', 'what would have been said'], rows)}${more}`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
