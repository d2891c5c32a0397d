import * as v from 'valibot';
import { actionTypes } from '../enrich/action-rules.ts';
import type { ActionRule } from '../enrich/action-rules.ts';
import { channels } from '../enrich/channel-rules.ts';
import type { ChannelRule } from '../enrich/channel-rules.ts';
import { deviceTypes } from '../enrich/device-types.ts';
import { normalizeHost } from '../enrich/host-name.ts';
import { parseRange } from '../enrich/ip-range.ts';
import { siteKinds } from '../enrich/site-kinds.ts';
import { objectionToPattern } from './check-pattern.ts';
import type { BotRule, CountryRule, DeviceRule, RuleKind, Rules } from './rules.ts';

/** How an action rule says that the event keeps its own name. */
export const keptName = 'keep';

const text = v.pipe(
  v.string('a text belongs here'),
  v.trim(),
  v.minLength(1, 'nothing stands here'),
);

/** One or several words: a list, or separated by spaces. */
const words = v.pipe(
  v.unknown(),
  v.transform((value) => (typeof value === 'string' ? value.trim().split(/\s+/) : value)),
  v.pipe(v.array(text, 'words belong here'), v.minLength(1, 'nothing stands here')),
);

function wordsOf<const T extends string>(known: readonly T[], what: string) {
  return v.pipe(words, v.array(oneOf(known, what)));
}

function oneOf<const T extends string>(known: readonly T[], what: string) {
  return v.picklist(
    known,
    ({ input }) => `no such ${what}: ${String(input)}. There are: ${known.join(', ')}`,
  );
}

const pattern = v.pipe(
  v.string('a regular expression belongs here'),
  v.check(
    (source) => objectionToPattern(source) === undefined,
    ({ input }) => objectionToPattern(input) ?? '',
  ),
);

const status = v.pipe(
  v.number('a status is a number'),
  v.integer('a status is a whole number'),
  v.minValue(100, 'a status has three digits'),
  v.maxValue(999, 'a status has three digits'),
);

const statuses = v.pipe(
  v.unknown(),
  v.transform((value) => (typeof value === 'number' ? [value] : value)),
  v.pipe(v.array(status, 'statuses belong here'), v.minLength(1, 'nothing stands here')),
);

const address = v.pipe(
  v.string('an address belongs here'),
  v.trim(),
  v.check(
    (range) => parseRange(range) !== undefined,
    ({ input }) => `no address and no range such as 203.0.113.0/24: ${input}`,
  ),
);

/** Leaves out what is not said, as rules are compared by what they hold. */
function said<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as T;
}

const actionRule = v.pipe(
  v.strictObject({
    name: text,
    action: v.union(
      [v.null(), v.picklist([keptName, ...actionTypes])],
      ({ input }) =>
        `no such action: ${String(input)}. There are: ${actionTypes.join(', ')}, and ${keptName} for the event's own name`,
    ),
    when: v.optional(
      v.strictObject({
        event_name: v.optional(words),
        has_event_name: v.optional(v.boolean()),
        method: v.optional(words),
        min_status: v.optional(status),
        max_status: v.optional(status),
        not_status: v.optional(statuses),
        path: v.optional(pattern),
        host: v.optional(pattern),
        source: v.optional(oneOf(['methods', 'no methods', 'urls only'], 'kind of source')),
      }),
      {},
    ),
  }),
  v.transform(({ name, action, when }): ActionRule => ({
    name,
    action: action === keptName ? null : action,
    when: said({
      eventName: when.event_name,
      hasEventName: when.has_event_name,
      method: when.method?.map((method) => method.toUpperCase()),
      minStatus: when.min_status,
      maxStatus: when.max_status,
      notStatus: when.not_status,
      path: when.path,
      host: when.host,
      source: when.source,
    }) as ActionRule['when'],
  })),
);

const channelRule = v.pipe(
  v.strictObject({
    name: text,
    channel: oneOf(channels, 'channel'),
    when: v.optional(
      v.strictObject({
        medium: v.optional(pattern),
        source: v.optional(pattern),
        click_id: v.optional(words),
        site: v.optional(wordsOf(siteKinds, 'kind of site')),
        referrer: v.optional(
          wordsOf(['none', 'own', 'known', 'other', 'unreadable'], 'kind of referrer'),
        ),
        tagged: v.optional(v.boolean()),
      }),
      {},
    ),
  }),
  v.transform(({ name, channel, when }): ChannelRule => {
    const { medium, source, click_id: clickId, site, referrer, tagged } = when;
    const said_ = said({ medium, source, clickId, site, referrer, tagged });
    return { name, channel, when: said_ as ChannelRule['when'] };
  }),
);

const host = v.pipe(
  text,
  v.check(
    (name) => normalizeHost(name) !== null && !/[/?#]/.test(name),
    ({ input }) => `no host such as www.example.com: ${input}`,
  ),
  v.transform((name) => normalizeHost(name)!),
);

const botRule = v.pipe(
  v.strictObject({
    name: text,
    is_bot: v.boolean('is_bot is true or false'),
    when: v.pipe(
      v.strictObject({ user_agent: v.optional(pattern), address: v.optional(address) }),
      v.check((when) => Object.keys(when).length > 0, 'a user_agent or an address is needed'),
    ),
  }),
  v.transform(({ name, is_bot: isBot, when }): BotRule => {
    const condition = said({ userAgent: when.user_agent, address: when.address });
    return { name, when: condition as BotRule['when'], isBot };
  }),
);

const parts = ['brand', 'type', 'os', 'browser'] as const;
const deviceRule = v.pipe(
  v.strictObject({
    name: text,
    user_agent: pattern,
    brand: v.optional(text),
    type: v.optional(
      oneOf(
        deviceTypes.filter((type) => type !== 'bot'),
        'type of device',
      ),
    ),
    os: v.optional(text),
    browser: v.optional(text),
  }),
  v.check(
    (rule) => parts.some((part) => rule[part] !== undefined),
    'a brand, type, os or browser is needed',
  ),
  v.transform(({ user_agent: userAgent, ...rule }): DeviceRule => ({ ...rule, userAgent })),
);

const countryRule: v.GenericSchema<unknown, CountryRule> = v.strictObject({
  name: text,
  address,
  country: v.pipe(
    v.string('a country is two letters; NO is written in quotes'),
    v.regex(/^[A-Z]{2}$/, 'a country is two capital letters, such as DE'),
  ),
});

type FileOf<K extends RuleKind> = v.GenericSchema<unknown, Pick<Rules, K>>;

/** What `rules/<kind>.yml` holds, by kind. */
export const rulesFiles: { [K in RuleKind]: FileOf<K> } = {
  actions: v.strictObject({ actions: listOf(actionRule) }),
  channels: v.strictObject({ channels: listOf(channelRule) }),
  hosts: v.strictObject({ hosts: listOf(host) }),
  bots: v.strictObject({ bots: listOf(botRule) }),
  devices: v.strictObject({ devices: listOf(deviceRule) }),
  countries: v.strictObject({ countries: listOf(countryRule) }),
};

function listOf<T>(rule: v.GenericSchema<unknown, T>) {
  return v.pipe(
    v.nullish(v.array(rule, 'a list of rules belongs here'), []),
    v.transform((rules) => rules),
  );
}
