import { jinjaString } from './jinja.ts';
import { maskSql } from './mask-sql.ts';

/** A function of DuckDB that Spark and Trino spell in another way; `a`, `b`, `c` are its arguments. */
export interface PortableFunction {
  name: string;
  duckdb: string;
  spark: string;
  trino: string;
}

const arg = (name: string): string => `{{ ${name} }}`;
const unit = `{{ a | replace("'", "") }}`;

/** Each becomes a macro `hg_<name>` in the dbt project, dispatched by adapter. */
const portableFunctions: readonly PortableFunction[] = [
  {
    name: 'date_diff',
    duckdb: `date_diff(${arg('a')}, ${arg('b')}, ${arg('c')})`,
    // Spark counts whole units between instants, DuckDB the boundaries crossed: cut to the unit first.
    spark: `timestampdiff(${unit}, date_trunc(${arg('a')}, ${arg('b')}), date_trunc(${arg('a')}, ${arg('c')}))`,
    trino: `date_diff(${arg('a')}, date_trunc(${arg('a')}, ${arg('b')}), date_trunc(${arg('a')}, ${arg('c')}))`,
  },
  {
    name: 'epoch_us',
    duckdb: `epoch_us(${arg('a')})`,
    spark: `unix_micros(cast(${arg('a')} as timestamp))`,
    trino: `cast(round(to_unixtime(${arg('a')}) * 1000000) as bigint)`,
  },
  {
    name: 'arg_max',
    duckdb: `arg_max(${arg('a')}, ${arg('b')})`,
    spark: `max_by(${arg('a')}, ${arg('b')}) filter (where (${arg('a')}) is not null)`,
    trino: `max_by(${arg('a')}, ${arg('b')}) filter (where (${arg('a')}) is not null)`,
  },
  {
    name: 'arg_min',
    duckdb: `arg_min(${arg('a')}, ${arg('b')})`,
    spark: `min_by(${arg('a')}, ${arg('b')}) filter (where (${arg('a')}) is not null)`,
    trino: `min_by(${arg('a')}, ${arg('b')}) filter (where (${arg('a')}) is not null)`,
  },
  {
    name: 'regexp_matches',
    duckdb: `regexp_matches(${arg('a')}, ${arg('b')})`,
    spark: `${arg('a')} rlike ${arg('b')}`,
    trino: `regexp_like(${arg('a')}, ${arg('b')})`,
  },
];

const names = portableFunctions.map(({ name }) => name).join('|');
// Spark has no VARCHAR without a length: the word after `as` is a call too, of `hg_text`.
const call = new RegExp(`\\b(${names})\\s*\\(|(?<=\\bas\\s+)varchar\\b`, 'i');

/** SQL whose calls of those functions are calls of macros: `{{ hg_date_diff("'day'", "a", "b") }}`. What stands in braces stays. */
export function withMacros(sql: string): string {
  const found = nextCall(sql);
  if (found === undefined) return sql;
  const { start, end, name, args } = found;
  return `${sql.slice(0, start)}{{ ${macroCall(name, args)} }}${withMacros(sql.slice(end))}`;
}

/** Macros in `macros/functions.sql`, an implementation an adapter. */
export function functionMacros(): string {
  const parts = portableFunctions.map(({ name, duckdb, spark, trino }) => {
    const parameters = ['a', 'b', 'c']
      .filter((letter) => duckdb.includes(`{{ ${letter} }}`))
      .join(', ');
    const macro = (prefix: string, body: string): string =>
      `{% macro ${prefix}hg_${name}(${parameters}) -%}\n${body}\n{%- endmacro %}`;
    const dispatch = `{{ return(adapter.dispatch('hg_${name}')(${parameters})) }}`;
    return [
      macro('', dispatch),
      macro('default__', duckdb),
      macro('spark__', spark),
      macro('trino__', trino),
    ].join('\n\n');
  });
  return `${parts.join('\n\n')}\n`;
}

interface Call {
  start: number;
  end: number;
  name: string;
  args: string[];
}

function nextCall(sql: string): Call | undefined {
  const code = maskSql(sql);
  const match = call.exec(code);
  if (match === null) return undefined;
  const [text, name] = match;
  const open = match.index + text.length;
  if (name === undefined) return { start: match.index, end: open, name: 'text', args: [] };
  const args = argumentsAt(sql, code, open);
  return args && { start: match.index, name: name.toLowerCase(), ...args };
}

/** The arguments from after the opening parenthesis; undefined where it never closes or braces stand within. */
function argumentsAt(
  sql: string,
  code: string,
  open: number,
): { args: string[]; end: number } | undefined {
  const args: string[] = [];
  let depth = 0;
  let from = open;
  for (let i = open; i < code.length; i++) {
    const mark = code[i]!;
    if ('([{'.includes(mark)) depth++;
    const isEnd = depth === 0 && mark === ')';
    if (isEnd || (depth === 0 && mark === ',')) {
      args.push(sql.slice(from, i).trim());
      from = i + 1;
    }
    if (isEnd) return sql.slice(open, i).includes('{{') ? undefined : { args, end: i + 1 };
    if (')]}'.includes(mark)) depth--;
  }
  return undefined;
}

function macroCall(name: string, args: readonly string[]): string {
  return `hg_${name}(${args.map(argument).join(', ')})`;
}

/** An argument as an expression of Jinja: strings, and calls within it, joined by `~`. */
function argument(text: string): string {
  const found = nextCall(text);
  if (found === undefined) return jinjaString(text);
  const parts = [
    ...(found.start > 0 ? [jinjaString(text.slice(0, found.start))] : []),
    macroCall(found.name, found.args),
    ...(found.end < text.length ? [argument(text.slice(found.end))] : []),
  ];
  return parts.join(' ~ ');
}
