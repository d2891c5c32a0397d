import type { MappingAnswers } from '../../core/ingest/mapping.ts';
import { answerOptions, parseAnswers } from './parse-answers.ts';
import { flag, oneOf, parseWords, reporting, shared, text, usage } from './parse-words.ts';
import type { Reporting } from './parse-words.ts';

/** Where word of a run is sent; the only addresses that are ever called. */
export interface NotifyUrls {
  /** Of warnings, of held and of failed runs. */
  notify?: string | undefined;
  /** Of held runs, too. */
  leads?: string | undefined;
}

export interface RunCommand extends Reporting {
  name: 'run';
  paths: string[];
  /** Folder of the person's own models, tests and metrics; they are kept with what they make. */
  project: string | undefined;
  dryRun: boolean;
  /** Keep what of a shop's people tells who they are. */
  keepContacts: boolean;
  answers: MappingAnswers;
  onOverlap: 'add' | 'replace' | 'fail';
  urls: NotifyUrls;
}

const options = {
  ...shared,
  ...answerOptions,
  'dry-run': flag,
  'keep-contacts': flag,
  'on-overlap': text,
  project: text,
  notify: text,
  'notify-leads': text,
} as const;

/** `run FILE|FOLDER... --warehouse DIR` */
export function parseRun(argv: string[]): RunCommand {
  const { values, positionals } = parseWords(argv, options);
  if (positionals.length === 0) throw usage('which files? name at least one file or folder');
  return {
    name: 'run',
    paths: positionals,
    project: values.project,
    dryRun: values['dry-run'] ?? false,
    keepContacts: values['keep-contacts'] ?? false,
    onOverlap: oneOf(values['on-overlap'], 'on-overlap', ['add', 'replace', 'fail'], 'add'),
    answers: parseAnswers(values),
    urls: {
      notify: parseUrl(values.notify, 'notify'),
      leads: parseUrl(values['notify-leads'], 'notify-leads'),
    },
    ...reporting(values),
  };
}

// The word itself is not repeated: who knows the address of a Slack webhook can post to it.
function parseUrl(word: string | undefined, option: string): string | undefined {
  if (word === undefined) return undefined;
  const url = URL.canParse(word) ? new URL(word) : undefined;
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:')
    throw usage(`not an http or https address: --${option}`, option);
  if (url.username !== '' || url.password !== '')
    throw usage(`an address without name and password is needed: --${option}`, option);
  return url.href;
}
