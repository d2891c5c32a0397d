/** A stream of numbers 0..1 that is the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A number from a text (FNV-1a, 32 bits). */
export function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text)
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return hash >>> 0;
}

/** The bytes of a data file: 1 to 40 kB, one in twenty 600 kB. The test and the browser make them each for themselves. */
export function bytesOf(text: string): Uint8Array {
  const random = randomFrom(seedOf(text));
  const size = random() < 0.05 ? 600_000 : 1000 + Math.floor(random() * 39_000);
  const bytes = new Uint8Array(size);
  const words = new DataView(bytes.buffer);
  for (let at = 0; at + 4 <= size; at += 4) words.setUint32(at, random() * 2 ** 32);
  return bytes;
}

/** Names one data file for `bytesOf`. */
export const fileText = (table: string, ds: string, token: string): string =>
  `${table}|${ds}|${token}`;
