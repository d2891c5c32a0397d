import { isNode, slimTree } from './sql-tree.ts';
import type { ParsedSql } from './sql-tree.ts';

/** What the parser's `parse` answers, as far as we read it. */
export interface ParserAnswer {
  success: boolean;
  ast?: unknown;
  error?: string | null | undefined;
  errorLine?: number | null | undefined;
  errorColumn?: number | null | undefined;
}

/** One text with the parser of this host; anything but one statement is not read. */
export function readTree(text: string, parse: (text: string) => ParserAnswer): ParsedSql {
  const { success, ast, error, errorLine, errorColumn } = parse(text);
  if (!success) {
    const reason = (error ?? 'not SQL').replace(/^Parse error at line \d+, column \d+: /, '');
    return { reason, line: errorLine ?? 1, column: errorColumn ?? 1 };
  }
  const statements = Array.isArray(ast) ? ast : [];
  if (statements.length !== 1)
    return { reason: `${statements.length} statements instead of one`, line: 1, column: 1 };
  const tree = slimTree(statements[0]);
  return isNode(tree) ? { tree } : { reason: 'an empty statement', line: 1, column: 1 };
}
