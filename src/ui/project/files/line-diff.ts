/** Lines of a text; a line end at the end of the file begins no further line. */
function linesOf(text: string): string[] {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** How many lines were added and removed, by the longest common subsequence of lines. */
export function countChangedLines(
  before: string,
  after: string,
): { added: number; removed: number } {
  let a = linesOf(before);
  let b = linesOf(after);
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (
    end < a.length - start &&
    end < b.length - start &&
    a[a.length - 1 - end] === b[b.length - 1 - end]
  )
    end += 1;
  a = a.slice(start, a.length - end);
  b = b.slice(start, b.length - end);
  const common = commonLength(a, b);
  return { added: b.length - common, removed: a.length - common };
}

function commonLength(a: readonly string[], b: readonly string[]): number {
  let row = new Uint32Array(b.length + 1);
  for (const line of a) {
    const next = new Uint32Array(b.length + 1);
    for (let j = 0; j < b.length; j += 1)
      next[j + 1] = line === b[j] ? row[j]! + 1 : Math.max(row[j + 1]!, next[j]!);
    row = next;
  }
  return row[b.length]!;
}
