import type { CommandOf } from '../args.ts';
import { withPublished } from '../open-session.ts';
import { toJson } from '../output.ts';
import type { CommandIo } from '../output.ts';
import { readSettings } from '../read-settings.ts';
import { describeSettings } from '../settings-text.ts';

/** `homegrown settings`: what people decided about quality; `settings set FILE` replaces the parts that the file names. */
export async function settingsCommand(
  command: CommandOf<'settings'>,
  io: CommandIo,
): Promise<number> {
  const { file, reason, by, format } = command;
  const parts = file === undefined ? undefined : await readSettings(file);
  const options = { signal: io.signal };
  const settings = await withPublished(command, io, (workbench) =>
    parts === undefined
      ? workbench.settings({}, options)
      : workbench.changeSettings(
          {
            settings: parts,
            ...(reason === undefined ? {} : { reason }),
            ...(by === undefined ? {} : { by }),
          },
          options,
        ),
  );
  io.stdout.write(format === 'json' ? `${toJson(settings, 2)}\n` : describeSettings(settings));
  return 0;
}
