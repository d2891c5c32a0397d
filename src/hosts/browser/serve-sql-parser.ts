import { Dialect, init, parse } from '@polyglot-sql/sdk/manual';
import { readTree } from '../../core/lineage/read-tree.ts';
import type { ParsedSql } from '../../core/lineage/sql-tree.ts';

/** `binary`, once and first: address of the parser's WebAssembly. */
export interface SqlParserRequest {
  id: number;
  binary?: string;
  texts: string[];
}

export type SqlParserReply = { id: number } & ({ parsed: ParsedSql[] } | { failure: string });

/** The inside of a dedicated worker. */
export interface SqlParserPort {
  onmessage: ((event: MessageEvent<SqlParserRequest>) => unknown) | null;
  postMessage(reply: SqlParserReply): void;
}

/** Answers requests with the parser inside this worker. */
export function serveSqlParser(port: SqlParserPort): void {
  port.onmessage = async ({ data: { id, binary, texts } }) => {
    try {
      if (binary !== undefined) await init({ wasmUrl: binary });
      const parsed = texts.map((text) => readTree(text, (sql) => parse(sql, Dialect.DuckDB)));
      port.postMessage({ id, parsed });
    } catch (error) {
      port.postMessage({ id, failure: error instanceof Error ? error.message : String(error) });
    }
  };
}
