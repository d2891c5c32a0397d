/** Where a cursor stands in a YAML file: the keys around it ('[]' for an item of a list), and what is typed there. */
export interface YamlPlace {
  path: string[];
  /** Set where a value is written, after `key:` or in a list in brackets. */
  key: string | undefined;
  typed: string;
  /** Scalar siblings on the way down: `name`, `model`, `to` of the items around. */
  siblings: Record<string, string>;
}

interface Level {
  indent: number;
  key: string;
  values: Record<string, string>;
  isText: boolean;
}

/** Reads the lines up to the cursor by their indentation. Null inside block text and comments. */
export function yamlPlace(text: string, offset: number): YamlPlace | null {
  const lines = text.slice(0, offset).split('\n');
  const last = lines.pop() ?? '';
  const stack: Level[] = [{ indent: -1, key: '', values: {}, isText: false }];
  for (const line of lines) readLine(stack, line);
  if (isInText(stack, last) || /(^|\s)#/.test(last)) return null;
  const { rest } = enter(stack, last);
  const pair = /^([\w]+):(?:\s+(.*))?$/.exec(rest);
  const path = stack.slice(1).map(({ key }) => key);
  const siblings = Object.assign({}, ...stack.map(({ values }) => values)) as Record<
    string,
    string
  >;
  if (!pair)
    return /^['"]?\w*$/.test(rest) ? { path, key: undefined, typed: rest, siblings } : null;
  if (pair[2] === undefined && !/:\s+$/.test(last)) return null;
  const value = pair[2] ?? '';
  return { path, key: pair[1], typed: /[\w]*$/.exec(value)![0], siblings };
}

function isInText(stack: readonly Level[], line: string): boolean {
  const top = stack.at(-1)!;
  return top.isText && indentOf(line) > top.indent;
}

function readLine(stack: Level[], line: string): void {
  if (line.trim() === '' || /^\s*#/.test(line) || isInText(stack, line)) return;
  const { indent, rest } = enter(stack, line);
  const pair = /^['"]?([\w]+)['"]?:(?:\s+(.*))?$/.exec(rest.trimEnd());
  if (!pair) return;
  const value = pair[2] ?? '';
  stack.at(-1)!.values[pair[1]!] = value.replace(/^['"]|['"]$/g, '');
  const isText = /^[>|][+-]?$/.test(value);
  if (value === '' || isText) stack.push({ indent, key: pair[1]!, values: {}, isText });
}

/** Closes what a line's indentation closes, opens the list items it begins. */
function enter(stack: Level[], line: string): { indent: number; rest: string } {
  let indent = indentOf(line);
  let rest = line.slice(indent);
  let dash = /^-(\s+|$)/.exec(rest);
  while (dash) {
    close(stack, indent, true);
    stack.push({ indent, key: '[]', values: {}, isText: false });
    indent += dash[0].length;
    rest = rest.slice(dash[0].length);
    dash = /^-(\s+|$)/.exec(rest);
  }
  close(stack, indent, false);
  return { indent, rest };
}

// An item may stand as far out as the key of its list.
function close(stack: Level[], indent: number, isItem: boolean): void {
  for (let top = stack.at(-1)!; stack.length > 1; top = stack.at(-1)!) {
    const isOpen = isItem && top.key !== '[]' ? top.indent <= indent : top.indent < indent;
    if (isOpen) return;
    stack.pop();
  }
}

const indentOf = (line: string): number => line.length - line.trimStart().length;
