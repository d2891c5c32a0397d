import { DataType, TimeUnit, Type } from 'apache-arrow';
import type { Data, Decimal } from 'apache-arrow';
import type { Value } from '../../engine/ports.ts';

/** Reads one row of a column; undefined rows do not occur. */
type Reader = (row: number) => Value;

const microsPerUnit: Record<TimeUnit, (value: bigint) => bigint> = {
  [TimeUnit.SECOND]: (value) => value * 1_000_000n,
  [TimeUnit.MILLISECOND]: (value) => value * 1000n,
  [TimeUnit.MICROSECOND]: (value) => value,
  [TimeUnit.NANOSECOND]: (value) => value / 1000n,
};
const decoder = new TextDecoder();

/**
 * A reader of the values of a column of one record batch, in the port's terms: 64 bits and HUGEINT as bigint,
 * timestamps as microseconds, DECIMAL as number, DATE and TIME as text, MAP and STRUCT as objects.
 * Arrow's own accessors would round a timestamp to milliseconds. Throws TypeError on a type it does not know.
 */
export function valueReader(data: Data): Reader {
  const read = knownReader(data);
  return (row) => (data.getValid(row) ? read(row) : null);
}

function knownReader(data: Data): Reader {
  const { type, values } = data;
  switch (type.typeId) {
    case Type.Null:
      return () => null;
    case Type.Int:
    case Type.Float:
      return (row) => values[row] as number | bigint;
    case Type.Bool:
      return (row) => ((values[(data.offset + row) >> 3] >> ((data.offset + row) & 7)) & 1) === 1;
    case Type.Utf8:
      return (row) => decoder.decode(bytesOf(data, row));
    case Type.Binary:
      return (row) => bytesOf(data, row).slice();
    case Type.Decimal:
      return decimalReader(data);
    default:
      return timeReader(data) ?? nestedReader(data);
  }
}

function bytesOf({ values, valueOffsets }: Data, row: number): Uint8Array {
  return (values as Uint8Array).subarray(valueOffsets[row], valueOffsets[row + 1]);
}

// 128 bits in four little-endian words; HUGEINT comes as DECIMAL(38, 0).
function decimalReader(data: Data): Reader {
  const words = data.values as Uint32Array;
  const { precision, scale } = data.type as Decimal;
  return (row) => {
    const [a, b, c, d] = words.subarray(row * 4, row * 4 + 4) as unknown as number[];
    const unsigned = (BigInt(d!) << 96n) | (BigInt(c!) << 64n) | (BigInt(b!) << 32n) | BigInt(a!);
    const value = BigInt.asIntN(128, unsigned);
    return precision === 38 && scale === 0 ? value : Number(`${value}e-${scale}`);
  };
}

function timeReader({ type, values }: Data): Reader | undefined {
  if (DataType.isTimestamp(type)) {
    const micros = microsPerUnit[type.unit];
    return (row) => micros((values as BigInt64Array)[row]!);
  }
  if (DataType.isDate(type)) return (row) => dateText(Number(values[row]));
  if (DataType.isTime(type)) return (row) => timeText(BigInt(values[row] as bigint));
  return undefined;
}

function dateText(days: number): string {
  return new Date(days * 86_400_000).toISOString().replace(/T.*$/, '');
}

function timeText(micros: bigint): string {
  const text = new Date(Number(micros / 1000n)).toISOString().slice(11, 19);
  const fraction = String(micros % 1_000_000n)
    .padStart(6, '0')
    .replace(/0+$/, '');
  return fraction === '' ? text : `${text}.${fraction}`;
}

function nestedReader(data: Data): Reader {
  const { type, children, valueOffsets } = data;
  if (DataType.isStruct(type)) {
    const fields = type.children.map(({ name }, i) => [name, valueReader(children[i]!)] as const);
    return (row) => objectOf(fields.map(([name, read]) => [name, read(row)]));
  }
  if (DataType.isList(type)) {
    const read = valueReader(children[0]!);
    return (row) => range(valueOffsets[row]!, valueOffsets[row + 1]!).map(read);
  }
  if (DataType.isFixedSizeList(type)) {
    const read = valueReader(children[0]!);
    return (row) => range(row * type.listSize, (row + 1) * type.listSize).map(read);
  }
  if (DataType.isMap(type)) {
    const [key, value] = children[0]!.children.map(valueReader) as [Reader, Reader];
    return (row) =>
      objectOf(
        range(valueOffsets[row]!, valueOffsets[row + 1]!).map((at) => [String(key(at)), value(at)]),
      );
  }
  throw new TypeError(`cannot read a value, cast it in SQL: ${type}`);
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}

// Without a prototype, so that a key `__proto__` or `constructor` of an export is a key like any other.
function objectOf(entries: [string, Value][]): { [key: string]: Value } {
  const object = Object.create(null) as { [key: string]: Value };
  for (const [key, value] of entries) object[key] = value;
  return object;
}
