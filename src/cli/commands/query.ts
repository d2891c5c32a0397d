import type { CommandOf } from '../args.ts';
import { withPublished } from '../open-session.ts';
import type { CommandIo } from '../output.ts';
import { formatResult } from '../query-text.ts';

/** `homegrown query`: writes the rows of one query over the published tables. */
export async function queryCommand(command: CommandOf<'query'>, io: CommandIo): Promise<number> {
  const result = await withPublished(command, io, (workbench) =>
    workbench.query({ sql: command.sql }, { signal: io.signal }),
  );
  for (const piece of formatResult(result, command.format)) io.stdout.write(piece);
  return 0;
}
