/** A piece of SQL that is no white space. `depth`: how many parentheses are open around it. */
export interface SqlToken {
  kind: 'word' | 'quoted' | 'text' | 'comment' | 'braces' | 'sign';
  text: string;
  start: number;
  end: number;
  depth: number;
}

const pattern =
  /(?<comment>--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|(?<braces>\{\{[\s\S]*?(?:\}\}|$))|(?<text>'(?:[^']|'')*(?:'|$))|(?<quoted>"(?:[^"]|"")*(?:"|$))|(?<word>[\p{L}_$][\p{L}\p{N}_$]*|\d[\w.]*)|(?<sign>[^\s])/gu;

/** The tokens of SQL with `{{ }}` in it; unfinished strings, comments and braces reach to the end. */
export function sqlTokens(sql: string): SqlToken[] {
  let depth = 0;
  return [...sql.matchAll(pattern)].map((match) => {
    const [kind] = Object.entries(match.groups!).find(([, text]) => text !== undefined)!;
    const text = match[0];
    if (text === ')' && depth > 0) depth -= 1;
    const token = { kind, text, start: match.index, end: match.index + text.length, depth };
    if (text === '(') depth += 1;
    return token as SqlToken;
  });
}
