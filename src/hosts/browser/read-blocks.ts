import { DataType, Precision } from 'apache-arrow';
import type { Data, Field, RecordBatch, Schema } from 'apache-arrow';
import type { Block, Column, ColumnType } from '../../engine/ports.ts';

const decoder = new TextDecoder();

/** Puts record batches together to one block. Throws TypeError on a type that does not cross in bulk and on a null number. */
export function blockOf(schema: Schema, batches: RecordBatch[]): Block {
  const rows = batches.reduce((sum, batch) => sum + batch.numRows, 0);
  const columns = schema.fields.map((field, index) => {
    const parts = batches.map((batch) => batch.data.children[index]!);
    return columnOf(field, parts, rows);
  });
  return { rows, columns };
}

function columnOf({ name, type: arrowType }: Field, parts: Data[], rows: number): Column {
  const type = columnType(name, arrowType);
  if (type === 'VARCHAR') return { name, type, values: parts.flatMap(textsOf) };
  if (parts.some((part) => part.nullCount > 0))
    throw new TypeError(`null in a column of numbers: ${name}`);
  const values = newNumbers(type, rows);
  let at = 0;
  for (const part of parts) {
    // Buffers are padded, so they may be longer than the column.
    const exact = type === 'BOOLEAN' ? bitsOf(part) : part.values.subarray(0, part.length);
    values.set(exact as never, at);
    at += part.length;
  }
  return { name, type, values };
}

function columnType(name: string, type: DataType): ColumnType {
  if (DataType.isUtf8(type)) return 'VARCHAR';
  if (DataType.isBool(type)) return 'BOOLEAN';
  if (DataType.isFloat(type) && type.precision === Precision.DOUBLE) return 'DOUBLE';
  if (DataType.isInt(type) && type.bitWidth === 64) return type.isSigned ? 'BIGINT' : 'UBIGINT';
  if (DataType.isInt(type) && type.bitWidth === 32 && type.isSigned) return 'INTEGER';
  throw new TypeError(`cannot cross in bulk: ${name} ${type}`);
}

function newNumbers(type: Exclude<ColumnType, 'VARCHAR'>, rows: number) {
  if (type === 'BIGINT') return new BigInt64Array(rows);
  if (type === 'UBIGINT') return new BigUint64Array(rows);
  if (type === 'INTEGER') return new Int32Array(rows);
  return type === 'DOUBLE' ? new Float64Array(rows) : new Uint8Array(rows);
}

function bitsOf({ values, length, offset }: Data): Uint8Array {
  const bits = new Uint8Array(length);
  for (let row = 0; row < length; row++)
    bits[row] = ((values as Uint8Array)[(offset + row) >> 3]! >> ((offset + row) & 7)) & 1;
  return bits;
}

// One decoding of all bytes is several times as fast as one a value, but offsets count bytes: it serves
// where every character is one byte.
function textsOf(data: Data): (string | null)[] {
  const offsets = data.valueOffsets as Int32Array;
  const start = offsets[0] ?? 0;
  const bytes = (data.values as Uint8Array).subarray(start, offsets[data.length]);
  const text = decoder.decode(bytes);
  const textAt =
    text.length === bytes.length
      ? (row: number) => text.slice(offsets[row]! - start, offsets[row + 1]! - start)
      : (row: number) =>
          decoder.decode(bytes.subarray(offsets[row]! - start, offsets[row + 1]! - start));
  const isValid = data.nullCount === 0 ? () => true : (row: number) => data.getValid(row);
  const texts = new Array<string | null>(data.length);
  for (let row = 0; row < data.length; row++) texts[row] = isValid(row) ? textAt(row) : null;
  return texts;
}
