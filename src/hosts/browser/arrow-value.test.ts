import { DateDay, Field, Float64, Struct, TimestampNanosecond, Utf8, makeData } from 'apache-arrow';
import { expect, it } from 'vitest';
import { valueReader } from './arrow-value.ts';

it('takes a key like __proto__ as any other', () => {
  const key = new Field('__proto__', new Float64());
  const child = makeData({
    type: new Float64(),
    length: 1,
    nullCount: 0,
    data: new Float64Array([7]),
  });
  const struct = makeData({ type: new Struct([key]), length: 1, nullCount: 0, children: [child] });
  const value = valueReader(struct)(0) as object;
  expect(Object.keys(value)).toEqual(['__proto__']);
  expect(Object.getPrototypeOf(value)).toBeNull();
});

it('reads days far from today', () => {
  const days = makeData({
    type: new DateDay(),
    length: 3,
    nullCount: 0,
    data: new Int32Array([0, -1, 20_697]),
  });
  expect([0, 1, 2].map(valueReader(days))).toEqual(['1970-01-01', '1969-12-31', '2026-09-01']);
});

it('gives nanoseconds as microseconds, also before 1970', () => {
  const times = makeData({
    type: new TimestampNanosecond(null),
    length: 2,
    nullCount: 0,
    data: new BigInt64Array([1999n, -2000n]),
  });
  expect([0, 1].map(valueReader(times))).toEqual([1n, -2n]);
});

it('gives null where the bitmap says so', () => {
  const texts = makeData({
    type: new Utf8(),
    length: 2,
    nullCount: 1,
    nullBitmap: new Uint8Array([0b10]),
    valueOffsets: new Int32Array([0, 0, 1]),
    data: new TextEncoder().encode('x'),
  });
  expect([0, 1].map(valueReader(texts))).toEqual([null, 'x']);
});
