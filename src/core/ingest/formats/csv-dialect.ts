import { WorkbenchError } from '../../errors.ts';
import { looksLikeValue } from '../value-shapes.ts';
import { createCsvCursor } from './csv-records.ts';

const delimiters = [',', ';', '\t', '|'];
const mostColumns = 500;
const mostPreambleLines = 50;
const sampledRecords = 2000;

/** What the first records of a CSV file tell about it. */
export interface SniffedCsv {
  delimiter: string;
  columns: string[];
  hasHeader: boolean;
  /** Physical lines before the first record. */
  headerLines: number;
  /** True when a quoted field holds a line end. */
  hasMultiLineRecords: boolean;
}

interface SampleRecord {
  fields: string[];
  line: number;
  lines: number;
}

/** Finds delimiter, header and preamble; null when no delimiter cuts the lines into equal parts. */
export function sniffCsv(text: string, complete: boolean): SniffedCsv | null {
  const best = delimiters
    .map((delimiter) => ({ delimiter, records: sampleRecords(text, delimiter, complete) }))
    .map((cut) => ({ ...cut, ...commonWidth(cut.records) }))
    .filter((cut) => cut.width >= 2 && cut.share >= 0.7)
    .sort((a, b) => b.share - a.share || b.width - a.width)[0];
  if (best === undefined) return null;
  const width = namedWidth(best.records, best.width);
  if (width > mostColumns) {
    throw new WorkbenchError('file-too-wide', `more than ${mostColumns} columns: ${width}`, {
      columns: width,
    });
  }
  const start = best.records.findIndex(({ fields }) => fields.length === width);
  const first = best.records[start]!;
  const hasHeader =
    !first.fields.some((field) => looksLikeValue(field.trim())) &&
    first.fields.some((f) => f.trim() !== '');
  return {
    delimiter: best.delimiter,
    columns: hasHeader ? uniqueNames(first.fields) : uniqueNames(first.fields.map(() => '')),
    hasHeader,
    headerLines: hasHeader ? first.line + first.lines - 1 : first.line - 1,
    hasMultiLineRecords: best.records.some(({ lines }) => lines > 1),
  };
}

function sampleRecords(text: string, delimiter: string, complete: boolean): SampleRecord[] {
  const cursor = createCsvCursor(text, delimiter);
  const records: SampleRecord[] = [];
  let line = 1;
  for (let at = 0; at < text.length && records.length < sampledRecords;) {
    const record = cursor.at(at, complete);
    if (record.kind === 'open') break;
    if (record.kind === 'record') {
      // A record that ends with the sample may be cut in the middle.
      if (complete || record.next < text.length)
        records.push({ fields: record.fields, line, lines: record.lines });
      line += record.lines;
    } else line++;
    at = record.next;
  }
  return records;
}

/** The commonest number of fields and the share of records that have it, comment lines left out. */
function commonWidth(records: SampleRecord[]): { width: number; share: number } {
  const counts = new Map<number, number>();
  const body = records.filter(
    ({ fields }, i) => i >= mostPreambleLines || !fields[0]!.startsWith('#') || fields.length > 1,
  );
  for (const { fields } of body) counts.set(fields.length, (counts.get(fields.length) ?? 0) + 1);
  let width = 0;
  for (const [candidate, count] of counts) {
    const known = counts.get(width) ?? 0;
    if (candidate >= 2 && (width < 2 || count > known || (count === known && candidate > width)))
      width = candidate;
  }
  const preamble = body.findIndex(({ fields }) => fields.length === width);
  const counted = body.length - Math.max(0, Math.min(preamble, mostPreambleLines));
  return { width, share: counted === 0 ? 0 : (counts.get(width) ?? 0) / counted };
}

// Where every record ends with a delimiter the header may name one column less.
function namedWidth(records: SampleRecord[], width: number): number {
  const first = records.findIndex(({ fields }) => fields.length === width);
  const before = records.slice(0, first).at(-1);
  const padded = records.every(({ fields }) => fields.length !== width || fields[width - 1] === '');
  return padded && before?.fields.length === width - 1 && width > 2 ? width - 1 : width;
}

/** Names of columns: trimmed, unique, `column_N` where there is none. */
function uniqueNames(names: string[]): string[] {
  const taken = new Set<string>();
  return names.map((name, i) => {
    const base = name.trim() === '' ? `column_${i + 1}` : name.trim();
    let unique = base;
    for (let n = 2; taken.has(unique); n++) unique = `${base}_${n}`;
    taken.add(unique);
    return unique;
  });
}
