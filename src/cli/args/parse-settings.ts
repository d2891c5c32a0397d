import type { AnnotationKind } from '../../core/quality/settings.ts';
import {
  noWords,
  oneOf,
  parseDay,
  parseHost,
  parseWords,
  reporting,
  required,
  shared,
  text,
  usage,
} from './parse-words.ts';
import type { Reporting } from './parse-words.ts';

/** Commands about what people decided on quality. */
export type SettingsCommand =
  | ({
      name: 'settings';
      /** JSON file with the parts to replace; undefined: only show. */
      file: string | undefined;
      reason: string | undefined;
      by: string | undefined;
    } & Reporting)
  | ({
      name: 'annotate';
      from: string;
      to: string;
      kind: AnnotationKind;
      text: string;
      host: string | undefined;
      by: string | undefined;
    } & Reporting)
  | ({ name: 'backtest' } & Reporting);

const kinds = ['launch', 'outage', 'holiday', 'fault', 'note'] as const;

/** `settings --warehouse DIR` or `settings set FILE.json --warehouse DIR` */
export function parseSettings(argv: string[]): SettingsCommand {
  const { values, positionals } = parseWords(argv, { ...shared, reason: text, by: text });
  const [verb, file, ...rest] = positionals;
  if (verb !== undefined && verb !== 'set') throw usage(`unexpected: ${verb}`);
  if (verb === 'set' && file === undefined) throw usage('which settings? name a JSON file');
  noWords(rest);
  return { name: 'settings', file, reason: values.reason, by: values.by, ...reporting(values) };
}

/** `annotate --warehouse DIR --from DAY [--to DAY] --kind KIND --text "..." [--host H]` */
export function parseAnnotate(argv: string[]): SettingsCommand {
  const options = { ...shared, from: text, to: text, kind: text, text, host: text, by: text };
  const { values, positionals } = parseWords(argv, options);
  noWords(positionals);
  const from = parseDay(required(values.from, 'from', 'day', 'YYYY-MM-DD'), 'from');
  const to = values.to === undefined ? from : parseDay(values.to, 'to');
  if (to < from) throw usage(`the last day is before the first: --to ${to}`, 'to');
  return {
    name: 'annotate',
    from,
    to,
    kind: oneOf(required(values.kind, 'kind', 'kind', kinds.join('|')), 'kind', kinds, 'note'),
    text: required(values.text, 'text', 'text', '"..."'),
    host: values.host === undefined ? undefined : parseHost(values.host),
    by: values.by,
    ...reporting(values),
  };
}

/** `backtest --warehouse DIR` */
export function parseBacktest(argv: string[]): SettingsCommand {
  const { values, positionals } = parseWords(argv, shared);
  noWords(positionals);
  return { name: 'backtest', ...reporting(values) };
}
