import { looksBinary } from '../decode-sample.ts';
import type { Format } from '../record-reader.ts';
import type { FastRead, Recognition, Sample } from '../recognition.ts';
import { pickSampleRows } from '../sample-rows.ts';
import { createCsvReader } from './csv-reader.ts';
import type { CsvDialect } from './csv-reader.ts';
import { sniffCsv } from './csv-dialect.ts';
import type { SniffedCsv } from './csv-dialect.ts';

const delimiterNames = new Map([
  [',', 'CSV'],
  [';', 'CSV, semicolon'],
  ['\t', 'TSV'],
  ['|', 'CSV, vertical bar'],
]);

/** Tables as text: comma, semicolon, tab or bar between the fields, with or without a header. */
export const csv: Format = {
  id: 'csv',
  detect(sample) {
    if (looksBinary(sample.text)) return null;
    const sniffed = sniffCsv(sample.text, sample.complete);
    if (sniffed === null) return null;
    const { delimiter, columns, headerLines } = sniffed;
    const dialect: CsvDialect = { delimiter, width: columns.length, headerLines };
    return {
      format: 'csv',
      label: labelOf(sniffed, sample),
      encoding: sample.encoding,
      columns,
      sampleRows: pickSampleRows(createCsvReader(dialect), sample),
      headerLines,
      keepsRepeats: false,
      fixedRoles: {},
      fast: fastRead(sniffed, sample),
      dialect: { ...dialect },
    };
  },
  openReader(recognition) {
    return createCsvReader(dialectOf(recognition));
  },
};

function dialectOf(recognition: Recognition): CsvDialect {
  return {
    delimiter: String(recognition.dialect['delimiter']),
    width: recognition.columns.length,
    headerLines: recognition.headerLines,
  };
}

function labelOf(sniffed: SniffedCsv, sample: Sample): string {
  const parts = [delimiterNames.get(sniffed.delimiter) ?? 'CSV'];
  if (sample.encoding !== 'utf-8') parts.push(encodingLabel(sample.encoding));
  if (!sniffed.hasHeader) parts.push('no header');
  return parts.join(', ');
}

/** `UTF-16` and the like, as people write it. */
function encodingLabel(encoding: Recognition['encoding']): string {
  return encoding.startsWith('utf-16')
    ? 'UTF-16'
    : encoding === 'windows-1252'
      ? 'Windows-1252'
      : 'UTF-8';
}

// DuckDB and the careful reader agree on such files only (tested); for the others the careful reader is faster than a vain try.
function fastRead(sniffed: SniffedCsv, sample: Sample): FastRead | null {
  const odd =
    sniffed.hasMultiLineRecords ||
    /[\0\uFFFD]|\r(?!\n)./.test(sample.text) ||
    mixesLineEnds(sample.text);
  if (odd) return null;
  const width = sniffed.columns.length;
  const delim = sniffed.delimiter === '\t' ? '\\t' : sniffed.delimiter;
  return {
    options: `skip=${sniffed.headerLines}, delim='${delim}', quote='"', escape='"', strict_mode=true, null_padding=false`,
    width,
    expressions: Array.from({ length: width }, (_, i) => `c${i}`),
  };
}

function mixesLineEnds(text: string): boolean {
  return text.includes('\r\n') && /(?:^|[^\r])\n/.test(text);
}
