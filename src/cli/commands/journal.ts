import type { JournalEntry } from '../../core/run/journal.ts';
import { slackState } from '../../core/run/slack-message.ts';
import { stateOfData } from '../../core/run/state-of-data.ts';
import type { CommandOf } from '../args.ts';
import { describeJournal } from '../journal-text.ts';
import { withPublished } from '../open-session.ts';
import { toJson } from '../output.ts';
import type { CommandIo } from '../output.ts';

/** `homegrown journal`: what happened to the warehouse, newest first. As `slack`: the state of the data of the newest day, or of `--day`. */
export async function journalCommand(
  command: CommandOf<'journal'>,
  io: CommandIo,
): Promise<number> {
  const { last, day, format } = command;
  const journal = await withPublished(command, io, (workbench) =>
    workbench.journal({}, { signal: io.signal }),
  );
  if (format === 'slack') return writeState(journal, day, io);
  const entries = journal.filter(({ at }) => day === undefined || at.startsWith(day));
  const shown = entries.slice(0, last);
  io.stdout.write(format === 'json' ? `${toJson(shown, 2)}\n` : describeJournal(shown));
  return 0;
}

// The whole journal is read: a run held today may have been decided on since.
function writeState(
  journal: JournalEntry[],
  day: string | undefined,
  { stdout, stderr }: CommandIo,
): number {
  const state = stateOfData(journal).find(({ ds }) => day === undefined || ds === day);
  if (state === undefined) stderr.write(`nothing happened${day ? ` on ${day}` : ''}\n`);
  else stdout.write(`${toJson(slackState(state), 2)}\n`);
  return 0;
}
