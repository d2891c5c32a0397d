import { WorkbenchError } from '../../core/errors.ts';
import type { HeldRun } from '../../core/run/held-run.ts';
import type { CommandOf } from '../args.ts';
import { describeHeldRun, describeHeldRuns } from '../held-text.ts';
import { withPublished } from '../open-session.ts';
import { toJson } from '../output.ts';
import type { CommandIo } from '../output.ts';

/** `homegrown held`: the runs that wait for a person, or one of them whole. */
export async function heldCommand(command: CommandOf<'held'>, io: CommandIo): Promise<number> {
  const { id, format } = command;
  const runs = await withPublished(command, io, (workbench) =>
    workbench.held({}, { signal: io.signal }),
  );
  const one = id === undefined ? undefined : findHeld(runs, id);
  if (format === 'json') io.stdout.write(`${toJson(one ?? runs, 2)}\n`);
  else io.stdout.write(one === undefined ? describeHeldRuns(runs) : describeHeldRun(one));
  return 0;
}

function findHeld(runs: HeldRun[], id: string): HeldRun {
  const found = runs.find((run) => run.id === id);
  if (found === undefined) throw new WorkbenchError('held-unknown', `no such held run: ${id}`);
  return found;
}
