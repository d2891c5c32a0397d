import type { RulesPreview } from '../../../core/rules/rules-preview.ts';
import { storedRuleKinds } from '../../../core/rules/rules.ts';
import type { RuleKind } from '../../../core/rules/rules.ts';
import type { DataTable } from '../../../lib/table-text.ts';
import { rulesWords as words } from '../../rules-words.ts';
import { describeGift, describeRule } from './describe-rule.ts';
import type { AnyRule } from './rule-fields.ts';
import { compareRules } from './rule-list.ts';

/**
 * The rules of a kind in plain words, in the order they are tried, then those that ship and are switched off (without a number).
 * `matches`: published events by rule, where they are counted; kinds that need what is not kept have no such column.
 */
export function rulesTable(
  kind: RuleKind,
  { rules, shipped }: { rules: readonly AnyRule[]; shipped: readonly AnyRule[] },
  matches: RulesPreview['matches'] | undefined,
): DataTable {
  const isCounted =
    (storedRuleKinds as readonly RuleKind[]).includes(kind) && matches !== undefined;
  const counts = new Map(
    matches?.filter((one) => one.kind === kind).map(({ name, after }) => [name, after]),
  );
  const { listed, left } = compareRules(rules, shipped);
  const { rule, asks, gives, decides, origin } = words.columns;
  return {
    columns: ['#', rule, asks, gives, ...(isCounted ? [decides] : []), origin],
    rows: [
      ...listed.map((one) => [
        one.index + 1,
        one.name,
        askedText(kind, one.rule),
        describeGift(kind, one.rule),
        ...(isCounted ? [counts.get(one.name) ?? null] : []),
        words.origins[one.mark],
      ]),
      ...left.map((one) => [
        null,
        typeof one === 'string' ? one : one.name,
        askedText(kind, one),
        describeGift(kind, one),
        ...(isCounted ? [null] : []),
        words.origins.off,
      ]),
    ],
  };
}

function askedText(kind: RuleKind, rule: AnyRule): string {
  const asked = describeRule(kind, rule, true).map(({ label, value }) =>
    [label, value].filter(Boolean).join(' '),
  );
  return asked.join(' · ') || words.everything;
}
