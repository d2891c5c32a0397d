/** A common table expression of a query and where it stands. */
export interface Cte {
  /** As written, without quotes. */
  name: string;
  /** Offset of its name. */
  start: number;
  /** Offset after its closing parenthesis. */
  end: number;
}

interface Token {
  text: string;
  start: number;
  end: number;
}

// Blanks, comments and braces of a reference are passed over; texts and quoted names are one token each.
const lexer =
  /\s+|--[^\n]*|\/\*[\s\S]*?\*\/|\{\{[\s\S]*?\}\}|(?<![\w$])e'(?:[^'\\]|\\[\s\S]|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|(?<![\w$])\$(\w*)\$[\s\S]*?\$\1\$|[\p{L}\p{N}_$]+|[\s\S]/giu;
const passedOver = /^(?:\s|--|\/\*)/;

/** The common table expressions of a query's own `with`, in order; none where it has no such list or is not finished. */
export function findCtes(sql: string): Cte[] {
  const tokens = tokensOf(sql);
  const is = (i: number, word: string): boolean => tokens[i]?.text.toLowerCase() === word;
  let i = is(0, 'with') ? 1 : tokens.length;
  if (is(i, 'recursive')) i++;
  const ctes: Cte[] = [];
  for (;;) {
    const name = tokens[i];
    if (name === undefined) return ctes;
    let next = i + 1;
    // Names of columns, `using key (...)`, `as`, `not materialized`: up to the query itself.
    while (next < tokens.length && !is(next, 'as'))
      next = is(next, '(') ? afterGroup(tokens, next) : next + 1;
    do next++;
    while (is(next, 'not') || is(next, 'materialized'));
    if (!is(next, '(')) return ctes;
    next = afterGroup(tokens, next);
    if (!is(next - 1, ')')) return ctes;
    ctes.push({ name: plainName(name.text), start: name.start, end: tokens[next - 1]!.end });
    if (!is(next, ',')) return ctes;
    i = next + 1;
  }
}

/** The query that gives the rows of one of a query's common table expressions; undefined where it has none of that name. */
export function cutAtCte(sql: string, name: string): string | undefined {
  const cte = findCtes(sql).find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (cte === undefined) return undefined;
  return `${sql.slice(0, cte.end)}\nselect * from "${cte.name.replaceAll('"', '""')}"`;
}

function tokensOf(sql: string): Token[] {
  return [...sql.matchAll(lexer)].flatMap(({ 0: text, index: start }) =>
    passedOver.test(text) ? [] : [{ text, start, end: start + text.length }],
  );
}

/** Position after the parenthesis that closes the one at `from`, or the end of all. */
function afterGroup(tokens: Token[], from: number): number {
  let depth = 0;
  for (let i = from; i < tokens.length; i++) {
    if (tokens[i]!.text === '(') depth++;
    if (tokens[i]!.text === ')' && --depth === 0) return i + 1;
  }
  return tokens.length;
}

function plainName(text: string): string {
  return text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text;
}
