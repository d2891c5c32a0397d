import {
  combinationsOf,
  countGroups,
  indicesOf,
  mostGroups,
} from '../core/metrics/count-groups.ts';
import type { Amounts, CodedColumn } from '../core/metrics/count-groups.ts';
import type { CompiledScan } from '../core/metrics/compile-measures.ts';
import { rowsOfGroups, scanColumns, topGroups } from '../core/metrics/scan-columns.ts';
import { compactAmounts, CodeBook } from './code-book.ts';
import type { CallOptions, Database, Row } from './ports.ts';

/** Conditions whose rows are remembered. */
const keptConditions = 32;

/**
 * The columns of one table that questions were counted from, as small numbers in memory, rows of a person next to each other: counting by
 * them again takes milliseconds, whatever the filter. What a column or a condition is stays SQL, and DuckDB evaluates it, each once.
 */
export class MetricCube {
  readonly #from: string;
  readonly #rows: number;
  /** The place in the table of each row here; undefined: nobody is counted, rows stay as they are. */
  readonly #order: Uint32Array | undefined;
  /** Who a row is of, as SQL; undefined: nobody is counted. */
  readonly people: string | undefined;
  readonly #people: Uint32Array;
  readonly #keys = new Map<string, CodedColumn>();
  readonly #amounts = new Map<string, Amounts>();
  readonly #conditions = new Map<string, Uint8Array>();

  private constructor({ from, rows }: Omit<Wanted, 'sql'>, people?: [string, CodedColumn]) {
    this.#from = from;
    this.#rows = rows;
    const [sql, coded] = people ?? [];
    this.people = sql;
    this.#order = coded && orderByCode(coded);
    this.#people = Uint32Array.from(coded === undefined ? [] : this.#inOrder(coded.codes));
  }

  /** Reads who each row is of. */
  static async open(
    db: Database,
    from: string,
    people: string | undefined,
    options: CallOptions,
  ): Promise<MetricCube> {
    const [counted] = await db.rows(`select count(*) as n from ${from}`, options);
    const rows = Number(counted!['n']);
    if (people === undefined) return new MetricCube({ from, rows });
    const codes = await readCodes(db, { from, sql: people, rows }, options);
    return new MetricCube({ from, rows }, [people, codes]);
  }

  /** Whether a scan can be counted without reading another column. */
  holds(scan: CompiledScan): boolean {
    const columns = scanColumns(scan);
    return (
      columns !== undefined &&
      (columns.people === undefined || columns.people === this.people) &&
      columns.keys.every((sql) => this.#keys.has(sql)) &&
      columns.amounts.every(({ sql }) => this.#amounts.has(sql)) &&
      combinationsOf(columns.keys.map((sql) => this.#keys.get(sql)!)) <= mostGroups
    );
  }

  /** Reads the columns of a scan that are not here yet, one statement each. */
  async load(db: Database, scan: CompiledScan, options: CallOptions): Promise<void> {
    const columns = scanColumns(scan);
    const from = this.#from;
    const rows = this.#rows;
    for (const sql of columns?.keys ?? []) {
      if (this.#keys.has(sql)) continue;
      const { codes, values } = await readCodes(db, { from, sql, rows }, options);
      this.#keys.set(sql, { codes: this.#inOrder(codes), values });
    }
    for (const { sql } of columns?.amounts ?? []) {
      if (this.#amounts.has(sql)) continue;
      const amounts = await readAmounts(db, { from, sql, rows }, options);
      // Sums of fractions depend on their order: DuckDB's word counts.
      if (!amounts.every(Number.isSafeInteger)) return;
      this.#amounts.set(sql, this.#inOrder(amounts));
    }
  }

  /** The rows that the scan's SQL returns, as far as its `top` wants them; the scan is one that this holds. */
  async count(db: Database, scan: CompiledScan, options: CallOptions): Promise<Row[]> {
    const { keys, amounts } = scanColumns(scan)!;
    const rows = await this.#chosen(db, scan.conditions, options);
    const groups = countGroups(
      { rows, people: this.#people, keys: keys.map((sql) => this.#keys.get(sql)!) },
      amounts.map(({ kind, sql }) => ({ kind, amounts: this.#amounts.get(sql)! })),
      { skipEmpty: scan.skipEmpty === true },
    );
    return rowsOfGroups(scan, topGroups(scan, groups));
  }

  /** The rows that meet all conditions. */
  async #chosen(
    db: Database,
    conditions: readonly string[],
    options: CallOptions,
  ): Promise<Uint32Array> {
    const key = conditions.join('\n');
    if (this.#last?.key === key) return this.#last.rows;
    const unknown = [...new Set(conditions)].filter((sql) => !this.#conditions.has(sql));
    const found = await readFlags(db, { from: this.#from, rows: this.#rows }, unknown, options);
    unknown.forEach((sql, i) => this.#conditions.set(sql, this.#inOrder(found[i]!)));
    const all = conditions.map((sql) => this.#recall(sql));
    const meets = all.reduce((one, other) => one.map((flag, row) => flag & other[row]!));
    for (const sql of [...this.#conditions.keys()].slice(0, -keptConditions))
      this.#conditions.delete(sql);
    this.#last = { key, rows: indicesOf(meets) };
    return this.#last.rows;
  }

  /** Queries of one question follow each other: most ask for the same rows. */
  #last: { key: string; rows: Uint32Array } | undefined;

  #recall(sql: string): Uint8Array {
    const flags = this.#conditions.get(sql)!;
    this.#conditions.delete(sql);
    this.#conditions.set(sql, flags);
    return flags;
  }

  #inOrder<T extends Uint8Array | Uint16Array | Uint32Array | Int32Array | Float64Array>(
    column: T,
  ): T {
    const order = this.#order;
    if (order === undefined) return column;
    const ordered = new (column.constructor as new (length: number) => T)(column.length);
    for (let i = 0; i < order.length; i++) ordered[i] = column[order[i]!]!;
    return ordered;
  }
}

interface Wanted {
  from: string;
  sql: string;
  rows: number;
}

async function readCodes(
  db: Database,
  { from, sql, rows }: Wanted,
  options: CallOptions,
): Promise<CodedColumn> {
  const book = new CodeBook(rows);
  for await (const block of db.blocks(
    `select cast(${sql} as varchar) as value from ${from}`,
    options,
  ))
    book.add(block.columns[0]!.values as (string | null)[]);
  return book.finish();
}

async function readAmounts(
  db: Database,
  { from, sql, rows }: Wanted,
  options: CallOptions,
): Promise<Amounts> {
  const amounts = new Float64Array(rows);
  let at = 0;
  for await (const block of db.blocks(
    `select cast(${sql} as double) as amount from ${from}`,
    options,
  )) {
    amounts.set(block.columns[0]!.values as Float64Array, at);
    at += block.rows;
  }
  return compactAmounts(amounts);
}

async function readFlags(
  db: Database,
  { from, rows }: Omit<Wanted, 'sql'>,
  conditions: readonly string[],
  options: CallOptions,
): Promise<Uint8Array[]> {
  const flags = conditions.map(() => new Uint8Array(rows));
  if (conditions.length === 0) return flags;
  const columns = conditions.map((sql, i) => `coalesce(${sql}, false) as c${i}`);
  let at = 0;
  for await (const block of db.blocks(`select ${columns.join(', ')} from ${from}`, options)) {
    flags.forEach((flag, i) => flag.set(block.columns[i]!.values as Uint8Array, at));
    at += block.rows;
  }
  return flags;
}

/** The places of rows, those with the same code next to each other, in the order of the codes. */
function orderByCode({ codes, values }: CodedColumn): Uint32Array {
  const starts = new Uint32Array(values.length + 1);
  for (let i = 0; i < codes.length; i++) starts[codes[i]! + 1]! += 1;
  for (let code = 0; code < values.length; code++) starts[code + 1]! += starts[code]!;
  const order = new Uint32Array(codes.length);
  for (let i = 0; i < codes.length; i++) order[starts[codes[i]!]!++] = i;
  return order;
}
