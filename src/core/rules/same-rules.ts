import { ruleKinds, storedRuleKinds } from './rules.ts';
import type { RuleKind, Rules } from './rules.ts';

type StoredRules = Pick<Rules, (typeof storedRuleKinds)[number]>;

/** Kinds of which two sets of rules differ, in the order of `ruleKinds`. */
export function changedKinds(before: Rules, after: Rules): RuleKind[] {
  return ruleKinds.filter((kind) => !isSame(before[kind], after[kind]));
}

/** Whether two sets of rules make the same of what is kept. */
export function decideAlike(before: StoredRules, after: StoredRules): boolean {
  return storedRuleKinds.every((kind) => isSame(before[kind], after[kind]));
}

/** All that decides what is made of what is kept, as text. */
export function storedRulesForm({ actions, channels, hosts }: StoredRules): string {
  return JSON.stringify([actions, channels, hosts]);
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
