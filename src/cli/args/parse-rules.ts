import type { TriedRecord } from '../../core/rules/rules-preview.ts';
import { ruleKinds } from '../../core/rules/rules.ts';
import type { RuleKind } from '../../core/rules/rules.ts';
import type { OnProject } from './parse-documents.ts';
import { limits, limitsOf, noWords, oneOf, parseWords, text, usage } from './parse-words.ts';

/** The rules in force, or what they make of one record. */
export type RulesCommand = {
  name: 'rules';
  /** Undefined: all. */
  kind: RuleKind | undefined;
  /** Undefined: the list. */
  record: TriedRecord | undefined;
  format: 'human' | 'json';
} & OnProject;

const recordOptions = {
  url: text,
  host: text,
  referrer: text,
  'event-name': text,
  method: text,
  status: text,
  ip: text,
  'user-agent': text,
} as const;
const options = { warehouse: text, project: text, format: text, kind: text, ...limits } as const;

/** `rules [--kind K]`, or `rules try [--url U] [--referrer R] [--event-name E] [--method M] [--status S] [--ip A] [--user-agent T]` */
export function parseRules(argv: string[]): RulesCommand {
  const { values, positionals } = parseWords(argv, { ...options, ...recordOptions });
  const [word, ...more] = positionals;
  noWords(word === 'try' ? more : positionals);
  const given = Object.keys(recordOptions).filter((name) => values[name as 'url'] !== undefined);
  if (word === undefined && given.length > 0)
    throw usage(`--${given[0]} is about one record: homegrown rules try`, given[0]);
  if (word === 'try' && given.length === 0)
    throw usage('which record? name parts of it, such as --url or --user-agent');
  const { kind, warehouse, project, format } = values;
  return {
    name: 'rules',
    kind: kind === undefined ? undefined : oneOf(kind, 'kind', ruleKinds, 'actions'),
    record: word === 'try' ? recordOf(values) : undefined,
    format: oneOf(format, 'format', ['human', 'json'], 'human'),
    ...{ warehouse, project, ...limitsOf(values) },
  };
}

function recordOf(values: {
  [K in keyof typeof recordOptions]?: string | undefined;
}): TriedRecord {
  const { 'event-name': eventName, 'user-agent': userAgent, ...others } = values;
  const { url, host, referrer, method, status, ip } = others;
  const parts = { url, host, referrer, eventName, method, status, ip, userAgent };
  return Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined));
}
