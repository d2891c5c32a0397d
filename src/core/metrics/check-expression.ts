/**
 * Why a metric's expression cannot stand where it will: it would end the statement, hide the rest of it or close what it did not
 * open. Undefined when it can; whether it binds is the engine's to say.
 */
export function objectionToExpression(sql: string): string | undefined {
  // Texts and quoted names may hold anything.
  const bare = sql.replaceAll(/'(?:[^']|'')*'|"(?:[^"]|"")*"/g, ' x ');
  if (/['"]/.test(bare)) return 'a quote is never closed';
  if (/--|\/\*|\*\//.test(bare)) return 'no comments here';
  if (bare.includes(';')) return 'no semicolon here';
  if (/\{\{|\}\}/.test(bare)) return 'no braces here: columns of the model only';
  return isBalanced(bare) ? undefined : 'a bracket is never closed, or never opened';
}

function isBalanced(sql: string): boolean {
  const open: string[] = [];
  const pairs: Record<string, string> = { ')': '(', ']': '[', '}': '{' };
  for (const letter of sql) {
    if ('([{'.includes(letter)) open.push(letter);
    else if (letter in pairs && open.pop() !== pairs[letter]) return false;
  }
  return open.length === 0;
}

/** Names that an expression may mean as columns: words outside of texts that no bracket follows, quoted ones included. */
export function namesIn(sql: string): string[] {
  const bare = sql.replaceAll(/'(?:[^']|'')*'/g, ' ');
  const found = bare.matchAll(/"((?:[^"]|"")*)"|([A-Za-z_]\w*)(?!\w)(?!\s*\()/g);
  return [...found].map((match) => match[1]?.replaceAll('""', '"') ?? match[2]!.toLowerCase());
}
