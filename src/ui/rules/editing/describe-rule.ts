import type { RuleKind } from '../../../core/rules/rules.ts';
import { format } from '../../format.ts';
import { rulesWords as words } from '../../rules-words.ts';
import { fromPattern } from './pattern-text.ts';
import type { PatternScope } from './pattern-text.ts';
import { partsOfRule, ruleFields } from './rule-fields.ts';
import type { AnyRule, RuleField } from './rule-fields.ts';

/** One thing a rule asks for: `path starts with` and `/pricing`. */
export interface Asked {
  label: string;
  /** '' where the label says it all. */
  value: string;
  /** Whether the value is the person's own text rather than words. */
  isLiteral: boolean;
}

const shownWords = 3;

/** What a rule asks for in plain words; empty: it holds for everything. Long lists are cut unless `whole`. */
export function describeRule(kind: RuleKind, rule: AnyRule, whole = false): Asked[] {
  if (typeof rule === 'string') return [{ label: '', value: rule, isLiteral: true }];
  const parts = partsOfRule(rule);
  return ruleFields[kind]
    .filter(({ part, key }) => part === 'when' && parts[key] !== undefined)
    .flatMap((field) => asked(field, parts, whole));
}

function asked({ key, input }: RuleField, parts: Record<string, unknown>, whole: boolean): Asked[] {
  const value = parts[key];
  const label = words.asks[key as keyof typeof words.asks];
  const literal = (text: string, how = ''): Asked[] => [
    { label: how ? `${label} ${how}` : label, value: text, isLiteral: true },
  ];
  const said = (text: string): Asked[] => [{ label: text, value: '', isLiteral: false }];
  if (key === 'minStatus' || key === 'maxStatus') return status(key, parts);
  if (key === 'hasEventName') return said(words.named[value ? 'yes' : 'no']);
  if (key === 'tagged') return said(words.tagged[value ? 'yes' : 'no']);
  if (input === 'choice') return said(words.records[String(value)] ?? String(value));
  if (input === 'choices') {
    const names = key === 'site' ? words.sites : words.referrers;
    const text = (value as string[]).map((one) => names[one] ?? one).join(', ');
    return [{ label, value: text, isLiteral: false }];
  }
  if (input === 'pattern' || input === 'whole') return pattern(String(value), input, literal);
  return literal(Array.isArray(value) ? listText(value.map(String), whole) : String(value));
}

function pattern(
  value: string,
  scope: PatternScope,
  literal: (text: string, how: string) => Asked[],
): Asked[] {
  const { how, text } = fromPattern(value, scope);
  return literal(text, words.ways[how]);
}

/** Both ends of the statuses are told at once, where the first of them stands. */
function status(key: string, { minStatus, maxStatus }: Record<string, unknown>): Asked[] {
  if (key === 'maxStatus' && minStatus !== undefined) return [];
  const value =
    maxStatus === undefined
      ? words.statusFrom(String(minStatus))
      : minStatus === undefined
        ? words.statusTo(String(maxStatus))
        : words.statusBetween(String(minStatus), String(maxStatus));
  return [{ label: words.asks.status, value, isLiteral: false }];
}

function listText(names: readonly string[], whole: boolean): string {
  if (whole || names.length <= shownWords + 1) return names.join(', ');
  return `${names.slice(0, shownWords).join(', ')} ${words.more(names.length - shownWords)}`;
}

/** What a rule gives, in plain words. */
export function describeGift(kind: RuleKind, rule: AnyRule): string {
  const parts = partsOfRule(rule);
  if (kind === 'hosts') return words.internal;
  if (kind === 'bots') return words.bot[parts.isBot ? 'yes' : 'no'];
  if (kind === 'countries') return format.country(String(parts.country));
  if (kind === 'devices')
    return [parts.brand, parts.type, parts.os, parts.browser].filter(Boolean).join(' · ');
  return (parts.action ?? parts.channel ?? words.ownName) as string;
}

/** All that a search can find of a rule, in lower case. */
export function searchText(kind: RuleKind, rule: AnyRule): string {
  const parts = describeRule(kind, rule, true).flatMap(({ label, value }) => [label, value]);
  return [String(partsOfRule(rule).name), ...parts, describeGift(kind, rule)]
    .join(' ')
    .toLowerCase();
}
