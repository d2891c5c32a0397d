/** Longest record that is read, in UTF-16 units. */
export const longestRecord = 1 << 20;

/** Stands in a line for bytes that are not UTF-8. A lone surrogate never comes out of a valid decoding. */
export const invalidMark = '\uDC80';

/** Ends a line that was cut because it is longer than `longestRecord`. */
export const cutMark = '\uDBFF';

// A line of more UTF-8 bytes than this certainly has more UTF-16 units than `longestRecord`.
const longestLineBytes = longestRecord * 4;
const keptOfCutLine = 4096;
const lf = 10;
const cr = 13;

/** Whole lines, decoded. */
export interface TextBlock {
  text: string;
  /** True when some line holds `invalidMark`. */
  hasInvalid: boolean;
  hasNul: boolean;
}

/**
 * Turns chunks of UTF-8 bytes into text that ends with a line end (or with the file). Lines end with `\n`, `\r\n` or a lone
 * `\r`. Memory is bounded: of a line longer than 4 MiB only the first bytes are kept, then `cutMark`.
 */
export function createTextBlocks(): { push(bytes: Uint8Array, last: boolean): TextBlock } {
  let carry: Uint8Array[] = [];
  let carried = 0;
  let cutting = false;
  let atStart = true;

  function hold(bytes: Uint8Array): void {
    if (cutting || bytes.length === 0) return;
    carry.push(bytes.slice());
    carried += bytes.length;
    if (carried <= longestLineBytes) return;
    carry = [joinBytes(carry).slice(0, keptOfCutLine)];
    carried = keptOfCutLine;
    cutting = true;
  }

  // A byte order mark is no part of the first field.
  function release(bytes: Uint8Array): TextBlock {
    const block = releaseAll(bytes);
    if (atStart && block.text !== '') {
      atStart = false;
      if (block.text.startsWith('\uFEFF')) block.text = block.text.slice(1);
    }
    return block;
  }

  function releaseAll(bytes: Uint8Array): TextBlock {
    const head = carry;
    const wasCut = cutting;
    carry = [];
    carried = 0;
    cutting = false;
    if (!wasCut) return decodeLines(joinBytes([...head, bytes]));
    const rest = decodeLines(bytes.subarray(startOfLineEnd(bytes)));
    const cut = decodeLines(joinBytes(head));
    return {
      text: cut.text + cutMark + rest.text,
      hasInvalid: true,
      hasNul: cut.hasNul || rest.hasNul,
    };
  }

  return {
    push(bytes, last) {
      if (last) return release(bytes);
      const cut = endOfLastLine(bytes);
      if (cut === 0) {
        hold(bytes);
        return { text: '', hasInvalid: false, hasNul: false };
      }
      const block = release(bytes.subarray(0, cut));
      hold(bytes.subarray(cut));
      return block;
    },
  };
}

// A `\r` that ends the chunk may be half of a `\r\n`, so it does not end a line yet.
function endOfLastLine(bytes: Uint8Array): number {
  const byLf = bytes.lastIndexOf(lf);
  const byCr = bytes.length < 2 ? -1 : bytes.lastIndexOf(cr, bytes.length - 2);
  return Math.max(byLf, byCr) + 1;
}

function startOfLineEnd(bytes: Uint8Array): number {
  const byLf = bytes.indexOf(lf);
  const byCr = bytes.indexOf(cr);
  if (byLf < 0 && byCr < 0) return bytes.length;
  if (byLf < 0) return byCr;
  return byCr < 0 ? byLf : Math.min(byLf, byCr);
}

function joinBytes(parts: Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0]!;
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lenient = new TextDecoder('utf-8', { ignoreBOM: true });

function decodeLines(bytes: Uint8Array): TextBlock {
  const hasNul = bytes.includes(0);
  const text = decodeStrictly(bytes);
  if (text !== undefined) return { text, hasInvalid: false, hasNul };
  let marked = '';
  for (let start = 0; start < bytes.length;) {
    const found = bytes.indexOf(lf, start);
    const end = found < 0 ? bytes.length : found + 1;
    const line = bytes.subarray(start, end);
    marked += decodeStrictly(line) ?? lenient.decode(line).replaceAll('\uFFFD', invalidMark);
    start = end;
  }
  return { text: marked, hasInvalid: true, hasNul };
}

function decodeStrictly(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes);
  } catch {
    return undefined;
  }
}

/** A rejected record as it is shown: at most 2,000 characters, marks replaced. */
export function shownText(text: string): string {
  return text.slice(0, 2000).replaceAll(invalidMark, '\uFFFD').replaceAll(cutMark, '');
}
