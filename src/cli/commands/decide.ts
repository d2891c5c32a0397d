import type { RunReport } from '../../core/run/run-report.ts';
import type { HeldDecision, Workbench } from '../../workbench.ts';
import type { CommandOf } from '../args.ts';
import { withPublished } from '../open-session.ts';
import { toJson } from '../output.ts';
import type { CommandIo } from '../output.ts';
import { openProgress } from '../progress.ts';
import { describeRun } from '../run-text.ts';

/** `homegrown decide`: publishes a held run with a reason, checks it again, or discards it. Exit codes: 0 decided, 1 failed, 2 held again. */
export async function decideCommand(command: CommandOf<'decide'>, io: CommandIo): Promise<number> {
  const progress = openProgress(io.stderr);
  const options = { signal: io.signal, onProgress: progress.tell };
  const report = await withPublished(command, io, (workbench) =>
    decide(workbench, command, options),
  ).finally(progress.end);
  if (command.format === 'json') io.stdout.write(`${toJson(report, 2)}\n`);
  else if (command.decision === 'discard') io.stdout.write(`${command.id} is discarded\n`);
  else io.stdout.write(describeRun({ report, plan: [], refused: [], waiting: [] }, false));
  return command.decision !== 'discard' && report.status === 'held' ? 2 : 0;
}

async function decide(
  workbench: Workbench,
  { id, decision, reason, by }: CommandOf<'decide'>,
  options: NonNullable<Parameters<Workbench['decide']>[1]>,
): Promise<RunReport> {
  const input: HeldDecision = {
    id,
    decision,
    ...(reason === undefined ? {} : { reason }),
    ...(by === undefined ? {} : { by }),
  };
  const report = await workbench.decide(input, options);
  return report.status === 'published' ? ((await workbench.saved({}, options)) ?? report) : report;
}
