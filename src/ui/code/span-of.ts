/** The word at a line and column (from 1) as offsets; a place outside of the text is brought to its nearest one. */
export function spanOf(text: string, line: number, column: number): { from: number; to: number } {
  const lines = text.split('\n');
  const row = Math.min(Math.max(1, line), lines.length) - 1;
  const begin = lines.slice(0, row).reduce((sum, one) => sum + one.length + 1, 0);
  const own = lines[row]!;
  const at = Math.min(Math.max(1, column) - 1, own.length);
  const word = /^(?:\{\{.*?\}\}|[\p{L}\p{N}_$]+|\S)/u.exec(own.slice(at))?.[0] ?? '';
  if (word !== '') return { from: begin + at, to: begin + at + word.length };
  const back = /\S+\s*$/.exec(own.slice(0, at))?.[0].length ?? 0;
  return { from: begin + at - back, to: begin + at };
}
