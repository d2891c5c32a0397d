/** A value inside a parsed query. */
export type SqlValue = string | number | boolean | SqlValue[] | SqlNode;

/** A node of a parsed query as the parser names it: `{ column: { name, table } }`, `{ select: { expressions, from } }`. */
export interface SqlNode {
  [key: string]: SqlValue | undefined;
}

/** One statement's tree, or why it could not be read, with its place from 1. */
export type ParsedSql = { tree: SqlNode } | { reason: string; line: number; column: number };

/** Reads SQL of DuckDB's dialect into trees. */
export interface SqlParser {
  /** One answer a text, in order. Rejects with WorkbenchError('engine-failed') when the parser itself cannot be started. */
  parse(texts: string[]): Promise<ParsedSql[]>;
}

const unread = new Set(['span', 'quoted', 'leading_comments', 'trailing_comments']);

/** A tree without places, comments and whatever is absent, false or empty: a tenth of what the parser gives. */
export function slimTree(value: unknown): SqlValue | undefined {
  if (Array.isArray(value)) {
    return value.length === 0 ? undefined : value.map((item) => slimTree(item) ?? {});
  }
  if (typeof value !== 'object' || value === null) {
    return value === null || value === false ? undefined : (value as SqlValue | undefined);
  }
  const slim: SqlNode = {};
  for (const [key, part] of Object.entries(value)) {
    if (unread.has(key)) continue;
    const kept = slimTree(part);
    // The kind of a node without parts is all that it says: `row_number`, `star`.
    if (kept !== undefined) slim[key] = kept;
    else if (part === null && Object.keys(value).length === 1) slim[key] = {};
  }
  return slim;
}

/** Whether it is a node. */
export function isNode(value: SqlValue | undefined): value is SqlNode {
  return typeof value === 'object' && !Array.isArray(value);
}

/** A part that is a node; undefined where it is absent or something else. */
export function partOf(node: SqlNode, key: string): SqlNode | undefined {
  const value = node[key];
  return isNode(value) ? value : undefined;
}

/** A part that is a list of nodes; empty where it is absent. */
export function partsOf(node: SqlNode, key: string): SqlNode[] {
  const value = node[key];
  return Array.isArray(value) ? value.filter(isNode) : [];
}

/** The text of an identifier, which is `{ name }` or plain; undefined where there is none. */
export function nameOf(value: SqlValue | undefined): string | undefined {
  if (typeof value === 'string') return value;
  return isNode(value) && typeof value.name === 'string' ? value.name : undefined;
}

/** The texts of a list of identifiers. */
export function namesOf(value: SqlValue | undefined): string[] {
  return Array.isArray(value) ? value.flatMap((item) => nameOf(item) ?? []) : [];
}

/** Kind and parts of a node such as `{ select: {...} }`. */
export function kindOf(node: SqlNode): [kind: string, parts: SqlNode] | undefined {
  for (const [kind, parts] of Object.entries(node)) if (isNode(parts)) return [kind, parts];
  return undefined;
}
