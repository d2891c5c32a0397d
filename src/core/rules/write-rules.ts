import type { ActionRule } from '../enrich/action-rules.ts';
import type { ChannelRule } from '../enrich/channel-rules.ts';
import { keptName } from './rules-yaml.ts';
import type { BotRule, RuleKind, Rules } from './rules.ts';

/**
 * The text of `rules/<kind>.yml`. The same rules give the same text, laid out as Prettier would; reading it gives the rules back.
 * `comments`: lines for the top. What keeps a file's own lines is `rewriteRules`.
 */
export function writeRules<K extends RuleKind>(
  kind: K,
  rules: Rules[K],
  comments: readonly string[] = [],
): string {
  const body =
    rules.length === 0
      ? [`${kind}: []`]
      : [`${kind}:`, ...rules.map((rule) => ruleText(kind, rule))];
  return `${[...comments, ...body].join('\n')}\n`;
}

/** A rule as its file has it: keys and values, undefined where nothing is said. */
export function ruleForm(kind: RuleKind, rule: Rules[RuleKind][number]): string | Form {
  return (forms[kind] as (rule: Rules[RuleKind][number]) => string | Form)(rule);
}

/** The lines of a rule in a list, its dash in the third column. */
export function ruleText(kind: RuleKind, rule: Rules[RuleKind][number]): string {
  const form = ruleForm(kind, rule);
  return typeof form === 'string' ? `  - ${scalar(form)}` : formText(form);
}

/** A rule in a line: its name, what it gives, and its conditions as the file has them. */
export interface RuleLine {
  kind: RuleKind;
  name: string;
  result: string;
  when: string;
}

/** The rules of these kinds, in the order they are tried. */
export function ruleLines(rules: Rules, kinds: readonly RuleKind[]): RuleLine[] {
  return kinds.flatMap((kind) =>
    rules[kind].map((rule) => ({ kind, ...lineOf(ruleForm(kind, rule)) })),
  );
}

function lineOf(form: string | Form): Omit<RuleLine, 'kind'> {
  if (typeof form === 'string') return { name: form, result: 'own host', when: '' };
  const { name, when, user_agent, address, ...results } = form;
  const conditions = { user_agent, address, ...(when as Record<string, Value> | undefined) };
  const said = Object.entries(results).filter(([, value]) => value !== undefined);
  const values = said.map(([key, value]) =>
    said.length > 1 || key === 'is_bot' ? pair(key, value as Value) : String(value),
  );
  return {
    name: String(name),
    result: values.join(', '),
    when: pairs(conditions as Record<string, Value>),
  };
}

const pair = (key: string, value: Value): string => `${key}: ${flow(value)}`;

function pairs(values: Record<string, Value>): string {
  return Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => pair(key, value))
    .join(', ');
}

type Value = string | number | boolean | readonly (string | number)[] | undefined;
type Form = Record<string, Value | Record<string, Value>>;

const forms: { [K in RuleKind]: (rule: Rules[K][number]) => string | Form } = {
  actions: actionForm,
  channels: channelForm,
  hosts: (host) => host,
  bots: botForm,
  devices: ({ name, userAgent, ...parts }) => ({ name, user_agent: userAgent, ...parts }),
  countries: ({ name, address, country }) => ({ name, address, country }),
};

function actionForm({ name, action, when }: ActionRule): Form {
  return {
    name,
    action: action ?? keptName,
    when: {
      event_name: when.eventName,
      has_event_name: when.hasEventName,
      method: when.method,
      min_status: when.minStatus,
      max_status: when.maxStatus,
      not_status: when.notStatus,
      path: when.path,
      host: when.host,
      source: when.source,
    },
  };
}

function channelForm({ name, channel, when }: ChannelRule): Form {
  const { medium, source, clickId, site, referrer, tagged } = when;
  return { name, channel, when: { medium, source, click_id: clickId, site, referrer, tagged } };
}

function botForm({ name, when, isBot }: BotRule): Form {
  const { userAgent, address } = when;
  return { name, is_bot: isBot, when: { user_agent: userAgent, address } };
}

const width = 100;

function formText(form: Form): string {
  const parts = Object.entries(form).flatMap(([key, value]) => {
    if (typeof value === 'object' && !Array.isArray(value))
      return conditionText(key, value as Record<string, Value>);
    return value === undefined ? [] : pairText(key, value as Value, '    ');
  });
  return parts.join('\n').replace(/^ {3} /, '  - ');
}

/** In one line where it fits. */
function conditionText(key: string, condition: Record<string, Value>): string[] {
  const said = Object.entries(condition).filter(([, value]) => value !== undefined);
  if (said.length === 0) return [];
  const line = `    ${key}: { ${pairs(condition)} }`;
  if (line.length <= width) return [line];
  return [`    ${key}:`, ...said.flatMap(([name, value]) => pairText(name, value, '      '))];
}

/** Many words stand in one text: a list of them would take a line each. */
function pairText(key: string, value: Value, indent: string): string[] {
  const line = `${indent}${pair(key, value)}`;
  if (line.length <= width || !Array.isArray(value)) return [line];
  const words = (value as readonly (string | number)[]).map(String);
  if (words.some((word) => !/^[\w.-]+$/.test(word)))
    return [`${indent}${key}:`, ...words.map((word) => `${indent}  - ${scalar(word)}`)];
  return [`${indent}${key}: >-`, ...wrap(words, `${indent}  `)];
}

function wrap(words: readonly string[], indent: string): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(indent + word);
  }
  return lines;
}

function flow(value: Value): string {
  if (Array.isArray(value))
    return `[${(value as (string | number)[]).map((one) => flow(one)).join(', ')}]`;
  return typeof value === 'string' ? scalar(value) : String(value);
}

/** Words stand as they are, texts that YAML might read otherwise in quotes. */
function scalar(text: string): string {
  const isPlain = /^[a-z_/][\w ./-]*$/i.test(text) && !text.endsWith(' ');
  if (isPlain && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text)) return text;
  if (!/^[ -~\u{a1}-\u{d7ff}\u{10000}-\u{10ffff}]*$/u.test(text)) return JSON.stringify(text);
  return text.includes("'") && !/["\\]/.test(text)
    ? `"${text}"`
    : `'${text.replaceAll("'", "''")}'`;
}
