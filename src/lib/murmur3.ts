// MurmurHash3 x64_128 (Austin Appleby, public domain algorithm), seed 0, on 32-bit halves: 64-bit
// products in BigInt are less than half as fast. Words are read through typed arrays, which are
// little-endian on every platform a browser or Node runs on.

const C1_LOW = 0x114253d5;
const C1_HIGH = 0x87c37b91 | 0;
const C2_LOW = 0x2745937f;
const C2_HIGH = 0x4cf5ad43;
const MIX1_LOW = 0xed558ccd | 0;
const MIX1_HIGH = 0xff51afd7 | 0;
const MIX2_LOW = 0x1a85ec53;
const MIX2_HIGH = 0xc4ceb9fe | 0;
const TWO_32 = 4294967296;
const BLOCK = 16;

const encoder = new TextEncoder();
let scratch = new Uint8Array(8192);
let words = new Int32Array(scratch.buffer);
let h1Low = 0;
let h1High = 0;

function reserve(bytes: number): void {
  const needed = bytes + BLOCK;
  if (scratch.length >= needed) return;
  scratch = new Uint8Array(2 ** Math.ceil(Math.log2(needed)));
  words = new Int32Array(scratch.buffer);
}

/** High 32 bits of the product of two unsigned 32-bit integers. */
function highProduct(a: number, b: number): number {
  const a0 = a & 0xffff;
  const a1 = a >>> 16;
  const b0 = b & 0xffff;
  const b1 = b >>> 16;
  const cross = Math.imul(a1, b0) >>> 0;
  const other = Math.imul(a0, b1) >>> 0;
  const middle = (Math.imul(a0, b0) >>> 16) + (cross & 0xffff) + (other & 0xffff);
  return (Math.imul(a1, b1) + (cross >>> 16) + (other >>> 16) + (middle >>> 16)) | 0;
}

/** Hashes the first `length` bytes of the scratch buffer into `h1High` and `h1Low`. */
function hashScratch(length: number): void {
  scratch.fill(0, length, length + BLOCK);
  let aLow = 0;
  let aHigh = 0;
  let bLow = 0;
  let bHigh = 0;
  const whole = length & ~15;
  // The tail is a block padded with zeros: its words are mixed alike, the sums after it left out.
  for (let at = 0; at < length; at += BLOCK) {
    const word = at >> 2;
    let low = words[word]!;
    let high = words[word + 1]!;
    let product = Math.imul(low, C1_LOW);
    high = (highProduct(low, C1_LOW) + Math.imul(high, C1_LOW) + Math.imul(low, C1_HIGH)) | 0;
    low = (product << 31) | (high >>> 1);
    high = (high << 31) | (product >>> 1);
    product = Math.imul(low, C2_LOW);
    aHigh ^= (highProduct(low, C2_LOW) + Math.imul(high, C2_LOW) + Math.imul(low, C2_HIGH)) | 0;
    aLow ^= product;

    low = words[word + 2]!;
    high = words[word + 3]!;
    product = Math.imul(low, C2_LOW);
    high = (highProduct(low, C2_LOW) + Math.imul(high, C2_LOW) + Math.imul(low, C2_HIGH)) | 0;
    low = (high << 1) | (product >>> 31);
    high = (product << 1) | (high >>> 31);
    product = Math.imul(low, C1_LOW);
    const mixedHigh =
      (highProduct(low, C1_LOW) + Math.imul(high, C1_LOW) + Math.imul(low, C1_HIGH)) | 0;
    if (at >= whole) {
      bHigh ^= mixedHigh;
      bLow ^= product;
      break;
    }

    low = (aLow << 27) | (aHigh >>> 5);
    high = (aHigh << 27) | (aLow >>> 5);
    let sum = (low >>> 0) + (bLow >>> 0);
    aHigh = (high + bHigh + (sum >= TWO_32 ? 1 : 0)) | 0;
    sum = (sum | 0) >>> 0;
    sum = sum * 5 + 0x52dce729;
    aLow = sum | 0;
    aHigh = (Math.imul(aHigh, 5) + Math.floor(sum / TWO_32)) | 0;

    bHigh ^= mixedHigh;
    bLow ^= product;
    low = (bLow << 31) | (bHigh >>> 1);
    high = (bHigh << 31) | (bLow >>> 1);
    sum = (low >>> 0) + (aLow >>> 0);
    bHigh = (high + aHigh + (sum >= TWO_32 ? 1 : 0)) | 0;
    sum = (sum | 0) >>> 0;
    sum = sum * 5 + 0x38495ab5;
    bLow = sum | 0;
    bHigh = (Math.imul(bHigh, 5) + Math.floor(sum / TWO_32)) | 0;
  }
  finish(aLow ^ length, aHigh, bLow ^ length, bHigh);
}

function finish(aLow: number, aHigh: number, bLow: number, bHigh: number): void {
  let sum = (aLow >>> 0) + (bLow >>> 0);
  const firstLow = sum | 0;
  const firstHigh = (aHigh + bHigh + (sum >= TWO_32 ? 1 : 0)) | 0;
  sum = (bLow >>> 0) + (firstLow >>> 0);
  const secondLow = sum | 0;
  const secondHigh = (bHigh + firstHigh + (sum >= TWO_32 ? 1 : 0)) | 0;
  finalMix(firstLow, firstHigh);
  const low = h1Low;
  const high = h1High;
  finalMix(secondLow, secondHigh);
  sum = (low >>> 0) + (h1Low >>> 0);
  h1Low = sum | 0;
  h1High = (high + h1High + (sum >= TWO_32 ? 1 : 0)) | 0;
}

/** The 64-bit finalizer; leaves its result in `h1High` and `h1Low`. */
function finalMix(low: number, high: number): void {
  low ^= high >>> 1;
  let product = Math.imul(low, MIX1_LOW);
  high = (highProduct(low, MIX1_LOW) + Math.imul(high, MIX1_LOW) + Math.imul(low, MIX1_HIGH)) | 0;
  low = product ^ (high >>> 1);
  product = Math.imul(low, MIX2_LOW);
  high = (highProduct(low, MIX2_LOW) + Math.imul(high, MIX2_LOW) + Math.imul(low, MIX2_HIGH)) | 0;
  h1Low = product ^ (high >>> 1);
  h1High = high;
}

/**
 * The first 64 bits (h1) of murmur3 x64_128 with seed 0, as a signed 64-bit integer.
 */
export function murmur3h1(bytes: Uint8Array): bigint {
  reserve(bytes.length);
  scratch.set(bytes);
  hashScratch(bytes.length);
  return (BigInt(h1High) << 32n) | BigInt(h1Low >>> 0);
}

/** `murmur3h1` over the UTF-8 bytes of each text, in order. */
export function murmur3h1OfTexts(texts: readonly string[]): BigInt64Array<ArrayBuffer> {
  const hashes = new BigInt64Array(texts.length);
  const halves = new Int32Array(hashes.buffer);
  for (let i = 0; i < texts.length; i++) {
    const text = texts[i]!;
    reserve(text.length * 3);
    hashScratch(encoder.encodeInto(text, scratch).written);
    halves[2 * i] = h1Low;
    halves[2 * i + 1] = h1High;
  }
  return hashes;
}
