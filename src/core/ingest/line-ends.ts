/** Finds the ends of lines in a text: `\n`, `\r\n` or a lone `\r`. */
export interface LineEnds {
  /** Position of the end of the line that `position` stands in. */
  end(position: number): number;
  /** Start of the line after the one that ends at `end`. */
  after(end: number): number;
}

/**
 * Meant for positions that mostly move forward: the next `\n` and the next `\r` are looked for once, not for every line
 * (many texts have none of the one or of the other).
 */
export function createLineEnds(text: string): LineEnds {
  const nextLf = createFinder(text, '\n');
  const nextCr = createFinder(text, '\r');
  return {
    end: (position) => Math.min(nextLf(position), nextCr(position)),
    after(end) {
      if (end >= text.length) return text.length;
      return text[end] === '\r' && text[end + 1] === '\n' ? end + 2 : end + 1;
    },
  };
}

/** Finds a character at or after a position; the text's length where there is none. */
function createFinder(text: string, char: string): (position: number) => number {
  let found = -1;
  let from = 0;
  return (position) => {
    if (position < from || position > found) {
      const at = text.indexOf(char, position);
      found = at < 0 ? text.length : at;
      from = position;
    }
    return found;
  };
}
