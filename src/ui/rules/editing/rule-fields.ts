import { actionTypes } from '../../../core/enrich/action-rules.ts';
import { channels } from '../../../core/enrich/channel-rules.ts';
import { deviceTypes } from '../../../core/enrich/device-types.ts';
import { siteKinds } from '../../../core/enrich/site-kinds.ts';
import type { RuleKind, Rules } from '../../../core/rules/rules.ts';

/** A rule of one kind; a host is its text. */
export type RuleOf<Kind extends RuleKind> = Rules[Kind][number];
export type AnyRule = RuleOf<RuleKind>;

/**
 * How a field is filled in. `pattern` is a regular expression found anywhere, `whole` one that must fit the whole text;
 * `words` and `numbers` are lists; `flag` is yes, no or unsaid; `host`, `country` and `address` are texts of that form.
 */
export type FieldInput =
  | 'text'
  | 'host'
  | 'country'
  | 'address'
  | 'pattern'
  | 'whole'
  | 'words'
  | 'numbers'
  | 'number'
  | 'flag'
  | 'choice'
  | 'choices';

/** One field of a rule's form. */
export interface RuleField {
  /** Its name in the rule. */
  key: string;
  input: FieldInput;
  /** Whether it says what the rule asks for, or what it gives. */
  part: 'when' | 'gives';
  options?: readonly string[];
  isNeeded?: boolean;
  /** Folded away unless it says something. */
  isRare?: boolean;
}

/** Stands for an action that keeps the event's own name. */
export const ownName = 'own name';

const when = (key: string, input: FieldInput, options?: readonly string[]): RuleField => ({
  key,
  input,
  part: 'when',
  ...(options && { options }),
});
const gives = (key: string, input: FieldInput, options?: readonly string[]): RuleField => ({
  key,
  input,
  part: 'gives',
  ...(options && { options }),
});
const rare = (field: RuleField): RuleField => ({ ...field, isRare: true });
const needed = (field: RuleField): RuleField => ({ ...field, isNeeded: true });

/** What each kind of rule is made of, in the order of its form. */
export const ruleFields: Record<RuleKind, readonly RuleField[]> = {
  actions: [
    when('eventName', 'words'),
    when('path', 'pattern'),
    when('host', 'pattern'),
    rare(when('method', 'words')),
    rare(when('minStatus', 'number')),
    rare(when('maxStatus', 'number')),
    rare(when('notStatus', 'numbers')),
    rare(when('hasEventName', 'flag')),
    rare(when('source', 'choice', ['methods', 'no methods', 'urls only'])),
    needed(gives('action', 'choice', [...actionTypes, ownName])),
  ],
  channels: [
    when('medium', 'whole'),
    when('source', 'whole'),
    when('clickId', 'words'),
    when('site', 'choices', siteKinds),
    when('referrer', 'choices', ['none', 'own', 'known', 'other', 'unreadable']),
    when('tagged', 'flag'),
    needed(gives('channel', 'choice', channels)),
  ],
  hosts: [needed(when('host', 'host'))],
  bots: [
    when('userAgent', 'pattern'),
    when('address', 'address'),
    needed(gives('isBot', 'choice', ['yes', 'no'])),
  ],
  devices: [
    needed(when('userAgent', 'pattern')),
    gives('brand', 'text'),
    gives(
      'type',
      'choice',
      deviceTypes.filter((type) => type !== 'bot'),
    ),
    gives('os', 'text'),
    gives('browser', 'text'),
  ],
  countries: [needed(when('address', 'address')), needed(gives('country', 'country'))],
};

/** Kinds whose conditions stand under `when` in the rule. */
const nested: readonly RuleKind[] = ['actions', 'channels', 'bots'];

/** What a rule is known by: no two of a kind have one name. */
export const nameOf = (rule: AnyRule): string => (typeof rule === 'string' ? rule : rule.name);

/** The parts of a rule by the names of its fields. */
export function partsOfRule(rule: AnyRule): Record<string, unknown> {
  if (typeof rule === 'string') return { name: rule, host: rule };
  if (!('when' in rule)) return { ...rule };
  const { when: conditions, ...rest } = rule;
  return { ...rest, ...conditions };
}

/** The rule that has these parts; those that are undefined are left out. */
export function ruleOfParts(kind: RuleKind, parts: Record<string, unknown>): AnyRule {
  if (kind === 'hosts') return parts.host as string;
  const pick = (part: RuleField['part']) =>
    Object.fromEntries(
      ruleFields[kind]
        .filter((field) => field.part === part && parts[field.key] !== undefined)
        .map(({ key }) => [key, parts[key]]),
    );
  const conditions = nested.includes(kind) ? { when: pick('when') } : pick('when');
  return { name: parts.name, ...conditions, ...pick('gives') } as AnyRule;
}
