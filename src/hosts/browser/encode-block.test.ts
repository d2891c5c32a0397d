import { RecordBatchReader, tableFromIPC } from 'apache-arrow';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Block } from '../../engine/ports.ts';
import { encodeBlock } from './encode-block.ts';
import { blockOf } from './read-blocks.ts';

const blockOfTexts = (values: (string | null)[]): Block => ({
  rows: values.length,
  columns: [{ name: 'text', type: 'VARCHAR', values }],
});
const schemaOf = (block: Block) => tableFromIPC(encodeBlock(block, fieldsLike(block))).schema;

// The schema only says where a timestamp is wanted; encoding once with the block's own types makes one.
function fieldsLike(block: Block) {
  const types = {
    VARCHAR: 'Utf8',
    BIGINT: 'Int64',
    UBIGINT: 'Uint64',
    INTEGER: 'Int32',
    DOUBLE: 'Float64',
    BOOLEAN: 'Bool',
  };
  return {
    fields: block.columns.map(({ type }) => ({ type: { toString: () => types[type] } })),
  } as never;
}

describe('texts', () => {
  it('arrive as they were, whatever they hold', () => {
    const text = fc.option(
      fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' })),
    );
    fc.assert(
      fc.property(fc.array(text), (values) => {
        const block = blockOfTexts(values);
        // apache-arrow reads value by value; the block reader at once where it can.
        const table = tableFromIPC(encodeBlock(block, fieldsLike(block)));
        const seen = table.getChild('text')?.toArray() ?? [];
        expect([...(seen as Iterable<unknown>)]).toEqual(values);
        const reader = RecordBatchReader.from(encodeBlock(block, fieldsLike(block))).open();
        const back = blockOf(reader.schema, [...reader]);
        expect(back).toEqual(block);
      }),
    );
  });

  it('have half pairs replaced, as TextEncoder does, one by one', () => {
    const values = ['a\ud800', '\udc00b', 'ü', '👍'];
    const block = blockOfTexts(values);
    const table = tableFromIPC(encodeBlock(block, fieldsLike(block)));
    const expected = values.map((value) =>
      new TextDecoder().decode(new TextEncoder().encode(value)),
    );
    expect([...(table.getChild('text')!.toArray() as Iterable<unknown>)]).toEqual(expected);
  });
});

it('keeps numbers and flags to the last bit', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.tuple(
          fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n),
          fc.bigInt(0n, 2n ** 64n - 1n),
          fc.integer(),
          fc.double(),
          fc.boolean(),
        ),
      ),
      (tuples) => {
        const block: Block = {
          rows: tuples.length,
          columns: [
            { name: 'b', type: 'BIGINT', values: BigInt64Array.from(tuples, ([b]) => b) },
            { name: 'u', type: 'UBIGINT', values: BigUint64Array.from(tuples, ([, u]) => u) },
            { name: 'i', type: 'INTEGER', values: Int32Array.from(tuples, ([, , i]) => i) },
            { name: 'd', type: 'DOUBLE', values: Float64Array.from(tuples, ([, , , d]) => d) },
            {
              name: 'f',
              type: 'BOOLEAN',
              values: Uint8Array.from(tuples, ([, , , , f]) => Number(f)),
            },
          ],
        };
        const reader = RecordBatchReader.from(encodeBlock(block, fieldsLike(block))).open();
        expect(blockOf(reader.schema, [...reader])).toEqual(block);
      },
    ),
  );
});

it('refuses a block that does not fit its table', () => {
  const block = blockOfTexts(['x']);
  const schema = schemaOf(block);
  expect(() => encodeBlock({ rows: 0, columns: [] }, schema)).toThrow(
    'columns of the block: 0, of the table: 1',
  );
  const numbers: Block = {
    rows: 1,
    columns: [{ name: 'n', type: 'INTEGER', values: new Int32Array(1) }],
  };
  expect(() => encodeBlock(numbers, schema)).toThrow('cannot append INTEGER to Utf8: n');
});
