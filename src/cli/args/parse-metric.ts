import { oneOf, parseDay, parseWords, shared, text, usage } from './parse-words.ts';
import { limitsOf, parseTimezone, required } from './parse-words.ts';
import type { EngineLimits } from './parse-words.ts';
import type { MetricInput } from '../../core/metrics/metric.ts';

/** One metric of the project, or without a question the list of all. */
export type MetricCommand = {
  name: 'metric';
  /** Undefined: what metrics there are. */
  input: MetricInput | undefined;
  warehouse: string | undefined;
  project: string | undefined;
  format: 'table' | 'csv' | 'json';
} & EngineLimits;

const many = { type: 'string', multiple: true } as const;
const options = {
  ...shared,
  project: text,
  by: many,
  where: many,
  from: text,
  to: text,
  bots: text,
  timezone: text,
};

/** `metric [NAME] --warehouse DIR [--by A,B] [--from DAY] [--to DAY] [--where A=X]... [--bots exclude|include|only] [--timezone ZONE]` */
export function parseMetric(argv: string[]): MetricCommand {
  const { values, positionals } = parseWords(argv, options);
  const [name, ...more] = positionals;
  if (more.length > 0) throw usage(`one metric at a time: ${positionals.join(' ')}`);
  const command = {
    name: 'metric' as const,
    project: values.project,
    format: oneOf(values.format, 'format', ['table', 'csv', 'json'], 'table'),
    ...limitsOf(values),
  };
  if (name === undefined) {
    const asked = (['by', 'where', 'from', 'to', 'bots', 'timezone'] as const).find(
      (one) => values[one],
    );
    if (asked !== undefined) throw usage(`which metric? --${asked} is about one`, asked);
    return { ...command, warehouse: values.warehouse, input: undefined };
  }
  const bots = oneOf(values.bots, 'bots', ['exclude', 'include', 'only'], 'exclude');
  const input = {
    name,
    bots,
    by: (values.by ?? []).flatMap(namesOf),
    filter: filterOf(values.where ?? []),
    ...(values.from !== undefined && { from: parseDay(values.from, 'from') }),
    ...(values.to !== undefined && { to: parseDay(values.to, 'to') }),
    ...(values.timezone !== undefined && { timezone: parseTimezone(values.timezone) }),
  };
  return { ...command, warehouse: required(values.warehouse, 'warehouse'), input };
}

function namesOf(word: string): string[] {
  const names = word.split(',').map((name) => name.trim());
  if (names.includes('')) throw usage(`a name is missing: --by ${word}`, 'by');
  return names;
}

/** By dimension, the values to keep; an empty one keeps rows without a value. A value may hold commas and equals signs. */
function filterOf(words: readonly string[]): Record<string, (string | null)[]> {
  const filter = new Map<string, (string | null)[]>();
  for (const word of words) {
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(word) ?? [];
    if (name === undefined)
      throw usage(`a condition reads DIMENSION=VALUE: --where ${word}`, 'where');
    filter.set(name, [...(filter.get(name) ?? []), value === '' ? null : value!]);
  }
  return Object.fromEntries(filter);
}
