import type { Encoding } from './encoding.ts';
import type { Sample } from './recognition.ts';

/** Bytes of the start of a file that recognition looks at. */
export const sampleSize = 256 * 1024;

/** Decodes the first bytes of an inflated file. The encoding is told by BOM, NULs and validity unless it is given. */
export function decodeSample(bytes: Uint8Array, complete: boolean, given?: Encoding): Sample {
  const encoding = given ?? detectEncoding(bytes);
  const decoder = new TextDecoder(encoding);
  // Streaming keeps back a character that the end of the sample cuts.
  const text = decoder.decode(bytes, { stream: !complete });
  return { bytes, text, encoding, complete };
}

/** True when the bytes begin with `prefix`. */
export function startsWith(bytes: Uint8Array, prefix: readonly number[]): boolean {
  return prefix.every((byte, i) => bytes[i] === byte);
}

/** True when more than one character in twenty is a control character or stands for a byte that is no text. */
export function looksBinary(text: string): boolean {
  const start = text.slice(0, 4096);
  const odd = start.match(/[^\P{Cc}\t\n\v\f\r\u0085]|\uFFFD/gu)?.length ?? 0;
  return odd > start.length / 20;
}

function detectEncoding(bytes: Uint8Array): Encoding {
  if (startsWith(bytes, [0xef, 0xbb, 0xbf])) return 'utf-8';
  if (startsWith(bytes, [0xff, 0xfe])) return 'utf-16le';
  if (startsWith(bytes, [0xfe, 0xff])) return 'utf-16be';
  return detectUtf16(bytes) ?? detectSingleByte(bytes);
}

// Text of mostly ASCII has a NUL in every second byte.
function detectUtf16(bytes: Uint8Array): Encoding | null {
  const pairs = Math.min(bytes.length, 4096) >> 1;
  if (pairs < 4) return null;
  let even = 0;
  let odd = 0;
  for (let i = 0; i < pairs; i++) {
    if (bytes[2 * i] === 0) even++;
    if (bytes[2 * i + 1] === 0) odd++;
  }
  if (odd > pairs * 0.6 && even < pairs * 0.1) return 'utf-16le';
  return even > pairs * 0.6 && odd < pairs * 0.1 ? 'utf-16be' : null;
}

// One broken line makes a rejected row, not another encoding: several lines must be odd, and most of them not UTF-8.
function detectSingleByte(bytes: Uint8Array): Encoding {
  const strict = new TextDecoder('utf-8', { fatal: true });
  let odd = 0;
  let invalid = 0;
  for (let start = 0; start < bytes.length;) {
    const found = bytes.indexOf(10, start);
    // The last line may be cut in the middle of a character.
    if (found < 0 && start > 0) break;
    const end = found < 0 ? bytes.length : found;
    const line = bytes.subarray(start, end);
    if (line.some((byte) => byte >= 0x80)) {
      odd++;
      try {
        strict.decode(line);
      } catch {
        invalid++;
      }
    }
    start = end + 1;
  }
  return invalid >= 3 && invalid > odd / 2 ? 'windows-1252' : 'utf-8';
}
