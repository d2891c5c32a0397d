const wordStart = /[\s_./:\-·]/;

/**
 * How well letters typed in order fit a text: 0 when they do not occur in it in that order, else more for letters at starts of
 * words and for letters in a row, less for a long text. The text counts without regard to case and accents; spaces typed
 * separate words that may stand in any order.
 */
export function fuzzyScore(text: string, typed: string): number {
  const words = plain(typed).split(/\s+/).filter(Boolean);
  const scores = words.map((word) => wordScore(plain(text), word));
  if (scores.some((score) => score === 0)) return 0;
  const sum = scores.reduce((total, score) => total + score, 0);
  return words.length === 0 ? 1 : sum / words.length;
}

function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

/** The best of the fits that begin at each occurrence of the first letter. */
function wordScore(text: string, word: string): number {
  let best = 0;
  for (let at = text.indexOf(word[0]!); at >= 0; at = text.indexOf(word[0]!, at + 1))
    best = Math.max(best, scoreFrom(text, word, at));
  return best * (1 - Math.min(text.length, 100) / 1000);
}

function scoreFrom(text: string, word: string, start: number): number {
  let at = start;
  let sum = 0;
  for (let index = 0; index < word.length; index++) {
    const found = index === 0 ? start : text.indexOf(word[index]!, at);
    if (found < 0) return 0;
    if (index > 0 && found === at) sum += 1;
    else sum += found === 0 || wordStart.test(text[found - 1]!) ? 0.9 : 0.15;
    at = found + 1;
  }
  return sum / word.length;
}
