/** Quotes an identifier for SQL: `my"col` becomes `"my""col"`. */
export function ident(name: string): string {
  if (name.includes('\0')) throw new RangeError('a NUL byte cannot stand in an identifier');
  return `"${name.replaceAll('"', '""')}"`;
}

/** Quotes a value for SQL. Strings are escaped, null becomes NULL, numbers must be finite. */
export function literal(value: string | number | bigint | boolean | null): string {
  if (value === null) return 'NULL';
  if (typeof value === 'string') return textLiteral(value);
  if (typeof value === 'number' && !Number.isFinite(value))
    throw new RangeError(`not a finite number: ${value}`);
  return String(value).toUpperCase();
}

// A NUL would end the statement text in some bindings, so it is written as chr(0).
function textLiteral(text: string): string {
  return text
    .split('\0')
    .map((part) => `'${part.replaceAll("'", "''")}'`)
    .join(' || chr(0) || ');
}

/** Quotes a dotted relation name part by part: `core.fct` becomes `"core"."fct"`. */
export function relation(name: string): string {
  return name.split('.').map(ident).join('.');
}
