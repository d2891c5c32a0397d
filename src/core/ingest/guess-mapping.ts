import { guessHost } from './guess-host.ts';
import { guessTimeFormat } from './guess-time-format.ts';
import type { TimeGuess } from './guess-time-format.ts';
import { roles } from './mapping.ts';
import type { Mapping, MappingAnswers, MappingGuess, Question, Role } from './mapping.ts';
import type { Recognition } from './recognition.ts';
import { nameFit } from './role-names.ts';
import { lateKeys } from './formats/json-records.ts';
import { isTimezone } from '../../lib/time-zone.ts';
import {
  looksLikeAbsoluteUrl,
  looksLikeHost,
  looksLikeIp,
  looksLikeMethod,
  looksLikePath,
  looksLikeRecentEpoch,
  looksLikeStatus,
  looksLikeUserAgent,
} from './value-shapes.ts';

const leastFit = 0.3;

/** Guesses which column plays which role and how times are read. What it cannot settle comes as questions. */
export function guessMapping(
  recognition: Recognition,
  answers: MappingAnswers,
  context: { fileName: string; folder: string },
): MappingGuess {
  const samples = sampleValues(recognition);
  const { columns, confidence } = guessColumns(recognition, samples);
  applyColumns(columns, confidence, answers.columns ?? {});
  const time =
    columns.time === undefined ? null : guessTimeFormat(samples.get(columns.time) ?? [], answers);
  const mapping: Mapping = {
    columns,
    timeFormat: time?.format ?? 'iso',
    timezone: answers.timezone ?? 'UTC',
    host: null,
    ignored: [],
  };
  if (answers.dateOrder !== undefined && (time === null || dateOrders.includes(time.format)))
    mapping.timeFormat = answers.dateOrder;
  if (!recordsNameHost(columns, samples))
    mapping.host = guessHost(context.fileName, context.folder) ?? answers.host ?? null;
  return {
    mapping,
    confidence,
    questions: [
      ...checkMapping(mapping, recognition),
      ...(time?.question === undefined ? [] : [time.question]),
    ],
    notes: notesOf(time, mapping, answers),
  };
}

const dateOrders = ['mdy', 'dmy', 'ymd'];

/** A mapping with what a person fixed in advance put in its place; a role answered with '' is unmapped. */
export function applyAnswers(mapping: Mapping, answers: MappingAnswers): Mapping {
  const columns = { ...mapping.columns };
  applyColumns(columns, {}, answers.columns ?? {});
  const hasOrder = dateOrders.includes(mapping.timeFormat);
  return {
    ...mapping,
    columns,
    timeFormat: (hasOrder ? answers.dateOrder : undefined) ?? mapping.timeFormat,
    timezone: answers.timezone ?? mapping.timezone,
  };
}

/** What keeps a mapping from being run: a missing or unknown column, zone or site. Empty when it can run. */
export function checkMapping(mapping: Mapping, recognition: Recognition): Question[] {
  const questions: Question[] = [];
  const ask = (option: Question['option'], message: string): void =>
    void questions.push({ option, message });
  const known = new Set(recognition.columns);
  for (const role of roles) {
    const column = mapping.columns[role];
    if (column !== undefined && !known.has(column))
      ask('mapping', `There is no column ${column} for ${roleLabel(role)}.`);
  }
  if (mapping.columns.time === undefined)
    ask('mapping', 'No column holds a time: which one says when each event happened?');
  if (!isTimezone(mapping.timezone))
    ask('timezone', `There is no time zone named ${mapping.timezone}: try one like Europe/Berlin.`);
  const named = recordsNameHost(mapping.columns, sampleValues(recognition));
  if (!named && mapping.host === null) ask('host', 'Which site do these records belong to?');
  if (mapping.host !== null && !looksLikeHost(mapping.host))
    ask('host', `${mapping.host} is not a host name like www.example.com.`);
  return questions;
}

/** A fingerprint of format and columns: files with the same one can share a mapping. */
export function shapeOf(recognition: Recognition): string {
  const { format, columns } = recognition;
  const isJson = format === 'json' || format === 'ndjson';
  const text = JSON.stringify([format, isJson ? [...columns].sort() : columns]);
  return `${format}-${columns.length}-${fingerprint(text)}`;
}

// FNV-1a, twice with different starts: 64 bits without BigInt.
function fingerprint(text: string): string {
  const run = (start: number): string => {
    let hash = start;
    for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
    return (hash >>> 0).toString(16).padStart(8, '0');
  };
  return run(0x811c9dc5) + run(0x050c5d1f);
}

/** A role as people read it: `user agent`. */
function roleLabel(role: Role): string {
  return role === 'ip' ? 'IP address' : role === 'url' ? 'URL' : role.replaceAll('_', ' ');
}

type Samples = Map<string, string[]>;

function sampleValues({ columns, sampleRows }: Recognition): Samples {
  return new Map(
    columns.map((name, c) => [
      name,
      sampleRows
        .map((row) => row[c])
        .filter(
          (value): value is string =>
            value !== null && value !== undefined && value !== '' && value !== '-',
        ),
    ]),
  );
}

interface Candidate {
  role: Role;
  column: string;
  fit: number;
}

function guessColumns(
  recognition: Recognition,
  samples: Samples,
): Pick<MappingGuess['mapping'], 'columns'> & Pick<MappingGuess, 'confidence'> {
  const columns: Mapping['columns'] = {};
  const confidence: MappingGuess['confidence'] = {};
  const taken = new Set<string>([lateKeys]);
  const take = ({ role, column, fit }: Candidate): void => {
    if (columns[role] !== undefined || taken.has(column)) return;
    columns[role] = column;
    confidence[role] = Math.round(fit * 100) / 100;
    taken.add(column);
  };
  for (const role of roles) {
    const column = recognition.fixedRoles[role];
    if (column !== undefined) take({ role, column, fit: 1 });
  }
  const isLog = Object.keys(recognition.fixedRoles).length > 0;
  if (isLog) return { columns, confidence };
  const candidates = recognition.columns.flatMap((column) =>
    roles.map((role) => ({ role, column, fit: fitOf(column, role, samples.get(column) ?? []) })),
  );
  for (const candidate of candidates.sort((a, b) => b.fit - a.fit))
    if (candidate.fit >= leastFit) take(candidate);
  return { columns, confidence };
}

// A name alone is believed less when values speak against it, and values alone less than a name.
function fitOf(column: string, role: Role, values: readonly string[]): number {
  const name = nameFit(column, role);
  const looks = lookFit(role, values);
  if (looks === null) return name * (values.length === 0 ? 0.8 : 0.95);
  if (name > 0) return looks >= 0.5 ? name : name * looks;
  return looks >= 0.8 ? looks * valueTrust(role, values) : 0;
}

/** Share of values that look like the role; null where the role has no look of its own, or there are no values. */
function lookFit(role: Role, values: readonly string[]): number | null {
  if (values.length === 0) return null;
  const share = (test: (value: string) => boolean): number =>
    values.filter(test).length / values.length;
  switch (role) {
    case 'time':
      return guessTimeFormat(values, {})?.share ?? 0;
    case 'ip':
      return share(looksLikeIp);
    case 'user_agent':
      return values.some(looksLikeUserAgent) ? Math.max(0.5, share(looksLikeUserAgent)) : 0.4;
    case 'url':
      return share(
        (value) =>
          looksLikeAbsoluteUrl(value) ||
          looksLikePath(value) ||
          looksLikeHost(value.split('/', 1)[0]!),
      );
    case 'referrer':
      return share((value) => looksLikeAbsoluteUrl(value) || looksLikeHost(value)) * 0.5 + 0.5;
    case 'method':
      return share(looksLikeMethod);
    case 'status':
      return share((value) => /^\d{3}$/.test(value));
    case 'host':
      return share(
        (value) => looksLikeHost(value) || looksLikeAbsoluteUrl(value) || value === 'localhost',
      );
    default:
      return null;
  }
}

// How far values may be trusted where the name says nothing.
function valueTrust(role: Role, values: readonly string[]): number {
  const every = (test: (value: string) => boolean): boolean => values.every(test);
  switch (role) {
    case 'time':
      if (guessTimeFormat(values, {})?.format !== 'epoch') return 0.7;
      return every(looksLikeRecentEpoch) ? 0.35 : 0;
    case 'ip':
    case 'method':
      return 0.7;
    case 'user_agent':
      return every((value) => !looksLikeAbsoluteUrl(value)) && values.some(looksLikeUserAgent)
        ? 0.7
        : 0;
    case 'url':
      return every(looksLikePath)
        ? 0.65
        : values.filter(looksLikePath).length * 2 > values.length
          ? 0.55
          : every(looksLikeAbsoluteUrl)
            ? 0.5
            : 0;
    case 'referrer':
      return every(looksLikeAbsoluteUrl) ? 0.45 : 0;
    case 'status':
      return every(looksLikeStatus) && values.some((value) => value === '200') ? 0.6 : 0;
    default:
      return 0;
  }
}

function applyColumns(
  columns: Mapping['columns'],
  confidence: MappingGuess['confidence'],
  answers: NonNullable<MappingAnswers['columns']>,
): void {
  for (const role of roles) {
    const answer = answers[role];
    if (answer === undefined) continue;
    for (const other of roles) if (columns[other] === answer) delete columns[other];
    if (answer === '') delete columns[role];
    else columns[role] = answer;
    if (answer === '') delete confidence[role];
    else confidence[role] = 1;
  }
}

function recordsNameHost(columns: Mapping['columns'], samples: Samples): boolean {
  if (columns.host !== undefined) return true;
  const urls = columns.url === undefined ? [] : (samples.get(columns.url) ?? []);
  return urls.length > 0 && urls.filter(looksLikeAbsoluteUrl).length * 2 > urls.length;
}

function notesOf(time: TimeGuess | null, mapping: Mapping, answers: MappingAnswers): string[] {
  const notes: string[] = [];
  if (time?.note !== undefined) notes.push(time.note);
  if (time !== null && !time.hasOffset && answers.timezone === undefined)
    notes.push('times carry no offset: read as UTC');
  if (time !== null && !time.hasClock)
    notes.push('dates without a time of day: every event falls on midnight');
  const { ip, anonymous_id, user_id } = mapping.columns;
  if (ip === undefined && anonymous_id === undefined && user_id === undefined) {
    notes.push('no column tells one visitor from another: numbers of visitors are not reliable');
  }
  return notes;
}
