import { readTree } from '../../core/lineage/read-tree.ts';
import type { SqlParser } from '../../core/lineage/sql-tree.ts';

/** The parser in this process; its WebAssembly is loaded with the module, which is why that waits until now. */
export async function openSqlParser(): Promise<SqlParser> {
  const { parse, Dialect } = await import('@polyglot-sql/sdk');
  return {
    parse: (texts) =>
      Promise.resolve(texts.map((text) => readTree(text, (sql) => parse(sql, Dialect.DuckDB)))),
  };
}
