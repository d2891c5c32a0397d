/** What a pass over the bytes of a text file found. Lines end with `\n`, `\r\n` or a lone `\r`. */
export interface LineScan {
  /** Physical lines that are not blank. */
  lines: number;
  blankLines: number;
  bytes: number;
  hasNul: boolean;
  invalidUtf8: boolean;
  /** True when some line ends with `\r` alone. */
  hasLoneCr: boolean;
  /** Bytes of the longest line, without its end. */
  longestLine: number;
  /** Numbers of the first 10,000 blank lines, from 1. */
  blankAt: number[];
}

/** Takes the chunks of one file in turn. */
export interface LineScanner {
  /** Returns the lines found so far. */
  update(bytes: Uint8Array): number;
  finish(): LineScan;
}

const mostBlankLines = 10_000;
const lf = 10;
const cr = 13;

/** A streaming pass that counts lines and notes what DuckDB's reader would pass over in silence. */
export function createLineScan(): LineScanner {
  const count: LineScan = {
    lines: 0,
    blankLines: 0,
    bytes: 0,
    hasNul: false,
    invalidUtf8: false,
    hasLoneCr: false,
    longestLine: 0,
    blankAt: [],
  };
  const validity = createUtf8Check();
  // Bytes of the current line that came in earlier chunks; `endedByCr`: the last chunk ended in `\r`.
  let before = 0;
  let endedByCr = false;

  function endLine(length: number): void {
    if (length > count.longestLine) count.longestLine = length;
    if (length > 0) count.lines++;
    else {
      count.blankLines++;
      if (count.blankAt.length < mostBlankLines) count.blankAt.push(count.lines + count.blankLines);
    }
  }

  function scan(bytes: Uint8Array): void {
    let start = 0;
    if (endedByCr) {
      endLine(before);
      before = 0;
      endedByCr = false;
      if (bytes[0] === lf) start = 1;
      else count.hasLoneCr = true;
    }
    let nextCr = bytes.indexOf(cr, start);
    for (;;) {
      let end = bytes.indexOf(lf, start);
      if (end < 0) end = bytes.length;
      if (nextCr >= 0 && nextCr < start) nextCr = bytes.indexOf(cr, start);
      if (nextCr >= 0 && nextCr < end) {
        if (nextCr === bytes.length - 1) {
          before += nextCr - start;
          endedByCr = true;
          return;
        }
        if (bytes[nextCr + 1] !== lf) count.hasLoneCr = true;
        endLine(before + nextCr - start);
        start = bytes[nextCr + 1] === lf ? nextCr + 2 : nextCr + 1;
      } else if (end === bytes.length) {
        before += end - start;
        return;
      } else {
        endLine(before + end - start);
        start = end + 1;
      }
      before = 0;
    }
  }

  return {
    update(bytes) {
      if (bytes.length === 0) return count.lines;
      count.bytes += bytes.length;
      if (!count.hasNul) count.hasNul = bytes.includes(0);
      validity.update(bytes);
      scan(bytes);
      return count.lines;
    },
    finish() {
      if (endedByCr) {
        count.hasLoneCr = true;
        endLine(before);
      } else if (before > 0) endLine(before);
      before = 0;
      endedByCr = false;
      count.invalidUtf8 = !validity.finish();
      return count;
    },
  };
}

// Decoding is the slow part, so chunks of pure ASCII are told by their high bits and not decoded.
function createUtf8Check(): { update(bytes: Uint8Array): void; finish(): boolean } {
  let decoder = new TextDecoder('utf-8', { fatal: true });
  let open = false;
  let valid = true;
  const decode = (bytes: Uint8Array | undefined): void => {
    try {
      if (bytes === undefined) decoder.decode();
      else decoder.decode(bytes, { stream: true });
    } catch {
      valid = false;
      decoder = new TextDecoder('utf-8', { fatal: true });
    }
  };
  return {
    update(bytes) {
      if (!valid) return;
      const ascii = isAscii(bytes);
      if (ascii && open) decode(undefined);
      if (!ascii) decode(bytes);
      open = !ascii;
    },
    finish() {
      if (valid && open) decode(undefined);
      return valid;
    },
  };
}

function isAscii(bytes: Uint8Array): boolean {
  let high = 0;
  let at = 0;
  for (; at < bytes.length && (bytes.byteOffset + at) % 4 !== 0; at++) high |= bytes[at]!;
  const words = new Int32Array(bytes.buffer, bytes.byteOffset + at, (bytes.length - at) >> 2);
  let seen = 0;
  for (let i = 0; i < words.length; i++) seen |= words[i]!;
  for (at += words.length * 4; at < bytes.length; at++) high |= bytes[at]!;
  return (seen & 0x80808080) === 0 && (high & 0x80) === 0;
}
