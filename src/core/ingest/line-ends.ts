/** Finds the ends of lines in a text: `\n`, `\r\n` or a lone `\r`. */
export interface LineEnds {
  /** Position of the end of the line that `position` stands in. */
  end(position: number): number;
  /** Start of the line after the one that ends at `end`. */
  after(end: number): number;
}

/**
 * Meant for positions that mostly move forward: the next `\r` is looked for once, not for every line (most texts have none).
 */
export function createLineEnds(text: string): LineEnds {
  let cr = -2;
  let crFrom = 0;
  const nextCr = (position: number): number => {
    if (cr === -2 || position < crFrom || (cr >= 0 && cr < position)) {
      cr = text.indexOf('\r', position);
      crFrom = position;
    }
    return cr;
  };
  return {
    end(position) {
      const byLf = text.indexOf('\n', position);
      const limit = byLf < 0 ? text.length : byLf;
      const byCr = nextCr(position);
      return byCr >= 0 && byCr < limit ? byCr : limit;
    },
    after(end) {
      if (end >= text.length) return text.length;
      return text[end] === '\r' && text[end + 1] === '\n' ? end + 2 : end + 1;
    },
  };
}
