import { selectModels } from '../../core/project/select-models.ts';
import type { CommandOf } from '../args.ts';
import { withProject } from '../open-project.ts';
import { toJson } from '../output.ts';
import type { CommandIo } from '../output.ts';
import { describeModels } from '../project-text.ts';

/** `homegrown ls`: the models of a project, or a selection of them. */
export async function lsCommand(command: CommandOf<'ls'>, io: CommandIo): Promise<number> {
  const { select = '*', exclude, format } = command;
  const models = await withProject(command, io, async (project) =>
    selectModels(project, select, exclude),
  );
  const listed = models.map(({ name, schema, subject, materialized, published, ...more }) => ({
    ...{ name, schema, subject, materialized, published },
    ...{ tags: more.tags, file: more.file, refs: more.refs, sources: more.sources },
  }));
  io.stdout.write(format === 'json' ? `${toJson(listed, 2)}\n` : describeModels(models));
  return 0;
}
