import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { specificationMarkdown } from '../../core/specification/specification-markdown.ts';
import { specificationOf } from '../../core/specification/specification-of.ts';
import type { SpecificationFacts } from '../../core/specification/specification-of.ts';
import type { Workbench } from '../../workbench.ts';
import type { CommandOf } from '../args.ts';
import { withProject } from '../open-project.ts';
import type { CommandIo } from '../output.ts';

/** `homegrown spec`: the living specification as Markdown, to stdout or into a file. */
export async function specCommand(command: CommandOf<'spec'>, io: CommandIo): Promise<number> {
  const { out } = command;
  const markdown = await withProject(command, io, async (project, workbench) =>
    specificationMarkdown(specificationOf(project, await factsOf(workbench))),
  );
  if (out === undefined) {
    io.stdout.write(markdown);
    return 0;
  }
  await mkdir(dirname(resolve(out)), { recursive: true });
  await writeFile(resolve(out), markdown);
  io.stdout.write(`${out}\n`);
  return 0;
}

async function factsOf(workbench: Workbench | undefined): Promise<SpecificationFacts> {
  if (workbench === undefined) return {};
  const [checks, settings] = [await workbench.checks(), await workbench.settings()];
  const { lastRun } = await workbench.status();
  return { checks, settings, ...(lastRun !== null && { lastRun: lastRun.startedAt }) };
}
