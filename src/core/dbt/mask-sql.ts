/** A string, a quoted name or a comment. */
const opaque = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\//g;

/** SQL of the same length in which strings, quoted names and comments are blanks: what is left is code. */
export function maskSql(sql: string): string {
  return sql.replace(opaque, (text) => ' '.repeat(text.length));
}
