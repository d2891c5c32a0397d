import { createBatch, unreadableReason } from '../record-lines.ts';
import { createTextBlocks } from '../text-blocks.ts';
import type { RecordReader } from '../record-reader.ts';
import { createCsvCursor } from './csv-records.ts';

/** How a CSV file is cut. `headerLines`: physical lines before the first record. */
export interface CsvDialect {
  delimiter: string;
  width: number;
  headerLines: number;
}

/**
 * The careful CSV reader. A record with a wrong number of fields, a NUL, invalid UTF-8, more than 1 MiB or a broken quote is
 * rejected with its first line; after a broken quote reading goes on at the next line. One empty field too many (a delimiter
 * at the end of the line) is let pass. Empty fields are null.
 */
export function createCsvReader(dialect: CsvDialect): RecordReader {
  const { delimiter, width, headerLines } = dialect;
  const blocks = createTextBlocks();
  let pending = '';
  let pendingInvalid = false;
  let pendingNul = false;
  let line = 1;
  return {
    read(bytes, last) {
      const batch = createBatch(width);
      const block = blocks.push(bytes, last);
      if (block.text === '' && !last) return batch;
      const text = pending + block.text;
      const marked = pendingInvalid || block.hasInvalid;
      const hasNul = pendingNul || block.hasNul;
      const cursor = createCsvCursor(text, delimiter);
      let at = 0;
      const header = (next: number): void => {
        at = next;
        line++;
      };
      while (at < text.length) {
        if (line <= headerLines) {
          header(endOfLine(text, at));
          continue;
        }
        const record = cursor.at(at, last);
        if (record.kind === 'open') break;
        if (record.kind === 'record') {
          const source =
            marked || hasNul || record.next - at > 1000 ? text.slice(at, record.next) : '';
          const reason =
            unreadableReason(source, marked, hasNul) ?? widthReason(record.fields, width);
          if (reason === null) batch.accept(record.fields.map(emptyToNull), line);
          else batch.reject(line, reason, text.slice(at, record.next).trimEnd());
          line += record.lines;
        } else {
          if (record.kind === 'broken')
            batch.reject(line, record.reason, text.slice(at, record.next).trimEnd());
          line++;
        }
        at = record.next;
      }
      pending = text.slice(at);
      pendingInvalid = marked && pending !== '';
      pendingNul = hasNul && pending !== '';
      return batch;
    },
  };
}

/** "5 fields where 8 are expected", or null when the count is right. */
function widthReason(fields: string[], width: number): string | null {
  const count = fields.length;
  if (count === width || (count === width + 1 && fields[width] === '')) return null;
  return `${count} ${count === 1 ? 'field' : 'fields'} where ${width} are expected`;
}

function emptyToNull(field: string): string | null {
  return field === '' ? null : field;
}

function endOfLine(text: string, from: number): number {
  const found = /\r\n|\n|\r/g;
  found.lastIndex = from;
  return found.exec(text) === null ? text.length : found.lastIndex;
}
