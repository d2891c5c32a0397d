import { loadProject } from '../../core/project/load-project.ts';
import type { Model, Project } from '../../core/project/model.ts';
import { selectTests } from '../../core/project/select-models.ts';
import { unitKey } from '../../core/project/selection-nodes.ts';
import type { Finding } from '../../core/quality/finding.ts';
import { unitTestWords } from '../../engine/bind-tests.ts';
import { runUnitTests } from '../../engine/run-unit-tests.ts';
import type { UnitTestResult } from '../../engine/run-unit-tests.ts';
import type { CommandOf } from '../args.ts';
import { describeFindings } from '../findings-text.ts';
import { withPublished } from '../open-session.ts';
import { counted, printable, toJson } from '../output.ts';
import type { CommandIo } from '../output.ts';
import { queryRows } from '../query-rows.ts';
import { testPublished } from '../test-published.ts';

/** `homegrown test`: data tests on the published tables, and unit tests. Exit code 1 where one fails or cannot run. */
export async function testCommand(command: CommandOf<'test'>, io: CommandIo): Promise<number> {
  const { select = '*', exclude, format } = command;
  const { findings, unitTests } = await withPublished(command, io, async (workbench) => {
    const { files } = await workbench.project();
    const project: Project = loadProject(
      Object.fromEntries(files.map(({ path, text }) => [path, text])),
    );
    const chosen = selectTests(project, select, exclude);
    const models = withUnitTests(project, chosen);
    const options = { signal: io.signal };
    return {
      findings: await testPublished(workbench, project, chosen, options),
      unitTests: await runUnitTests(queryRows(workbench), project, models, options),
    };
  });
  io.stdout.write(
    format === 'json'
      ? `${toJson({ findings, unitTests }, 2)}\n`
      : describeFindings(findings) + describeUnitTests(unitTests),
  );
  return hasFailure(findings, unitTests) ? 1 : 0;
}

/** Models with those of their unit tests that are chosen. */
function withUnitTests({ models }: Project, chosen: ReadonlySet<string>): Model[] {
  return [...models.values()].map((model) => ({
    ...model,
    unitTests: model.unitTests.filter(({ name }) => chosen.has(unitKey(name, model))),
  }));
}

function hasFailure(findings: Finding[], unitTests: UnitTestResult[]): boolean {
  return (
    findings.some(({ status }) => status === 'error') ||
    unitTests.some(({ status }) => status !== 'pass')
  );
}

function describeUnitTests(tests: UnitTestResult[]): string {
  if (tests.length === 0) return 'no unit tests\n';
  const failed = tests.filter(({ status }) => status !== 'pass');
  const lines = failed.map((test) => `${test.model}: ${printable(unitTestWords(test))}\n`);
  return `${lines.join('')}${counted(tests.length, 'unit test')}: ${tests.length - failed.length} pass\n`;
}
