import { flag, onlyWord, parseWords, reporting, shared, text, usage } from './parse-words.ts';
import type { Reporting } from './parse-words.ts';

/** Commands about runs that wait for a person. */
export type DecidingCommand =
  | ({ name: 'held'; id: string | undefined } & Reporting)
  | ({
      name: 'decide';
      id: string;
      decision: 'publish' | 'discard' | 'again';
      reason: string | undefined;
      by: string | undefined;
    } & Reporting);

/** `held [ID] --warehouse DIR` */
export function parseHeld(argv: string[]): DecidingCommand {
  const { values, positionals } = parseWords(argv, shared);
  if (positionals.length > 1) throw usage(`unexpected: ${positionals[1]}`);
  return { name: 'held', id: positionals[0], ...reporting(values) };
}

/** `decide ID --publish --reason "..." [--by NAME]` `decide ID --again` or `decide ID --discard` */
export function parseDecide(argv: string[]): DecidingCommand {
  const options = { ...shared, publish: flag, discard: flag, again: flag, reason: text, by: text };
  const { values, positionals } = parseWords(argv, options);
  const id = onlyWord(positionals, 'which run? name one that `homegrown held` lists');
  const [decision, ...others] = (['publish', 'discard', 'again'] as const).filter(
    (way) => values[way],
  );
  if (decision === undefined || others.length > 0)
    throw usage('which way? say one of --publish with --reason "...", --again, or --discard');
  if (decision === 'publish' && (values.reason ?? '').trim() === '')
    throw usage('why? say it with --reason "..."; it is kept with the run', 'reason');
  return {
    name: 'decide',
    id,
    decision,
    reason: values.reason,
    by: values.by,
    ...reporting(values),
  };
}
