import type { Mapping, MappingGuess, Question } from '../../core/ingest/mapping.ts';
import { isTimezone } from '../../lib/time-zone.ts';

export type Topic = Question['option'] | 'time';

/** Something only the person can say before a run. */
export interface OpenQuestion {
  topic: Topic;
  /** The question as the guess put it; '' for those the screen finds by itself. */
  message: string;
}

/**
 * What still has to be answered for one source: the guess's questions that neither the mapping nor an explicit
 * choice (`answered`) settles, and always a column for the time and the name of a real time zone.
 */
export function openQuestions(
  guess: MappingGuess,
  mapping: Mapping,
  answered: ReadonlySet<Topic>,
): OpenQuestion[] {
  const open: OpenQuestion[] = [];
  if (!mapping.columns.time) open.push({ topic: 'time', message: '' });
  for (const { option, message } of guess.questions) {
    if (!isSettled(option, mapping, answered)) open.push({ topic: option, message });
  }
  const asked = open.some(({ topic }) => topic === 'timezone');
  if (!asked && !isTimezone(mapping.timezone)) open.push({ topic: 'timezone', message: '' });
  return open;
}

function isSettled(
  option: Question['option'],
  mapping: Mapping,
  answered: ReadonlySet<Topic>,
): boolean {
  if (option === 'host') return Boolean(mapping.columns.host) || Boolean(mapping.host?.trim());
  if (option === 'timezone') return answered.has(option) && isTimezone(mapping.timezone);
  // Without a time column the question about columns is the one asked above.
  if (option === 'mapping') return answered.has(option) || !mapping.columns.time;
  return answered.has(option);
}
