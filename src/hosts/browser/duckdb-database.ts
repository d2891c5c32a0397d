import type { AsyncDuckDB } from '@duckdb/duckdb-wasm';
import { DuckDBDataProtocol } from '@duckdb/duckdb-wasm';
import { DataType, RecordBatchReader } from 'apache-arrow';
import type { RecordBatch, Schema } from 'apache-arrow';
import { throwIfCancelled, WorkbenchError } from '../../core/errors.ts';
import type { Block, ByteSource, CallOptions, Database, Row } from '../../engine/ports.ts';
import { ident, literal, relation } from '../../lib/sql.ts';
import { fetchBatches, startStatement } from './arrow-result.ts';
import type { Statement } from './arrow-result.ts';
import { valueReader } from './arrow-value.ts';
import { blobOf } from './blob-of.ts';
import { readableError } from './duckdb-error.ts';
import { encodeBlock } from './encode-block.ts';
import { endOfStream, joinBytes } from './ipc-bytes.ts';
import type { ParquetFiles } from './parquet-files.ts';
import { blockOf } from './read-blocks.ts';
import { attachedFolder } from './start-engine.ts';
import { StatementQueue } from './statement-queue.ts';

const rowsInBlock = 65_536;
/** Types that a Parquet file read by native DuckDB has as TIMESTAMP. */
const otherTimestamps = ['TIMESTAMP_S', 'TIMESTAMP_MS', 'TIMESTAMP_NS'];

/** What the connections of one engine share. */
export interface DuckdbContext {
  engine: AsyncDuckDB;
  parquet: ParquetFiles;
  /** Open connections; the engine, and its memory, goes with the last. */
  connections: number;
}

/** The port to DuckDB-WASM. Failures of SQL reject with DuckDB's own error. */
export class DuckdbDatabase implements Database {
  readonly #context: DuckdbContext;
  readonly #connection: number;
  readonly #queue = new StatementQueue();

  private constructor(context: DuckdbContext, connection: number) {
    this.#context = context;
    this.#connection = connection;
  }

  static async open(context: DuckdbContext): Promise<DuckdbDatabase> {
    const connection = await context.engine.connectInternal();
    context.connections++;
    return new DuckdbDatabase(context, connection);
  }

  async run(sql: string, options?: CallOptions): Promise<void> {
    await this.#inTurn(() => startStatement(this.#statement(sql, options), false));
  }

  async rows(sql: string, options?: CallOptions): Promise<Row[]> {
    const { batches } = await this.#result(sql, options);
    return batches.flatMap(rowsOf);
  }

  // The result is complete before the first block is given out, so that the caller may use the
  // connection between blocks: a pending result would end with the next statement.
  async *blocks(sql: string, options?: CallOptions): AsyncGenerator<Block, void, void> {
    const { schema, batches } = await this.#result(sql, options);
    while (batches.length > 0) {
      throwIfCancelled(options?.signal);
      let rows = 0;
      const end = batches.findIndex((batch) => (rows += batch.numRows) >= rowsInBlock) + 1;
      yield blockOf(schema, batches.splice(0, end || batches.length));
    }
  }

  async insert(table: string, block: Block): Promise<void> {
    await this.#inTurn(async () => {
      const sql = `select * from ${relation(table)} limit 0`;
      const schema = await startStatement(this.#statement(sql), false);
      const bytes = encodeBlock(block, decode([schema]).schema);
      if (block.rows > 0) await this.#append(table, bytes);
    });
  }

  async attachFile(source: ByteSource): Promise<{ sql: string; release(): Promise<void> }> {
    const { engine } = this.#context;
    // A terminated name of our own, as DuckDB-WASM also reads every file whose name begins with the one asked for.
    const name = `${attachedFolder}/${crypto.randomUUID()}_end.csv`;
    const blob = await blobOf(source);
    await engine.registerFileHandle(name, blob, DuckDBDataProtocol.BROWSER_FILEREADER, true);
    const release = async () => void (await engine.dropFile(name));
    return { sql: literal(name), release };
  }

  /** Columns come in the file's order, also where `columns` names them in another. */
  async readParquet(
    table: string,
    source: ByteSource,
    options: CallOptions & { columns?: string[]; limit?: number } = {},
  ): Promise<void> {
    const file = await blobOf(source);
    await this.#inTurn(async () => {
      throwIfCancelled(options.signal);
      try {
        await this.#context.parquet.read(file, options, {
          schema: (ipc) => this.#createTable(table, ipc, options.columns),
          rows: (ipc) => this.#append(table, ipc),
        });
      } catch (error) {
        await this.#query(`drop table if exists ${relation(table)}`);
        throw error;
      }
    });
  }

  async appendParquet(table: string, files: AsyncIterable<ByteSource>): Promise<void> {
    const header = `select * from ${relation(table)} limit 0`;
    const columns = namesOf(
      await this.#inTurn(() => startStatement(this.#statement(header), false)),
    );
    let schema: Uint8Array;
    await this.#context.parquet.readAll(blobsOf(files), {
      schema: async (ipc) => void (schema = ipc),
      rows: (ipc) =>
        this.#inTurn(async () =>
          namesOf(schema) === columns && (await this.#isMeant(table))
            ? this.#append(table.split('.').slice(-2).join('.'), ipc)
            : this.#appendByName(table, schema.slice(), ipc),
        ),
    });
  }

  /** Whether a table is what its name means without the catalog: rows are appended to a name without one. */
  async #isMeant(table: string): Promise<boolean> {
    const [name, schema, catalog] = table.split('.').reverse();
    const found = decode([
      await this.#query(`select database_name from duckdb_tables()
where schema_name = ${literal(schema ?? 'main')} and table_name = ${literal(name!)}
union all select current_database()`),
    ]).batches.flatMap(rowsOf);
    const wanted = catalog ?? found.at(-1)!['database_name'];
    return found.length === 2 && found.every((row) => row['database_name'] === wanted);
  }

  async #appendByName(table: string, schema: Uint8Array, ipc: Uint8Array): Promise<void> {
    const staged = `temp.appended_${crypto.randomUUID().replaceAll('-', '')}`;
    await this.#createTable(staged, schema);
    await this.#append(staged, ipc);
    await this.#query(
      `insert into ${relation(table)} by name select * from ${relation(staged)}; drop table ${relation(staged)}`,
    );
  }

  async writeParquet(
    sql: string,
    options?: CallOptions,
  ): Promise<{ bytes: Uint8Array; rows: number }> {
    const { parquet } = this.#context;
    const { done } = await this.#inTurn(async () => {
      await parquet.roomToWrite();
      const { schema, statement } = await this.#start(sql, options);
      return parquet.write(schema, fetchBatches(statement));
    });
    return done;
  }

  async connect(): Promise<Database> {
    return DuckdbDatabase.open(this.#context);
  }

  async close(): Promise<void> {
    const { engine, parquet } = this.#context;
    await this.#inTurn(() => engine.disconnect(this.#connection));
    if (--this.#context.connections > 0) return;
    await parquet.close();
    await engine.terminate();
  }

  async #inTurn<T>(task: () => Promise<T>): Promise<T> {
    try {
      return await this.#queue.run(task);
    } catch (error) {
      throw readableError(error);
    }
  }

  #statement(sql: string, options?: CallOptions): Statement {
    const { engine } = this.#context;
    return { engine, connection: this.#connection, sql, signal: options?.signal };
  }

  #result(sql: string, options?: CallOptions): Promise<Result> {
    return this.#inTurn(async () => {
      const { schema, statement } = await this.#start(sql, options);
      const messages = [schema];
      let bytes = 0;
      for await (const batch of fetchBatches(statement)) {
        bytes += batch.length;
        if (bytes > (options?.mostBytes ?? Infinity)) throw tooLarge(options!.mostBytes!);
        messages.push(batch);
      }
      return decode(messages);
    });
  }

  // Pending queries give the codes of an ENUM and leave its dictionary out: such a query is asked again as text.
  async #start(sql: string, options?: CallOptions) {
    const statement = this.#statement(sql, options);
    const schema = await startStatement(statement, true);
    const { fields } = decode([schema]).schema;
    if (!fields.some(({ type }) => DataType.isDictionary(type))) return { schema, statement };
    const columns = fields.map(({ name, type }) =>
      DataType.isDictionary(type)
        ? `cast(${ident(name)} as varchar) as ${ident(name)}`
        : ident(name),
    );
    const asText = this.#statement(
      `select ${columns.join(', ')} from (${sql.replace(/;\s*$/, '')}\n)`,
      options,
    );
    return { schema: await startStatement(asText, true), statement: asText };
  }

  async #createTable(table: string, schema: Uint8Array, columns?: string[]): Promise<void> {
    const staging = `schema_${crypto.randomUUID()}`;
    await this.#append(staging, schema, true);
    const described = decode([await this.#query(`describe ${ident(staging)}`)]);
    const select = described.batches
      .flatMap(rowsOf)
      .map((row) => ({ name: String(row['column_name']), type: String(row['column_type']) }))
      .filter(({ name }) => columns === undefined || columns.includes(name))
      .map(({ name, type }) =>
        otherTimestamps.includes(type)
          ? `${ident(name)}::timestamp as ${ident(name)}`
          : ident(name),
      );
    const kind = table.startsWith('temp.') ? 'temp table' : 'table';
    await this.#query(
      `create or replace ${kind} ${relation(table)} as select ${select.join(', ')} from ${ident(staging)};
      drop table ${ident(staging)}`,
    );
  }

  #query(sql: string): Promise<Uint8Array> {
    return this.#context.engine.runQuery(this.#connection, sql);
  }

  /** Appends an Arrow IPC stream; its buffer is given away. */
  async #append(table: string, ipc: Uint8Array, create = false): Promise<void> {
    const [name, schema, catalog] = table.split('.').reverse();
    if (catalog !== undefined) throw new RangeError(`use the catalog first: ${table}`);
    const options = { name: name!, create, ...(schema !== undefined && { schema }) };
    await this.#context.engine.insertArrowFromIPCStream(this.#connection, ipc, options);
  }
}

interface Result {
  schema: Schema;
  batches: RecordBatch[];
}

async function* blobsOf(files: AsyncIterable<ByteSource>): AsyncGenerator<Blob, void, void> {
  for await (const file of files) yield await blobOf(file);
}

function namesOf(schema: Uint8Array): string {
  return JSON.stringify(decode([schema]).schema.fields.map(({ name }) => name));
}

function tooLarge(bytes: number): WorkbenchError {
  const size = `${Math.round(bytes / 1e6)} MB`;
  return new WorkbenchError(
    'query-failed',
    `the result is larger than can be shown: over ${size}; ask for fewer rows or columns`,
  );
}

function decode(messages: Uint8Array[]): Result {
  const bytes = messages.length === 1 ? messages[0]! : joinBytes([...messages, endOfStream]);
  const reader = RecordBatchReader.from(bytes).open();
  return { schema: reader.schema, batches: [...reader].filter((batch) => batch.numRows > 0) };
}

function rowsOf(batch: RecordBatch): Row[] {
  const columns = batch.schema.fields.map(
    ({ name }, index) => [name, valueReader(batch.data.children[index]!)] as const,
  );
  return Array.from({ length: batch.numRows }, (_, row) =>
    Object.fromEntries(columns.map(([name, read]) => [name, read(row)])),
  );
}
