import { createLineEnds } from './line-ends.ts';
import { createTextBlocks, cutMark, invalidMark, longestRecord, shownText } from './text-blocks.ts';
import type { RecordBatch, RecordReader } from './record-reader.ts';

/** A batch being filled. */
export interface BatchBuilder extends RecordBatch {
  accept(fields: (string | null)[], line: number): void;
  reject(line: number, reason: string, text: string): void;
}

/** An empty batch of `width` columns. */
export function createBatch(width: number): BatchBuilder {
  const columns: (string | null)[][] = Array.from({ length: width }, () => []);
  const batch: BatchBuilder = {
    columns,
    lines: [],
    rejects: [],
    accept(fields, line) {
      for (let c = 0; c < width; c++) columns[c]!.push(fields[c] ?? null);
      batch.lines.push(line);
    },
    reject(line, reason, text) {
      batch.rejects.push({ line, reason, text: shownText(text) });
    },
  };
  return batch;
}

/** Why a record cannot be read whatever its format, or null. */
export function unreadableReason(text: string, marked: boolean, hasNul: boolean): string | null {
  if (text.length > longestRecord || (marked && text.includes(cutMark))) return 'longer than 1 MiB';
  if (marked && text.includes(invalidMark)) return 'bytes that are not UTF-8';
  if (hasNul && text.includes('\0')) return 'a NUL byte';
  return null;
}

/** Calls `each` for every physical line of a text. `line` counts on from `firstLine`; returns the number after the last. */
export function eachLine(
  text: string,
  firstLine: number,
  each: (line: string, number: number) => void,
): number {
  const ends = createLineEnds(text);
  let number = firstLine;
  for (let start = 0; start < text.length; number++) {
    const end = ends.end(start);
    each(text.slice(start, end), number);
    start = ends.after(end);
  }
  return number;
}

/** A reader of formats with one record a line. Blank lines are skipped; `readLine` accepts or returns the reason to reject. */
export function createLineReader(
  width: number,
  headerLines: number,
  readLine: (line: string, accept: (fields: (string | null)[]) => void) => string | null,
): RecordReader {
  const blocks = createTextBlocks();
  let nextLine = 1;
  return {
    read(bytes, last) {
      const batch = createBatch(width);
      const block = blocks.push(bytes, last);
      nextLine = eachLine(block.text, nextLine, (line, number) => {
        if (line === '' || number <= headerLines) return;
        const reason =
          unreadableReason(line, block.hasInvalid, block.hasNul) ??
          readLine(line, (fields) => batch.accept(fields, number));
        if (reason !== null) batch.reject(number, reason, line);
      });
      return batch;
    },
  };
}
