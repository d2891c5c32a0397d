import {
  DuckDBArrayValue,
  DuckDBBlobValue,
  DuckDBDecimalValue,
  DuckDBListValue,
  DuckDBMapValue,
  DuckDBStructValue,
  DuckDBTimestampMillisecondsValue,
  DuckDBTimestampNanosecondsValue,
  DuckDBTimestampSecondsValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBUnionValue,
} from '@duckdb/node-api';
import type { DuckDBValue } from '@duckdb/node-api';
import type { Value } from '../../engine/ports.ts';

/**
 * Turns a value of DuckDB into the port's: integers of 64 bits and more as bigint, timestamps as
 * microseconds, DECIMAL as number, MAP and STRUCT as objects, DATE, TIME, INTERVAL, UUID and BIT as text.
 */
export function valueOf(value: DuckDBValue): Value {
  if (value === null || typeof value !== 'object') return value as Value;
  return timestampOf(value) ?? nestedOf(value) ?? scalarOf(value);
}

function timestampOf(value: object): bigint | undefined {
  if (value instanceof DuckDBTimestampValue) return value.micros;
  if (value instanceof DuckDBTimestampTZValue) return value.micros;
  if (value instanceof DuckDBTimestampSecondsValue) return value.seconds * 1_000_000n;
  if (value instanceof DuckDBTimestampMillisecondsValue) return value.millis * 1000n;
  if (value instanceof DuckDBTimestampNanosecondsValue) return value.nanos / 1000n;
  return undefined;
}

function nestedOf(value: object): Value | undefined {
  if (value instanceof DuckDBMapValue) {
    return objectOf(value.entries.map((entry) => [keyOf(entry.key), entry.value]));
  }
  if (value instanceof DuckDBStructValue) return objectOf(Object.entries(value.entries));
  if (value instanceof DuckDBListValue || value instanceof DuckDBArrayValue)
    return value.items.map(valueOf);
  if (value instanceof DuckDBUnionValue) return valueOf(value.value);
  return undefined;
}

function scalarOf(value: object): Value {
  if (value instanceof DuckDBBlobValue) return new Uint8Array(value.bytes);
  if (value instanceof DuckDBDecimalValue) return value.toDouble();
  return String(value);
}

function keyOf(key: DuckDBValue): string {
  return typeof key === 'string' ? key : String(valueOf(key));
}

// Without a prototype, so that a key `__proto__` or `constructor` of an export is a key like any other.
function objectOf(entries: [string, DuckDBValue][]): { [key: string]: Value } {
  const object = Object.create(null) as { [key: string]: Value };
  for (const [key, value] of entries) object[key] = valueOf(value);
  return object;
}
