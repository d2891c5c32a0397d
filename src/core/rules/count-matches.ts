import type { ClassifiedAction } from '../enrich/action-type.ts';
import { withoutWww } from '../enrich/host-name.ts';
import type { Decided, KeptAttribution, KeptChannel } from './reclassify.ts';
import type { RulesPreview } from './rules-preview.ts';
import { storedRuleKinds } from './rules.ts';
import type { Rules } from './rules.ts';

type Matches = RulesPreview['matches'];
type Match = Matches[number];

/** Counts the events that each rule decides, before and after, while they are decided. */
export class MatchCounter {
  /** Own hosts by their bare names. */
  readonly #hosts: Record<'before' | 'after', ReadonlyMap<string, string>>;
  readonly #found = new Map<string, Match>();

  constructor(before: Rules, after: Rules) {
    this.#hosts = { before: hostsByName(before), after: hostsByName(after) };
    for (const kind of storedRuleKinds) {
      const names = [after, before].flatMap((rules) => namesOf(rules[kind]));
      for (const name of names)
        this.#found.set(`${kind} ${name}`, { kind, name, before: 0, after: 0 });
    }
  }

  action({ before, after }: Decided<ClassifiedAction>, rows: number): void {
    this.#count('actions', 'before', before.rule, rows);
    this.#count('actions', 'after', after.rule, rows);
  }

  channel(
    { before, after }: Decided<KeptAttribution>,
    { referrer }: KeptChannel,
    rows: number,
  ): void {
    this.#count('channels', 'before', before.settledBy, rows);
    this.#count('channels', 'after', after.settledBy, rows);
    const bare = withoutWww(referrer);
    this.#count('hosts', 'before', this.#hosts.before.get(bare), rows);
    this.#count('hosts', 'after', this.#hosts.after.get(bare), rows);
  }

  #count(
    kind: Match['kind'],
    side: 'before' | 'after',
    name: string | undefined,
    rows: number,
  ): void {
    const match = this.#found.get(`${kind} ${name}`);
    if (match !== undefined) match[side] += rows;
  }

  /** Rules of each kind: in the order of after, then those that are no more. */
  get matches(): Matches {
    return [...this.#found.values()];
  }
}

function namesOf(rules: Rules[(typeof storedRuleKinds)[number]]): string[] {
  return rules.map((rule) => (typeof rule === 'string' ? rule : rule.name));
}

/** The first of those with one name, with or without `www.`, counts. */
function hostsByName({ hosts }: Rules): Map<string, string> {
  return new Map(hosts.toReversed().map((host) => [withoutWww(host), host]));
}
