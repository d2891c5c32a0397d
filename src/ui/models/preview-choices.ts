import { placedTests } from '../../core/project/build-tests.ts';
import { checkYaml } from '../../core/project/check-yaml.ts';
import { modelYaml } from '../../core/project/model-yaml.ts';
import type { PreviewOf } from '../../core/project/preview-of.ts';
import { Problems } from '../../core/project/problems.ts';
import type { ProjectEntry } from '../project/files/project-entries.ts';

/** Tests that a model's YAML names; none while it cannot be read. */
interface TestNames {
  dataTests: { name: string; title: string }[];
  unitTests: string[];
}

/** The tests of a model's YAML as it is typed. */
export function testsOfYaml(text: string | null, path: string): TestNames {
  const read = text === null ? undefined : checkYaml(text, path, modelYaml, new Problems());
  if (read === undefined) return { dataTests: [], unitTests: [] };
  const tests = placedTests(read.value.models[0]!).map(({ test }) => test);
  return {
    dataTests: tests.map(({ name, title }) => ({ name, title })),
    unitTests: read.value.unit_tests.map(({ name }) => name),
  };
}

/** What a choice asks for: `''` the whole, `cte:days`, `data:unique.ds`, `unit:one_day`. Undefined for what has no rows. */
export function previewOf({ kind, name }: ProjectEntry, choice: string): PreviewOf | undefined {
  const at = choice.indexOf(':');
  const [what, part] = [choice.slice(0, at), choice.slice(at + 1)];
  const cte = what === 'cte' ? { cte: part } : {};
  switch (kind) {
    case 'model':
      if (what === 'data') return { model: name, dataTest: part };
      return what === 'unit' ? { model: name, unitTest: part } : { model: name, ...cte };
    case 'test':
      return { singularTest: name, ...cte };
    case 'metric':
      return { metric: name };
    case 'rules':
      return undefined;
  }
}
