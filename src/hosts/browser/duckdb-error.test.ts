import { expect, it } from 'vitest';
import { readableError } from './duckdb-error.ts';

it('says a packed error as native DuckDB does', () => {
  const packed =
    '{"exception_type":"Parser","exception_message":"syntax error at or near \\"at\\""}';
  expect(readableError(new Error(packed))).toEqual(
    new Error('Parser Error: syntax error at or near "at"'),
  );
});

it('keeps the place', () => {
  const packed = '{"exception_type":"Binder","exception_message":"no such column","position":"47"}';
  expect(readableError(new Error(packed))).toMatchObject({
    ...{ message: 'Binder Error: no such column', position: '47' },
  });
});

it('leaves other failures alone', () => {
  const plain = new Error('Binder Error: Referenced column "x" not found');
  expect(readableError(plain)).toBe(plain);
});
