import { formatDialect, duckdb } from 'sql-formatter';

/**
 * A model's SQL laid out anew; `{{ ref('x') }}` stay as they are. Throws the formatter's error, with line and column in its
 * text, for what it cannot read.
 */
export function formatSql(sql: string): string {
  const laidOut = formatDialect(sql, {
    dialect: duckdb,
    keywordCase: 'lower',
    tabWidth: 2,
    expressionWidth: 88,
    paramTypes: { custom: [{ regex: String.raw`\{\{[^}]*\}\}` }] },
  });
  return `${laidOut.trimEnd()}\n`;
}
