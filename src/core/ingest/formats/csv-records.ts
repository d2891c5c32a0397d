import { createLineEnds } from '../line-ends.ts';
import { longestRecord } from '../text-blocks.ts';

/** What stands at a position of a CSV text. Every kind ends (`next`) at the start of a line, or of the text's end. */
export type CsvRecord =
  | { kind: 'record'; fields: string[]; next: number; lines: number }
  | { kind: 'blank'; next: number }
  | { kind: 'broken'; reason: string; next: number }
  /** A quote is open at the end of the text: more text may close it. */
  | { kind: 'open' };

/** Reads records off a text, one a call. A broken record ends with its first line: the lines after it are read again. */
export interface CsvCursor {
  at(position: number, last: boolean): CsvRecord;
}

/** A cursor over `text` with fields cut by `delimiter`, quoted by `"`, a quote inside doubled. */
export function createCsvCursor(text: string, delimiter: string): CsvCursor {
  const lineEnd = createLineEnds(text);
  let nextQuote = text.indexOf('"');

  function readQuoted(start: number, last: boolean): CsvRecord {
    const fields: string[] = [];
    let at = start;
    let lines = 1;
    for (;;) {
      const quote = startOfQuoted(text, at, delimiter);
      if (quote < 0) {
        const end = lineEnd.end(at);
        const cut = text.indexOf(delimiter, at);
        if (cut < 0 || cut >= end) {
          fields.push(text.slice(at, end));
          return { kind: 'record', fields, next: lineEnd.after(end), lines };
        }
        fields.push(text.slice(at, cut));
        at = cut + 1;
        continue;
      }
      const close = closingQuote(text, quote + 1);
      if (close.at < 0) {
        if (!last && text.length - start <= longestRecord) return { kind: 'open' };
        return broken(start, 'a quote is opened and not closed');
      }
      const value = text.slice(quote + 1, close.at);
      fields.push(close.doubled ? value.replaceAll('""', '"') : value);
      lines += countLineEnds(value);
      at = skipSpaces(text, close.at + 1, delimiter);
      if (at >= text.length || text[at] === '\n' || text[at] === '\r') {
        return { kind: 'record', fields, next: lineEnd.after(at), lines };
      }
      if (text[at] !== delimiter) return broken(start, 'text after a closing quote');
      at++;
    }
  }

  function broken(start: number, reason: string): CsvRecord {
    return { kind: 'broken', reason, next: lineEnd.after(lineEnd.end(start)) };
  }

  return {
    at(position, last) {
      const end = lineEnd.end(position);
      if (end === position) return { kind: 'blank', next: lineEnd.after(end) };
      if (nextQuote >= 0 && nextQuote < position) nextQuote = text.indexOf('"', position);
      if (nextQuote >= 0 && nextQuote < end) return readQuoted(position, last);
      return {
        kind: 'record',
        fields: text.slice(position, end).split(delimiter),
        next: lineEnd.after(end),
        lines: 1,
      };
    },
  };
}

// A field is quoted when its first character is a quote, spaces before it left out (as DuckDB reads it).
function startOfQuoted(text: string, at: number, delimiter: string): number {
  const start = skipSpaces(text, at, delimiter);
  return text[start] === '"' ? start : -1;
}

function skipSpaces(text: string, at: number, delimiter: string): number {
  if (delimiter === ' ') return at;
  while (text[at] === ' ') at++;
  return at;
}

function closingQuote(text: string, from: number): { at: number; doubled: boolean } {
  let doubled = false;
  for (let at = from; ; at += 2) {
    at = text.indexOf('"', at);
    if (at < 0) return { at, doubled };
    if (text[at + 1] !== '"') return { at, doubled };
    doubled = true;
  }
}

function countLineEnds(value: string): number {
  let count = 0;
  for (let at = value.indexOf('\n'); at >= 0; at = value.indexOf('\n', at + 1)) count++;
  for (let at = value.indexOf('\r'); at >= 0; at = value.indexOf('\r', at + 1))
    if (value[at + 1] !== '\n') count++;
  return count;
}
