import { csvHeader, toCsvLine } from './to-csv-line.ts';
import { toCombinedLogLine } from './to-combined-log-line.ts';
import { toNdjsonLine } from './to-ndjson-line.ts';
import {
  type SampleOptions,
  faultSpans,
  generateSample,
  hasRequestIds,
} from './generate-sample.ts';
import { dateText, dayMs, weekText } from './sample-calendar.ts';
import type { SampleEvent } from './sample-event.ts';
import { type FaultSpan, isWithin } from './sample-faults.ts';

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

const noHeader = (): string => '';
const formats = {
  csv: { base: 'events', extension: 'csv', header: csvHeader, line: toCsvLine },
  ndjson: { base: 'events', extension: 'ndjson', header: noHeader, line: toNdjsonLine },
  log: { base: 'access', extension: 'log', header: noHeader, line: toCombinedLogLine },
} as const;

const periodOf = { day: dateText, week: weekText, none: (): string => '' };
const chunkLength = 65_536;

/**
 * The sample as files, made while they are read: by default five CSV files, one a week, named by their
 * Monday (`events-2026-08-31.csv`). With `split: 'none'` one `events.csv`, `events.ndjson` or `access.log`.
 * What a `double-load` brings again follows the file of its day, in one of its own (`events-2026-10-02-again.csv`).
 * @throws RangeError for a fault's day or site that the sample has not.
 */
export function* sampleFiles(options: SampleFileOptions = {}): Generator<SampleFile> {
  const { format = 'csv', split = 'week' } = options;
  const { base, extension, header, line } = formats[format];
  const asked: SampleOptions = { ...options, shape: format === 'log' ? 'requests' : 'events' };
  const again = faultSpans(asked)
    .filter(({ fault }) => fault === 'double-load')
    .flatMap(eachDay)
    .sort((a, b) => a.from - b.from);
  const first = header(hasRequestIds(asked));
  const events = generateSample(asked)[Symbol.iterator]();
  const period = (event: SampleEvent): string => periodOf[split](event.time);
  let pending = events.next();

  function* linesOf(current: string): Generator<string> {
    let until = -Infinity;
    while (!pending.done) {
      const event = pending.value;
      // Days begin a period, never moments within them: asking once a day is enough.
      if (event.time >= until) {
        if (period(event) !== current) break;
        until = (Math.floor(event.time / dayMs) + 1) * dayMs;
      }
      yield line(event);
      pending = events.next();
    }
  }

  function fileAgain(day: FaultSpan): SampleFile {
    const name = `${base}-${dateText(day.from)}-again.${extension}`;
    return { name, chunks: inChunks(first, linesAgain(asked, day, line)) };
  }

  if (pending.done && split === 'none') yield { name: `${base}.${extension}`, chunks: [first] };
  while (!pending.done) {
    const current = period(pending.value);
    const name = split === 'none' ? `${base}.${extension}` : `${base}-${current}.${extension}`;
    yield { name, chunks: inChunks(first, linesOf(current)) };
    if (!pending.done && period(pending.value) === current) {
      throw new Error(`sample file was not read to its end: ${name}`);
    }
    while (again[0] && (pending.done || again[0].to <= pending.value.time)) {
      yield fileAgain(again.shift() as FaultSpan);
    }
  }
}

function* inChunks(header: string, lines: Iterable<string>): Generator<string> {
  let text = header;
  for (const line of lines) {
    text += line;
    if (text.length < chunkLength) continue;
    yield text;
    text = '';
  }
  if (text !== '') yield text;
}

function eachDay(span: FaultSpan): FaultSpan[] {
  return Array.from({ length: (span.to - span.from) / dayMs }, (_, day) => {
    const from = span.from + day * dayMs;
    return { ...span, from, to: from + dayMs };
  });
}

/** The records of a day once more, each with another request id; generated anew, so that nothing need be kept. */
function* linesAgain(
  options: SampleOptions,
  span: FaultSpan,
  line: (event: SampleEvent) => string,
): Generator<string> {
  for (const event of generateSample(options)) {
    if (event.time >= span.to) return;
    if (isWithin(event, span)) yield line({ ...event, requestId: `${event.requestId}-2` });
  }
}
