import {
  Bool,
  Field,
  Float64,
  Int32,
  Int64,
  RecordBatch,
  Schema,
  Struct,
  Table,
  TimestampMicrosecond,
  Uint64,
  Utf8,
  makeData,
  tableToIPC,
} from 'apache-arrow';
import type { Data, DataType } from 'apache-arrow';
import type { Block, Column, ColumnType } from '../../engine/ports.ts';

const arrowTypes: Record<ColumnType, () => DataType> = {
  VARCHAR: () => new Utf8(),
  BIGINT: () => new Int64(),
  UBIGINT: () => new Uint64(),
  INTEGER: () => new Int32(),
  DOUBLE: () => new Float64(),
  BOOLEAN: () => new Bool(),
};
const encoder = new TextEncoder();
const surrogate = /[\ud800-\udfff]/;

/**
 * A block as an Arrow IPC stream for a table of that schema. BIGINT microseconds go into a TIMESTAMP.
 * Throws RangeError when the numbers of columns differ and TypeError when a column does not fit.
 */
export function encodeBlock(block: Block, table: Schema): Uint8Array {
  if (table.fields.length !== block.columns.length)
    throw new RangeError(
      `columns of the block: ${block.columns.length}, of the table: ${table.fields.length}`,
    );
  const types = block.columns.map((column, i) => encodedType(column, table.fields[i]!.type));
  const fields = block.columns.map(({ name }, i) => new Field(name, types[i]!, true));
  const children = block.columns.map((column, i) => dataOf(column, types[i]!, block.rows));
  const data = makeData({ type: new Struct(fields), length: block.rows, nullCount: 0, children });
  return tableToIPC(new Table(new RecordBatch(new Schema(fields), data)), 'stream');
}

function encodedType(column: Column, tableType: DataType): DataType {
  const type = arrowTypes[column.type]();
  const timestamp = new TimestampMicrosecond(null);
  if (column.type === 'BIGINT' && String(tableType) === String(timestamp)) return timestamp;
  if (String(tableType) !== String(type))
    throw new TypeError(`cannot append ${column.type} to ${tableType}: ${column.name}`);
  return type;
}

function dataOf({ type, values }: Column, arrowType: DataType, length: number): Data {
  if (type === 'VARCHAR') return textData(values as (string | null)[]);
  const data = type === 'BOOLEAN' ? bitsOf(values as Uint8Array) : values;
  return makeData({ type: arrowType, length, nullCount: 0, data } as never);
}

function bitsOf(flags: Uint8Array): Uint8Array {
  const bits = new Uint8Array(Math.ceil(flags.length / 8));
  for (let row = 0; row < flags.length; row++) if (flags[row]) bits[row >> 3]! |= 1 << (row & 7);
  return bits;
}

function textData(given: (string | null)[]): Data {
  const values = given.join('').search(surrogate) < 0 ? given : given.map(wellFormed);
  const text = values.join('');
  const data = encoder.encode(text);
  const length = values.length;
  const valueOffsets = new Int32Array(length + 1);
  const bytesOf = data.length === text.length ? (value: string) => value.length : utf8Length;
  for (let row = 0; row < length; row++)
    valueOffsets[row + 1] = valueOffsets[row]! + bytesOf(values[row] ?? '');
  return makeData({ type: new Utf8(), length, data, valueOffsets, ...validity(values) });
}

// Half a pair is no character: it would be encoded otherwise, or pair up with the next value's half.
function wellFormed(value: string | null): string | null {
  return value === null ? null : value.replace(/\p{Surrogate}/gu, '\ufffd');
}

function utf8Length(text: string): number {
  let length = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    // Both halves of a pair count two bytes each.
    if (unit > 0x7f) length += unit > 0x7ff && (unit < 0xd800 || unit > 0xdfff) ? 2 : 1;
  }
  return length;
}

function validity(values: (string | null)[]): { nullCount: number; nullBitmap?: Uint8Array } {
  const valid = Uint8Array.from(values, (value) => (value === null ? 0 : 1));
  const nullCount = valid.reduce((count, flag) => count - flag, values.length);
  return nullCount === 0 ? { nullCount } : { nullCount, nullBitmap: bitsOf(valid) };
}
