const rightToLeft = /[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufeff]/;
const firstStrong = '\u2068';
const pop = '\u2069';

/** Keeps a text that runs from right to left from turning the words and digits around it: first strong isolate. */
export function isolateText(text: string): string {
  return rightToLeft.test(text) ? `${firstStrong}${text}${pop}` : text;
}

/** The text without the marks that `isolateText` sets: what leaves the page is compared by other programs. */
export function withoutIsolates(text: string): string {
  return text.replaceAll(firstStrong, '').replaceAll(pop, '');
}
