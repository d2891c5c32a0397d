import { csvHeader, toCsvLine } from './to-csv-line.ts';
import { toCombinedLogLine } from './to-combined-log-line.ts';
import { toNdjsonLine } from './to-ndjson-line.ts';
import { type SampleOptions, generateSample } from './generate-sample.ts';
import { dateText, weekText } from './sample-calendar.ts';
import type { SampleEvent } from './sample-event.ts';

export type SampleFormat = 'csv' | 'ndjson' | 'log';

export interface SampleFileOptions extends Omit<SampleOptions, 'shape'> {
  /** Default `csv`. */
  format?: SampleFormat;
  /** A file per UTC day or per week from Monday on (default), or one file for all. */
  split?: 'day' | 'week' | 'none';
}

export interface SampleFile {
  name: string;
  /** Text of about 64 KiB each. To be read to its end before the next file is asked for. */
  chunks: Iterable<string>;
}

const formats = {
  csv: { base: 'events', extension: 'csv', header: csvHeader, line: toCsvLine },
  ndjson: { base: 'events', extension: 'ndjson', header: '', line: toNdjsonLine },
  log: { base: 'access', extension: 'log', header: '', line: toCombinedLogLine },
} as const;

const periodOf = { day: dateText, week: weekText, none: (): string => '' };
const chunkLength = 65_536;

/**
 * The sample as files, made while they are read: by default five CSV files, one a week, named by their
 * Monday (`events-2026-08-31.csv`). With `split: 'none'` one `events.csv`, `events.ndjson` or `access.log`.
 */
export function* sampleFiles(options: SampleFileOptions = {}): Generator<SampleFile> {
  const { format = 'csv', split = 'week' } = options;
  const { base, extension, header, line } = formats[format];
  const shape = format === 'log' ? 'requests' : 'events';
  const events = generateSample({ ...options, shape })[Symbol.iterator]();
  const period = (event: SampleEvent): string => periodOf[split](event.time);
  let pending = events.next();

  function* chunksOf(current: string): Generator<string> {
    let text = header;
    let until = -Infinity;
    while (!pending.done) {
      const event = pending.value;
      // Days begin a period, never moments within them: asking once a day is enough.
      if (event.time >= until) {
        if (period(event) !== current) break;
        until = (Math.floor(event.time / 86_400_000) + 1) * 86_400_000;
      }
      text += line(event);
      if (text.length >= chunkLength) {
        yield text;
        text = '';
      }
      pending = events.next();
    }
    if (text !== '') yield text;
  }

  if (pending.done && split === 'none') yield { name: `${base}.${extension}`, chunks: [header] };
  while (!pending.done) {
    const current = period(pending.value);
    const name = split === 'none' ? `${base}.${extension}` : `${base}-${current}.${extension}`;
    yield { name, chunks: chunksOf(current) };
    if (!pending.done && period(pending.value) === current) {
      throw new Error(`sample file was not read to its end: ${name}`);
    }
  }
}
