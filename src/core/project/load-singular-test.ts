import { buildTestConfig } from './build-tests.ts';
import { checkRefs, placeOf } from './extract-refs.ts';
import type { Model, SingularTest } from './model.ts';
import { singularTestYaml } from './model-yaml.ts';
import type { Problems } from './problems.ts';
import { checkYaml } from './check-yaml.ts';

/** Reads `tests/x.sql` and the `tests/x.yml` beside it; undefined, with problems told, where it cannot run. */
export function loadSingularTest(
  path: string,
  files: ReadonlyMap<string, string>,
  models: ReadonlyMap<string, Model>,
  objectionTo: (name: string) => string | undefined,
  problems: Problems,
): SingularTest | undefined {
  const yamlFile = path.replace(/\.sql$/, '.yml');
  const text = files.get(yamlFile);
  if (text === undefined) {
    problems.add(path, `no YAML beside it: ${path}`);
    return undefined;
  }
  const before = problems.all.length;
  const sql = files.get(path)!;
  const yaml = checkYaml(text, yamlFile, singularTestYaml, problems);
  const named: string[] = [];
  for (const reference of checkRefs(sql, path, problems)) {
    if (reference.kind === 'source') continue;
    named.push(reference.name);
    const objection = objectionTo(reference.name);
    if (objection !== undefined) problems.add(path, objection, placeOf(sql, reference.start));
  }
  if (yaml === undefined) return undefined;
  const config = yaml.value.data_tests[0]!;
  const objection = objectionTo(config.on);
  if (objection !== undefined)
    problems.add(yamlFile, objection, yaml.placeOf(['data_tests', 0, 'on']));
  const isSound = [config.on, ...named].every((name) => models.has(name));
  if (!isSound || problems.all.length > before) return undefined;
  const name = path.replace(/^tests\//, '').replace(/\.sql$/, '');
  return { ...buildTestConfig(config, name), name, file: path, on: config.on, sql };
}
