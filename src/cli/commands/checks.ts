import type { CommandOf } from '../args.ts';
import { describeFindings } from '../findings-text.ts';
import { withPublished } from '../open-session.ts';
import { toJson } from '../output.ts';
import type { CommandIo } from '../output.ts';

/** `homegrown checks`: writes the findings of the published run. */
export async function checksCommand(command: CommandOf<'checks'>, io: CommandIo): Promise<number> {
  const findings = await withPublished(command, io, (workbench) =>
    workbench.checks({}, { signal: io.signal }),
  );
  io.stdout.write(
    command.format === 'json' ? `${toJson(findings, 2)}\n` : describeFindings(findings),
  );
  return 0;
}
