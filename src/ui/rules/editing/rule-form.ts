import { normalizeEventName } from '../../../core/enrich/action-type.ts';
import { normalizeHost } from '../../../core/enrich/host-name.ts';
import { parseRange } from '../../../core/enrich/ip-range.ts';
import { objectionToPattern } from '../../../core/rules/check-pattern.ts';
import type { RuleKind } from '../../../core/rules/rules.ts';
import { fromPattern, toPattern } from './pattern-text.ts';
import type { PatternScope, PatternText } from './pattern-text.ts';
import { nameOf, ownName, partsOfRule, ruleFields, ruleOfParts } from './rule-fields.ts';
import type { AnyRule, RuleField } from './rule-fields.ts';

export type FieldValue = string | string[] | PatternText;

/** A rule as a person types it: its name and the values of its fields by their keys. */
export interface RuleForm {
  name: string;
  values: Record<string, FieldValue>;
}

/** Why a field cannot stand as it is. `detail`: the engine's own words for a broken pattern. */
export interface FieldFault {
  code: 'needed' | 'pattern' | 'address' | 'status' | 'host' | 'name' | 'taken' | 'parts';
  detail?: string;
}

/** What a form comes to: a rule, or what is wrong by the keys of the fields. */
export type ReadForm =
  { rule: AnyRule; faults?: undefined } | { rule?: undefined; faults: Record<string, FieldFault> };

/** A form that says nothing yet. */
export function emptyForm(kind: RuleKind): RuleForm {
  return {
    name: '',
    values: Object.fromEntries(ruleFields[kind].map((field) => [field.key, unsaid(field)])),
  };
}

function unsaid({ input, options, isNeeded }: RuleField): FieldValue {
  if (input === 'pattern' || input === 'whole') return { how: 'starts', text: '' };
  if (input === 'choices') return [];
  return input === 'choice' && isNeeded ? (options?.[0] ?? '') : '';
}

/** The form of a rule. */
export function formOf(kind: RuleKind, rule: AnyRule): RuleForm {
  const parts = partsOfRule(rule);
  const form = emptyForm(kind);
  for (const field of ruleFields[kind]) {
    const value = parts[field.key];
    if (value !== undefined) form.values[field.key] = typed(field, value);
  }
  return { ...form, name: nameOf(rule) };
}

function typed({ key, input }: RuleField, value: unknown): FieldValue {
  if (input === 'pattern' || input === 'whole') return fromPattern(String(value), input);
  if (input === 'choices') return value as string[];
  if (key === 'action') return (value as string | null) ?? ownName;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return Array.isArray(value) ? value.join(', ') : String(value);
}

/**
 * Reads a form. Names of events are brought to the form in which rules know them. `taken`: names of the other rules of the kind.
 */
export function readForm(kind: RuleKind, form: RuleForm, taken: readonly string[] = []): ReadForm {
  const faults: Record<string, FieldFault> = {};
  const parts: Record<string, unknown> = { name: form.name.trim() };
  if (kind !== 'hosts' && parts.name === '') faults.name = { code: 'name' };
  if (taken.includes(parts.name as string)) faults.name = { code: 'taken' };
  for (const field of ruleFields[kind]) {
    const fault = faultOf(field, form.values[field.key]!);
    if (fault) faults[field.key] = fault;
    else parts[field.key] = meant(field, form.values[field.key]!);
  }
  if (kind === 'bots' && parts.userAgent === undefined && parts.address === undefined)
    faults.userAgent ??= { code: 'parts' };
  if (kind === 'devices' && !['brand', 'type', 'os', 'browser'].some((key) => parts[key]))
    faults.brand ??= { code: 'parts' };
  if (kind === 'hosts' && taken.includes(parts.host as string)) faults.host = { code: 'taken' };
  return Object.keys(faults).length > 0 ? { faults } : { rule: ruleOfParts(kind, parts) };
}

function faultOf(field: RuleField, value: FieldValue): FieldFault | null {
  const text = textOf(value);
  if (text === '') return field.isNeeded ? { code: 'needed' } : null;
  if (field.input === 'address') return parseRange(text) ? null : { code: 'address' };
  if (field.input === 'host')
    return normalizeHost(text) !== null && !/[/?#]/.test(text) ? null : { code: 'host' };
  if (field.input === 'number' || field.input === 'numbers')
    return wordsOf(text).every((one) => /^[1-9]\d\d$/.test(one)) ? null : { code: 'status' };
  if (typeof value !== 'object' || Array.isArray(value)) return null;
  const detail = objectionToPattern(toPattern(value, field.input as PatternScope));
  if (detail === undefined) return null;
  return { code: 'pattern', detail: detail.replace(/^no regular expression: /, '') };
}

/** The value of a field in the rule; undefined: nothing is said. */
function meant({ key, input }: RuleField, value: FieldValue): unknown {
  const text = textOf(value);
  if (text === '') return undefined;
  if (Array.isArray(value)) return value;
  if (typeof value === 'object') return toPattern({ ...value, text }, input as PatternScope);
  if (input === 'number') return Number(text);
  if (input === 'numbers') return wordsOf(text).map(Number);
  if (input === 'words') return listOf(key, text);
  if (input === 'flag' || key === 'isBot') return text === 'yes';
  if (input === 'host') return normalizeHost(text)!;
  return key === 'action' && text === ownName ? null : text;
}

function listOf(key: string, text: string): string[] | undefined {
  // A name of several words is one name: only commas and line ends part events.
  const words = key === 'eventName' ? text.split(/[,\n]/) : wordsOf(text);
  const tidy = words.map((word) =>
    key === 'eventName'
      ? (normalizeEventName(word) ?? '')
      : key === 'method'
        ? word.toUpperCase()
        : word,
  );
  const found = [...new Set(tidy.filter(Boolean))];
  return found.length > 0 ? found : undefined;
}

const wordsOf = (text: string): string[] => text.split(/[\s,;]+/).filter(Boolean);

function textOf(value: FieldValue): string {
  if (typeof value === 'string') return value.trim();
  return Array.isArray(value) ? value.join(',') : value.text.trim();
}
