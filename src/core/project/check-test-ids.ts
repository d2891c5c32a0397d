import { runCheckIds } from '../quality/run-check-ids.ts';
import type { LoadedModel } from './load-model.ts';
import type { Model, SingularTest } from './model.ts';
import type { Problems } from './problems.ts';

/** The id of the check that a data test makes: the model it is shown under, and its name. */
function testId(name: string, { schema, name: model }: Model): string {
  return `${schema}.${model}.${name}`;
}

/**
 * Tells tests that would have one id: what one of them sees would be taken for what the other saw. A test may be shown under another
 * model than its own.
 */
export function checkTestIds(
  loaded: ReadonlyMap<string, LoadedModel>,
  singularTests: readonly SingularTest[],
  problems: Problems,
): void {
  const taken = new Set<string>(Object.values(runCheckIds));
  const take = (id: string, tell: (message: string) => void): void => {
    if (taken.has(id)) tell(`another data test has this name: ${id}`);
    taken.add(id);
  };
  for (const { model, tests, yaml, yamlFile } of loaded.values())
    for (const { test, path } of tests) {
      const shown = loaded.get(test.on ?? '')?.model ?? model;
      take(testId(test.name, shown), (message) =>
        problems.add(yamlFile, message, yaml.placeOf(path)),
      );
    }
  for (const { name, on, file } of singularTests) {
    const shown = loaded.get(on)?.model;
    if (shown !== undefined) take(testId(name, shown), (message) => problems.add(file, message));
  }
}
