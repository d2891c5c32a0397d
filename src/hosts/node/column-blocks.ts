import { DuckDBDataChunk, DuckDBTimestampValue, DuckDBTypeId } from '@duckdb/node-api';
import type {
  DuckDBAppender,
  DuckDBResult,
  DuckDBType,
  DuckDBValue,
  DuckDBVector,
} from '@duckdb/node-api';
import type { Block, Column, ColumnType } from '../../engine/ports.ts';

/** Chunks of 2,048 rows put together to a block: large enough to make work a block cheap, small enough to drop. */
const chunksInBlock = 32;
const chunkRows = 2048;

/** Types of DuckDB that are stored as the port's. */
const columnTypes = new Map<DuckDBTypeId, ColumnType>([
  [DuckDBTypeId.VARCHAR, 'VARCHAR'],
  [DuckDBTypeId.ENUM, 'VARCHAR'],
  [DuckDBTypeId.BIGINT, 'BIGINT'],
  [DuckDBTypeId.UBIGINT, 'UBIGINT'],
  [DuckDBTypeId.INTEGER, 'INTEGER'],
  [DuckDBTypeId.DOUBLE, 'DOUBLE'],
  [DuckDBTypeId.BOOLEAN, 'BOOLEAN'],
]);

type Header = { name: string; type: ColumnType }[];

/** Yields the rows of a result in blocks of up to 65,536 rows; throws on a type that does not cross in bulk and on a null number. */
export async function* readBlocks(result: DuckDBResult): AsyncGenerator<Block, void, void> {
  const header = headerOf(result);
  for (;;) {
    const chunks: DuckDBDataChunk[] = [];
    while (chunks.length < chunksInBlock) {
      const chunk = await result.fetchChunk();
      if (chunk === null || chunk.rowCount === 0) break;
      chunks.push(chunk);
    }
    if (chunks.length > 0) yield blockOf(chunks, header);
    if (chunks.length < chunksInBlock) return;
  }
}

function headerOf(result: DuckDBResult): Header {
  const names = result.deduplicatedColumnNames();
  return names.map((name, index) => {
    const type = columnTypes.get(result.columnTypeId(index));
    if (type === undefined)
      throw new TypeError(`cannot cross in bulk: ${name} ${result.columnType(index)}`);
    return { name, type };
  });
}

function blockOf(chunks: DuckDBDataChunk[], header: Header): Block {
  const rows = chunks.reduce((sum, chunk) => sum + chunk.rowCount, 0);
  const columns = header.map((column, index) => {
    const values = newValues(column.type, rows);
    let at = 0;
    for (const chunk of chunks) {
      readVector(chunk.getColumnVector(index), values as unknown[], at, column);
      at += chunk.rowCount;
    }
    return { ...column, values };
  });
  return { rows, columns };
}

function newValues(type: ColumnType, rows: number): Column['values'] {
  if (type === 'VARCHAR') return new Array<string | null>(rows).fill(null);
  if (type === 'BIGINT') return new BigInt64Array(rows);
  if (type === 'UBIGINT') return new BigUint64Array(rows);
  if (type === 'INTEGER') return new Int32Array(rows);
  return type === 'DOUBLE' ? new Float64Array(rows) : new Uint8Array(rows);
}

function readVector(
  vector: DuckDBVector,
  values: unknown[],
  at: number,
  column: Header[number],
): void {
  for (let row = 0; row < vector.itemCount; row++) {
    const value = vector.getItem(row);
    if (value === null && column.type !== 'VARCHAR')
      throw new TypeError(`null in a column of numbers: ${column.name}`);
    values[at + row] = value;
  }
}

/** Appends a block; the caller closes the appender. Numbers go into any column stored the same way (TIMESTAMP as BIGINT). */
export function appendBlock(appender: DuckDBAppender, block: Block): void {
  const types = block.columns.map((column, index) =>
    appendType(column, appender.columnType(index)),
  );
  if (appender.columnCount !== types.length) {
    throw new RangeError(
      `columns of the block: ${types.length}, of the table: ${appender.columnCount}`,
    );
  }
  for (let from = 0; from < block.rows; from += chunkRows) {
    const rows = Math.min(chunkRows, block.rows - from);
    const chunk = DuckDBDataChunk.create(types, rows);
    block.columns.forEach((column, index) => {
      fillVector(chunk.getColumnVector(index), column, from, rows);
    });
    appender.appendDataChunk(chunk);
  }
}

function appendType(column: Column, tableType: DuckDBType): DuckDBType {
  const timestamp = tableType.typeId === DuckDBTypeId.TIMESTAMP && column.type === 'BIGINT';
  const storedAs = timestamp ? 'BIGINT' : columnTypes.get(tableType.typeId);
  if (storedAs !== column.type || tableType.typeId === DuckDBTypeId.ENUM) {
    throw new TypeError(`cannot append ${column.type} to ${tableType}: ${column.name}`);
  }
  return tableType;
}

function fillVector(vector: DuckDBVector, column: Column, from: number, rows: number): void {
  const { values } = column;
  const convert = converterFor(vector, column.type);
  if (convert === undefined) {
    for (let row = 0; row < rows; row++) vector.setItem(row, values[from + row]!);
  } else {
    for (let row = 0; row < rows; row++) vector.setItem(row, convert(values[from + row]!));
  }
  vector.flush();
}

function converterFor(
  vector: DuckDBVector,
  type: ColumnType,
): ((value: unknown) => DuckDBValue) | undefined {
  if (type === 'BOOLEAN') return (value) => value !== 0;
  if (vector.type.typeId === DuckDBTypeId.TIMESTAMP)
    return (value) => new DuckDBTimestampValue(value as bigint);
  return undefined;
}
