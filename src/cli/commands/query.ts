import type { Command } from '../args.ts';
import { withPublished } from '../open-session.ts';
import type { CommandIo } from '../output.ts';
import { formatResult } from '../query-text.ts';

/** `homegrown query`: writes the rows of one query over the published tables. */
export async function queryCommand(
  command: Extract<Command, { name: 'query' }>,
  { stdout, signal }: CommandIo,
): Promise<number> {
  const result = await withPublished(command, (workbench) =>
    workbench.query({ sql: command.sql }, { signal }),
  );
  for (const piece of formatResult(result, command.format)) stdout.write(piece);
  return 0;
}
