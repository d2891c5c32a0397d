import type { AnyRule } from './rule-fields.ts';
import { nameOf, partsOfRule } from './rule-fields.ts';

/** `own`: the person's; `changed`: ships, and reads otherwise now; `shipped`: as it ships. */
export type RuleMark = 'own' | 'changed' | 'shipped';

/** One rule of the list as the screen knows it. */
export interface ListedRule {
  rule: AnyRule;
  name: string;
  /** From 0. */
  index: number;
  mark: RuleMark;
  /** What ships under its name. */
  shipped: AnyRule | undefined;
}

/** The list with marks, and the shipped rules that are no longer in it. Rules are known by their names. */
export function compareRules(
  rules: readonly AnyRule[],
  shipped: readonly AnyRule[],
): { listed: ListedRule[]; left: AnyRule[] } {
  const known = new Map(shipped.map((rule) => [nameOf(rule), rule]));
  const listed = rules.map((rule, index): ListedRule => {
    const name = nameOf(rule);
    const theirs = known.get(name);
    const mark =
      theirs === undefined ? 'own' : textOf(theirs) === textOf(rule) ? 'shipped' : 'changed';
    return { rule, name, index, mark, shipped: theirs };
  });
  const names = new Set(rules.map(nameOf));
  return { listed, left: shipped.filter((rule) => !names.has(nameOf(rule))) };
}

/** Whether a list is what ships, in its order. */
export function isAsShipped(rules: readonly AnyRule[], shipped: readonly AnyRule[]): boolean {
  return (
    rules.length === shipped.length &&
    rules.every((rule, index) => textOf(rule) === textOf(shipped[index]!))
  );
}

const textOf = (rule: AnyRule): string =>
  JSON.stringify(Object.entries(partsOfRule(rule)).sort(([a], [b]) => (a < b ? -1 : 1)));

/** The same list with one rule at another place; a place past an end is that end. */
export function moveRule<T>(rules: readonly T[], from: number, to: number): T[] {
  const moved = [...rules];
  const taken = moved.splice(from, 1);
  moved.splice(Math.max(0, Math.min(to, moved.length)), 0, ...taken);
  return moved;
}

/** The same list with a rule more, so that it stands at `at`. */
export function insertRule<T>(rules: readonly T[], at: number, rule: T): T[] {
  return [...rules.slice(0, at), rule, ...rules.slice(at)];
}

/** Where a shipped rule belongs that is put back: after the nearest that ships before it and is still there, else first. */
export function placeOf(
  rule: AnyRule,
  rules: readonly AnyRule[],
  shipped: readonly AnyRule[],
): number {
  const names = rules.map(nameOf);
  const own = shipped.findIndex((one) => nameOf(one) === nameOf(rule));
  for (let before = own - 1; before >= 0; before -= 1) {
    const at = names.indexOf(nameOf(shipped[before]!));
    if (at >= 0) return at + 1;
  }
  return 0;
}

/** A name that no rule has yet: `x`, `x 2`, `x 3`. */
export function freeName(wanted: string, rules: readonly AnyRule[]): string {
  const names = new Set(rules.map(nameOf));
  let name = wanted;
  for (let count = 2; names.has(name); count += 1) name = `${wanted} ${count}`;
  return name;
}
