// What hides a semicolon in DuckDB's SQL: texts (escaped ones, too), quoted names, dollar quotes and comments.
const hidden =
  /(?<![\w$])e'(?:[^'\\]|\\[\s\S]|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|(?<![\w$])\$(\w*)\$[\s\S]*?\$\1\$|--[^\n]*|\/\*[\s\S]*?\*\//gi;

/** Whether a text holds no second statement: no semicolon outside texts, quoted names and comments, save at its end. */
export function isOneStatement(sql: string): boolean {
  return !sql
    .replaceAll(hidden, ' ')
    .trim()
    .replace(/[;\s]+$/, '')
    .includes(';');
}
