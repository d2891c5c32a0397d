/** A piece of SQL as DuckDB's scanner cuts it. */
export interface SqlLexeme {
  /** `text`: a string, escaped string or dollar quote; `quoted`: an identifier in double quotes. */
  kind: 'word' | 'quoted' | 'text' | 'sign';
  /** As meant: without quotes and escapes; words in lower case. */
  value: string;
}

// White space outside of ASCII is made a space before the scanner sees it.
const spaces = '\\s\\u0085\\u180e\\u200b-\\u200d\\u2060\\ufeff';
// Letters as DuckDB's scanner has them: everything else outside of ASCII counts as one.
const letter = `(?:[A-Za-z_]|(?![${spaces}])[\\u0080-\\uffff])`;
const tag = `(?:${letter}(?:${letter}|[0-9])*)?`;
const space = new RegExp(`[${spaces}]+`, 'y');
const lineComment = /--[^\n\r]*/y;
const escaped = /[eE]'((?:[^'\\]|\\[\s\S]|'')*)(?:'|$)/y;
const prefixed = /[xXbBnN]'((?:[^']|'')*)(?:'|$)/y;
const plain = /'((?:[^']|'')*)(?:'|$)/y;
const dollar = new RegExp(`\\$(${tag})\\$([\\s\\S]*?)(?:\\$\\1\\$|$(?![\\s\\S]))`, 'y');
const quoted = /"((?:[^"]|"")*)(?:"|$)/y;
const word = new RegExp(`${letter}(?:${letter}|[0-9$])*`, 'y');
const number = /\d[\w.]*/y;

/** Cuts SQL into lexemes, comments (which nest) and white space left out. What is not closed reaches to the end. */
export function sqlLexemes(sql: string): SqlLexeme[] {
  const found: SqlLexeme[] = [];
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(sql);
    if (match) at += match[0].length;
    return match;
  };
  while (at < sql.length) {
    if (take(space) || take(lineComment)) continue;
    if (sql.startsWith('/*', at)) at = endOfComment(sql, at);
    else found.push(nextLexeme(take) ?? { kind: 'sign', value: sql[at++]! });
  }
  return found;
}

function nextLexeme(take: (pattern: RegExp) => RegExpExecArray | null): SqlLexeme | undefined {
  let match = take(escaped);
  if (match) return { kind: 'text', value: unescape(match[1]!) };
  match = take(prefixed) ?? take(plain);
  if (match) return { kind: 'text', value: match[1]!.replaceAll("''", "'") };
  match = take(dollar);
  if (match) return { kind: 'text', value: match[2]! };
  match = take(quoted);
  if (match) return { kind: 'quoted', value: match[1]!.replaceAll('""', '"') };
  match = take(word) ?? take(number);
  return match ? { kind: 'word', value: match[0].toLowerCase() } : undefined;
}

function endOfComment(sql: string, start: number): number {
  const sign = /\/\*|\*\//g;
  sign.lastIndex = start;
  let depth = 0;
  for (let match = sign.exec(sql); match; match = sign.exec(sql)) {
    depth += match[0] === '/*' ? 1 : -1;
    if (depth === 0) return sign.lastIndex;
  }
  return sql.length;
}

const controls: Record<string, string> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

function unescape(text: string): string {
  return text
    .replaceAll("''", "'")
    .replace(
      /\\(?:x([\da-fA-F]{1,2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-7]{1,3})|([\s\S]))/g,
      (_, hex?: string, short?: string, long?: string, octal?: string, other?: string) => {
        const digits = hex ?? short ?? long;
        if (digits !== undefined) return codePoint(parseInt(digits, 16));
        if (octal !== undefined) return codePoint(parseInt(octal, 8));
        return controls[other!] ?? other!;
      },
    );
}

const codePoint = (code: number): string =>
  code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
