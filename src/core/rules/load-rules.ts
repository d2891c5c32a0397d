import { checkYaml } from '../project/check-yaml.ts';
import type { Problems } from '../project/problems.ts';
import { rulesFiles } from './rules-yaml.ts';
import { ruleKinds, storedRuleKinds } from './rules.ts';
import type { RuleKind, Rules } from './rules.ts';

const folder = 'rules/';

/** Whether a file of the project holds rules. */
export function isRulesFile(path: string): boolean {
  return path.startsWith(folder);
}

/** The file that holds the rules of a kind: `rules/actions.yml`. */
export function rulesFile(kind: RuleKind): string {
  return `${folder}${kind}.yml`;
}

/** The kind of rules that a file holds; undefined where it is no file of rules. */
function ruleKindOf(path: string): RuleKind | undefined {
  return ruleKinds.find((kind) => rulesFile(kind) === path);
}

/** Kinds of rules among these files that hold for later drops only, as they need what is never kept. */
export function laterKinds(paths: readonly string[]): RuleKind[] {
  const stored: readonly RuleKind[] = storedRuleKinds;
  return ruleKinds.filter((kind) => paths.includes(rulesFile(kind)) && !stored.includes(kind));
}

/** No rule of any kind: every action is `other`, every channel `Other`. */
export function noRules(): Rules {
  return { actions: [], channels: [], hosts: [], bots: [], devices: [], countries: [] };
}

/**
 * Reads `rules/*.yml` from a project's files by path. All that is wrong goes to `problems` with its place; of a file that is not
 * sound no rule is taken, and of a kind without a file there are none.
 */
export function loadRules(files: ReadonlyMap<string, string>, problems: Problems): Rules {
  const rules = noRules();
  for (const [path, text] of files) {
    if (!isRulesFile(path)) continue;
    const kind = ruleKindOf(path);
    if (kind === undefined)
      problems.add(path, `no kind of rules: ${path}. There are: ${ruleKinds.join(', ')}`);
    else readKind(kind, text, rules, problems);
  }
  return rules;
}

function readKind<K extends RuleKind>(
  kind: K,
  text: string,
  rules: Pick<Rules, K>,
  problems: Problems,
): void {
  const path = rulesFile(kind);
  const yaml = checkYaml(text, path, rulesFiles[kind], problems);
  if (yaml === undefined) return;
  rules[kind] = yaml.value[kind];
  const seen = new Set<string>();
  yaml.value[kind].forEach((rule, i) => {
    const name = typeof rule === 'string' ? rule : rule.name;
    const place = typeof rule === 'string' ? [kind, i] : [kind, i, 'name'];
    if (seen.has(name)) problems.add(path, `two rules have one name: ${name}`, yaml.placeOf(place));
    seen.add(name);
  });
}
