import type { StorageInfo } from '../../workbench.ts';
import type { CommandOf } from '../args.ts';
import { withPublished } from '../open-session.ts';
import { count, counted, instant, renderTable, span, toJson } from '../output.ts';
import type { CommandIo } from '../output.ts';
import { describeStatus } from '../status-text.ts';

/** `homegrown publications`: what can be put back with `undo`, how much room it takes and when it was last backed up. */
export async function publicationsCommand(
  command: CommandOf<'publications'>,
  io: CommandIo,
): Promise<number> {
  const { storage, status } = await withPublished(command, io, async (workbench) => ({
    storage: await workbench.storage({}, { signal: io.signal }),
    status: await workbench.status(),
  }));
  io.stdout.write(
    command.format === 'json'
      ? `${toJson({ generation: status.generation, ...storage }, 2)}\n`
      : `${describe(storage)}${describeStatus(status)}`,
  );
  return 0;
}

function describe({ publications, live, kept, lastBackup }: StorageInfo): string {
  const rows = publications.map(({ generation, publishedAt, events, from, to, verdict }) => [
    generation,
    instant(publishedAt),
    span(from, to),
    events,
    verdict,
  ]);
  const table =
    rows.length === 0
      ? 'No earlier publication is kept.\n'
      : renderTable(['generation', 'published at', 'days', 'events', 'verdict'], rows);
  const room = `in force: ${counted(live.files, 'file')}, ${count(live.bytes)} bytes; kept in all: ${counted(kept.files, 'file')}, ${count(kept.bytes)} bytes\n`;
  const backup = `last backup: ${lastBackup === null ? 'never' : instant(lastBackup)}\n`;
  return `${table}${room}${backup}`;
}
