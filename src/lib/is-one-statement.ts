import { sqlLexemes } from './sql-lexemes.ts';

/** Whether a text holds no second statement: no semicolon outside texts, quoted names and comments, save at its end. */
export function isOneStatement(sql: string): boolean {
  const signs = sqlLexemes(sql);
  const last = signs.findLastIndex(({ kind, value }) => kind !== 'sign' || value !== ';');
  return !signs.slice(0, last).some(({ kind, value }) => kind === 'sign' && value === ';');
}
