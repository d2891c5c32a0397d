import { randomUUID } from 'node:crypto';
import type { Annotation } from '../../core/quality/settings.ts';
import type { CommandOf } from '../args.ts';
import { withPublished } from '../open-session.ts';
import { span, toJson } from '../output.ts';
import type { CommandIo } from '../output.ts';

/** `homegrown annotate`: says what some days were, so that checks do not take them for history. */
export async function annotateCommand(
  command: CommandOf<'annotate'>,
  io: CommandIo,
): Promise<number> {
  const { from, to, kind, text, host, by } = command;
  const annotation: Annotation = {
    id: randomUUID(),
    from,
    to,
    kind,
    text,
    ...(host === undefined ? {} : { host }),
  };
  await withPublished(command, io, async (workbench) => {
    const { annotations } = await workbench.settings();
    await workbench.changeSettings({
      settings: { annotations: [...annotations, annotation] },
      reason: `${kind}: ${text}`,
      ...(by === undefined ? {} : { by }),
    });
  });
  const line = `${span(from, to)}, ${host ?? 'all hosts'}: ${kind}\n`;
  io.stdout.write(command.format === 'json' ? `${toJson(annotation, 2)}\n` : line);
  return 0;
}
