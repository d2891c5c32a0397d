import { expect, it } from 'vitest';
import type { Mapping, MappingGuess, Question } from '../../core/ingest/mapping.ts';
import type { Topic } from './open-questions.ts';
import { openQuestions } from './open-questions.ts';

const mapping: Mapping = {
  columns: { time: 'at' },
  timeFormat: 'iso',
  timezone: 'UTC',
  host: null,
  ignored: [],
};
const asking = (...options: Question['option'][]): MappingGuess => ({
  mapping,
  confidence: {},
  questions: options.map((option) => ({ option, message: `what about ${option}?` })),
  notes: [],
});
const topics = (
  guess: MappingGuess,
  change: Partial<Mapping> = {},
  ...answered: Topic[]
): Topic[] =>
  openQuestions(guess, { ...mapping, ...change }, new Set(answered)).map(({ topic }) => topic);

it('asks nothing of a sure guess', () => expect(topics(asking())).toEqual([]));

it('always needs the time, and does not ask twice for it', () => {
  expect(topics(asking('mapping'), { columns: {} })).toEqual(['time']);
  expect(topics(asking('mapping'))).toEqual(['mapping']);
  expect(topics(asking('mapping'), {}, 'mapping')).toEqual([]);
});

it('takes a column or a name for the host, but not blanks', () => {
  expect(topics(asking('host'))).toEqual(['host']);
  expect(topics(asking('host'), { host: '  ' })).toEqual(['host']);
  expect(topics(asking('host'), { host: 'www.a.com' })).toEqual([]);
  expect(topics(asking('host'), { columns: { time: 'at', host: 'site' } })).toEqual([]);
});

it('wants the order of dates said, even where the guess happens to be right', () => {
  expect(topics(asking('date-order'))).toEqual(['date-order']);
  expect(topics(asking('date-order'), {}, 'date-order')).toEqual([]);
});

it('refuses what is no time zone', () => {
  expect(topics(asking(), { timezone: 'Berlin' })).toEqual(['timezone']);
  expect(topics(asking('timezone'), { timezone: 'Berlin' }, 'timezone')).toEqual(['timezone']);
});
