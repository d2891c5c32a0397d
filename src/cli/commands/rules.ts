import { ruleKinds } from '../../core/rules/rules.ts';
import type { Rules } from '../../core/rules/rules.ts';
import type { TriedResult } from '../../core/rules/rules-preview.ts';
import { ruleLines } from '../../core/rules/write-rules.ts';
import type { CommandOf } from '../args.ts';
import { withProject } from '../open-project.ts';
import { withPublished, withoutWarehouse } from '../open-session.ts';
import { renderTable, toJson } from '../output.ts';
import type { CommandIo } from '../output.ts';
import { readProjectFolder } from '../read-project-folder.ts';
import { words } from '../rules-text.ts';

/** `homegrown rules`: the rules in force, or what they make of one record. */
export async function rulesCommand(command: CommandOf<'rules'>, io: CommandIo): Promise<number> {
  const { record } = command;
  io.stdout.write(record === undefined ? await listed(command, io) : await tried(command, io));
  return 0;
}

async function listed(command: CommandOf<'rules'>, io: CommandIo): Promise<string> {
  const { kind, format } = command;
  const kinds = kind === undefined ? ruleKinds : [kind];
  const rules = await withProject(command, io, async (project) => project.rules);
  if (format === 'json') return `${toJson(chosen(rules, kinds), 2)}\n`;
  const lines = ruleLines(rules, kinds);
  return renderTable(
    words.listHeader,
    lines.map(({ kind: one, name, result, when }) => [one, name, result, when]),
  );
}

function chosen(rules: Rules, kinds: readonly (keyof Rules)[]): Partial<Rules> {
  return Object.fromEntries(kinds.map((kind) => [kind, rules[kind]]));
}

async function tried(command: CommandOf<'rules'>, io: CommandIo): Promise<string> {
  const result = await onWorkbench(command, io);
  return command.format === 'json' ? `${toJson(result, 2)}\n` : words.tried(result);
}

function onWorkbench(command: CommandOf<'rules'>, io: CommandIo): Promise<TriedResult> {
  const { warehouse, project: folder, record = {} } = command;
  if (warehouse !== undefined) {
    const published = { ...command, warehouse };
    return withPublished(published, io, (workbench) => workbench.tryRules({ record }));
  }
  return withoutWarehouse(command, async (workbench) => {
    const changes = folder === undefined ? {} : await readProjectFolder(folder);
    return workbench.tryRules({ record, changes });
  });
}
