import { longestRecord } from '../text-blocks.ts';

/** Cuts the elements of a JSON array out of UTF-8 bytes. */
export interface ArraySplitter {
  push(
    bytes: Uint8Array,
    last: boolean,
    element: (text: string, line: number) => void,
    broken: (text: string, line: number, reason: string) => void,
  ): void;
}

const [quote, backslash, comma, lf, open, close] = [34, 92, 44, 10, 91, 93];
const [openObject, closeObject] = [123, 125];
const keptOfLong = 4096;

const bom = [0xef, 0xbb, 0xbf];

/** A splitter for an array whose `[` ends at byte `start`, a byte order mark not counted. Elements are told apart by brackets and strings only. */
export function createArraySplitter(start: number): ArraySplitter {
  const strict = new TextDecoder('utf-8', { fatal: true });
  const lenient = new TextDecoder();
  let bomSeen = 0;
  let seen = 0;
  let line = 1;
  let depth = 0;
  let inString = false;
  let escaped = false;
  let ended = false;
  let sawElement = false;
  // The element being read: its bytes from earlier chunks and its first line (0: none has begun).
  let held: Uint8Array[] = [];
  let heldLength = 0;
  let tooLong = false;
  let elementLine = 0;

  function hold(bytes: Uint8Array): void {
    heldLength += bytes.length;
    if (tooLong) return;
    held.push(bytes.slice());
    // Four bytes a unit at most: certainly longer than a record may be.
    if (heldLength > longestRecord * 4) {
      held = [held[0]!.slice(0, keptOfLong)];
      tooLong = true;
    }
  }

  function release(tail: Uint8Array): Uint8Array {
    if (held.length === 0) return tail;
    const whole = new Uint8Array(
      held.reduce((sum, part) => sum + part.length, 0) + (tooLong ? 0 : tail.length),
    );
    let at = 0;
    for (const part of tooLong ? held : [...held, tail]) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  }

  return {
    push(bytes, last, element, broken) {
      function endElement(tail: Uint8Array): void {
        const whole = release(tail);
        const cut = tooLong;
        held = [];
        heldLength = 0;
        tooLong = false;
        const at = elementLine;
        elementLine = 0;
        if (at === 0) return;
        sawElement = true;
        if (cut) return broken(lenient.decode(whole), at, 'longer than 1 MiB');
        let text: string;
        try {
          text = strict.decode(whole);
        } catch {
          return broken(lenient.decode(whole), at, 'bytes that are not UTF-8');
        }
        if (text.length > longestRecord) broken(text, at, 'longer than 1 MiB');
        else element(text, at);
      }

      let from = -1;
      let i = 0;
      if (seen === 0)
        while (i < bytes.length && bytes[i] === bom[bomSeen]) [i, bomSeen] = [i + 1, bomSeen + 1];
      for (; i < bytes.length && seen < start; i++, seen++) if (bytes[i] === lf) line++;
      if (elementLine !== 0) from = i;
      for (; i < bytes.length && !ended; i++) {
        const byte = bytes[i]!;
        if (byte === lf) line++;
        if (inString) {
          if (escaped) escaped = false;
          else if (byte === backslash) escaped = true;
          else if (byte === quote) inString = false;
          continue;
        }
        if (byte <= 32) continue;
        if (depth === 0 && (byte === comma || byte === close)) {
          if (elementLine !== 0) endElement(bytes.subarray(from, i));
          else if (byte === comma || sawElement)
            broken('', line, 'not valid JSON: an element is missing');
          from = -1;
          if (byte === close) ended = true;
          continue;
        }
        if (elementLine === 0) {
          elementLine = line;
          from = i;
        }
        if (byte === quote) inString = true;
        else if (byte === openObject || byte === open) depth++;
        else if ((byte === closeObject || byte === close) && depth > 0) depth--;
      }
      if (from >= 0 && !ended) hold(bytes.subarray(from));
      if (!last || ended) return;
      const rest = release(new Uint8Array(0));
      if (elementLine !== 0)
        broken(lenient.decode(rest), elementLine, 'the JSON array is cut off here');
      else broken('', line, 'the JSON array is cut off here');
    },
  };
}
