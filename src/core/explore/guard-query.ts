import { sqlLexemes } from '../../lib/sql-lexemes.ts';
import type { SqlLexeme } from '../../lib/sql-lexemes.ts';

/** Table functions that reach nothing but the database itself and change nothing. */
const harmlessFunctions: ReadonlySet<string> = new Set([
  'duckdb_columns',
  'duckdb_functions',
  'duckdb_keywords',
  'duckdb_schemas',
  'duckdb_tables',
  'duckdb_types',
  'duckdb_views',
  'generate_series',
  'json_each',
  'json_tree',
  'pg_timezone_names',
  'pragma_table_info',
  'range',
  'repeat',
  'repeat_row',
  'summary',
  'unnest',
]);

/** Words after which a relation is named. */
const beforeRelations = new Set([
  ...['from', 'join', 'table', 'lateral', 'describe', 'desc', 'show', 'summarize'],
  ...['pivot', 'pivot_wider', 'pivot_longer', 'unpivot'],
]);
// DuckDB reads a relation of such a name as a file.
const fileName =
  /\.(?:csv|tsv|txt|parquet|jsonl?|ndjson|geojson|arrows?|ipc|avro|xlsx|db|duckdb|sqlite)\b/i;

/**
 * What in a query reaches outside of the published tables: a call of a table function that is not known to be harmless, or a
 * relation that DuckDB would read as a file. Undefined: nothing. `tableFunctions`: names (in lower case) of the engine's table
 * functions that are nothing else; a new version's are then refused until someone has looked at them.
 */
export function forbiddenIn(sql: string, tableFunctions: ReadonlySet<string>): string | undefined {
  const lexemes = sqlLexemes(sql);
  const call = lexemes.find(
    (one, i) =>
      isName(one) &&
      isSign(lexemes[i + 1], '(') &&
      tableFunctions.has(one.value.toLowerCase()) &&
      !harmlessFunctions.has(one.value.toLowerCase()),
  );
  return call?.value ?? relationsOf(lexemes).find((name) => fileName.test(name));
}

/** Names that stand, or may stand, where a relation is read. */
function relationsOf(lexemes: readonly SqlLexeme[]): string[] {
  const found: string[] = [];
  // For each open parenthesis whether a comma may be followed by a relation.
  const lists = [false];
  let named = -1;
  lexemes.forEach((one, i) => {
    const before = lexemes[i - 1];
    const isPlace =
      isFrom(lexemes, i - 1) ||
      (lists.at(-1)! && (isSign(before, ',') || isSign(before, '('))) ||
      // `from name: relation`
      (isSign(before, ':') && named === i - 2);
    if (isPlace) named = i;
    if (isSign(one, '(')) lists.push(isPlace || before?.value === 'histogram');
    else if (isSign(one, ')') && lists.length > 1) lists.pop();
    else if (isFrom(lexemes, i)) lists[lists.length - 1] = true;
    if (isPlace && one.kind !== 'sign') found.push(nameAt(lexemes, i));
  });
  return found;
}

function isFrom(lexemes: readonly SqlLexeme[], i: number): boolean {
  const one = lexemes[i];
  if (one?.kind !== 'word' || !beforeRelations.has(one.value)) return false;
  // `a is [not] distinct from 'x'` compares.
  const [third, second, first] = lexemes.slice(Math.max(0, i - 3), i).reverse();
  const compares = third?.value === 'distinct' && (second?.value === 'is' || first?.value === 'is');
  return one.value !== 'from' || !compares;
}

/** The name that begins there: `a.b.c`, texts side by side as the one that they are. */
function nameAt(lexemes: readonly SqlLexeme[], start: number): string {
  let name = lexemes[start]!.value;
  for (let i = start + 1; i < lexemes.length; i++) {
    const one = lexemes[i]!;
    const isDot = isSign(one, '.');
    const goesOn =
      isSign(lexemes[i - 1], '.') || (one.kind === 'text' && lexemes[i - 1]!.kind === 'text');
    if (!isDot && !goesOn) break;
    name += one.value;
  }
  return name;
}

const isName = ({ kind }: SqlLexeme): boolean => kind === 'word' || kind === 'quoted';
const isSign = (one: SqlLexeme | undefined, sign: string): boolean =>
  one?.kind === 'sign' && one.value === sign;
