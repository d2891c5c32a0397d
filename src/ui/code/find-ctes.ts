import { sqlTokens } from './sql-tokens.ts';
import type { SqlToken } from './sql-tokens.ts';

/** A CTE of a model: where its name begins, and its body between the parentheses. */
export interface Cte {
  name: string;
  start: number;
  bodyStart: number;
  bodyEnd: number;
}

/** The CTEs of the outermost `with`, in order. The last one may be unfinished: its body then reaches to the end. */
export function findCtes(sql: string): Cte[] {
  const tokens = sqlTokens(sql).filter(({ kind }) => kind !== 'comment');
  if (!is(tokens[0], 'with')) return [];
  let at = is(tokens[1], 'recursive') ? 2 : 1;
  const found: Cte[] = [];
  for (;;) {
    const name = tokens[at];
    if (name?.kind !== 'word' && name?.kind !== 'quoted') return found;
    let as = at + 1;
    if (tokens[as]?.text === '(') as = closing(tokens, as) + 1;
    if (!is(tokens[as], 'as')) return found;
    let open = as + 1;
    while (is(tokens[open], 'not') || is(tokens[open], 'materialized')) open += 1;
    const opening = tokens[open];
    if (opening?.text !== '(') return found;
    const close = closing(tokens, open);
    found.push({
      name: name.text.replaceAll('"', ''),
      start: name.start,
      bodyStart: opening.end,
      bodyEnd: tokens[close]?.start ?? sql.length,
    });
    if (tokens[close + 1]?.text !== ',') return found;
    at = close + 2;
  }
}

/** The CTE that a place in the text belongs to; undefined: the query after them. */
export function cteAt(sql: string, offset: number): Cte | undefined {
  return findCtes(sql).find(({ start, bodyEnd }) => offset >= start && offset <= bodyEnd + 1);
}

function closing(tokens: readonly SqlToken[], open: number): number {
  const depth = tokens[open]!.depth;
  const at = tokens.findIndex(
    (token, index) => index > open && token.text === ')' && token.depth === depth,
  );
  return at < 0 ? tokens.length : at;
}

const is = (token: SqlToken | undefined, word: string): boolean =>
  token?.kind === 'word' && token.text.toLowerCase() === word;
