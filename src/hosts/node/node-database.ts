import { readFile, rm } from 'node:fs/promises';
import type { DuckDBConnection, DuckDBInstance, DuckDBMaterializedResult } from '@duckdb/node-api';
import { throwIfCancelled, WorkbenchError } from '../../core/errors.ts';
import type { Block, CallOptions, Database, Row } from '../../engine/ports.ts';
import { ident, literal, relation } from '../../lib/sql.ts';
import type { ByteSource } from '../../engine/ports.ts';
import { appendBlock, readBlocks } from './column-blocks.ts';
import type { ScratchFolder } from './scratch-folder.ts';
import { StatementQueue } from './statement-queue.ts';
import { valueOf } from './value-of.ts';

/** While a cancelled statement has not ended it is interrupted again: one that has not started yet forgets the first. */
const interruptEveryMs = 20;

/** What the connections of one instance share. */
export interface NodeDatabaseContext {
  instance: DuckDBInstance;
  scratch: ScratchFolder;
  /** Root folder of the warehouse; undefined when nothing is kept. */
  warehouse: string | undefined;
  /** Open connections; the instance, and its memory, goes with the last. */
  connections: number;
}

/** The port to native DuckDB. Failures of SQL reject with DuckDB's own error. */
export class NodeDatabase implements Database {
  readonly #context: NodeDatabaseContext;
  readonly #connection: DuckDBConnection;
  readonly #queue = new StatementQueue();

  private constructor(context: NodeDatabaseContext, connection: DuckDBConnection) {
    this.#context = context;
    this.#connection = connection;
  }

  static async open(context: NodeDatabaseContext): Promise<NodeDatabase> {
    const connection = await context.instance.connect();
    context.connections++;
    return new NodeDatabase(context, connection);
  }

  async run(sql: string, options?: CallOptions): Promise<void> {
    await this.#query(sql, options);
  }

  async rows(sql: string, options?: CallOptions): Promise<Row[]> {
    const result = await this.#query(sql, options);
    return (await result.convertRowObjects(valueOf)) as Row[];
  }

  // The result is complete before the first block is given out, so that the caller may use the
  // connection between blocks: a streamed result would end with the next statement.
  async *blocks(sql: string, options?: CallOptions): AsyncGenerator<Block, void, void> {
    const result = await this.#query(sql, options);
    for await (const block of readBlocks(result)) {
      throwIfCancelled(options?.signal);
      yield block;
    }
  }

  async insert(table: string, block: Block): Promise<void> {
    await this.#queue.run(async () => {
      const appender = await this.#openAppender(table);
      appendBlock(appender, block);
      appender.closeSync();
    });
  }

  async attachFile(source: ByteSource): Promise<{ sql: string; release(): Promise<void> }> {
    const path = await this.#context.scratch.place(source, '.csv');
    return { sql: literal(path), release: () => rm(path, { force: true }) };
  }

  async readParquet(
    table: string,
    source: ByteSource,
    options?: CallOptions & { columns?: string[]; limit?: number },
  ): Promise<void> {
    const path = await this.#context.scratch.place(source, '.parquet');
    const columns = options?.columns?.map(ident).join(', ') ?? '*';
    const limit = options?.limit === undefined ? '' : ` limit ${options.limit}`;
    const sql = `${createTable(table)} as select ${columns} from ${parquetFiles([path])}${limit}`;
    try {
      await this.#query(sql, options);
    } catch (error) {
      if (error instanceof WorkbenchError || isNotOfTheFile(error)) throw error;
      throw new WorkbenchError(
        'file-damaged',
        'the Parquet file is damaged or of a kind that cannot be read',
        {},
        error,
      );
    } finally {
      await rm(path, { force: true });
    }
  }

  async writeParquet(
    sql: string,
    options?: CallOptions,
  ): Promise<{ bytes: Uint8Array; rows: number }> {
    const path = this.#context.scratch.newPath('out', '.parquet');
    try {
      const copy = `copy (${sql}\n) to ${literal(path)} (format parquet, compression zstd, row_group_size 122880)`;
      const result = await this.#query(copy, options);
      const [count] = await result.getRows();
      return { bytes: new Uint8Array(await readFile(path)), rows: Number(count![0]) };
    } finally {
      await rm(path, { force: true });
    }
  }

  /** Creates or replaces a view over one or more Parquet files of the warehouse, rows in the order of the files. */
  async viewParquet(table: string, paths: string[]): Promise<void> {
    const { warehouse, scratch } = this.#context;
    if (warehouse === undefined) throw new Error('no warehouse to view');
    // Through a link, as the folder's own name may hold characters that are wildcards to DuckDB.
    const root = await scratch.link(warehouse, '');
    const files = paths.map((path) => `${root}/${path}`);
    const schema = table.split('.').slice(0, -1).join('.');
    if (schema !== '') await this.#query(`create schema if not exists ${relation(schema)}`);
    await this.#query(
      `create or replace view ${relation(table)} as select * from ${parquetFiles(files)}`,
    );
  }

  async connect(): Promise<Database> {
    return NodeDatabase.open(this.#context);
  }

  async close(): Promise<void> {
    await this.#queue.idle();
    this.#connection.disconnectSync();
    if (--this.#context.connections === 0) this.#context.instance.closeSync();
  }

  #query(sql: string, options?: CallOptions): Promise<DuckDBMaterializedResult> {
    return this.#queue.run(async () => {
      const signal = options?.signal;
      throwIfCancelled(signal);
      const stopWatching = this.#interruptOn(signal);
      try {
        return await this.#connection.run(sql);
      } catch (error) {
        throwIfCancelled(signal);
        throw error;
      } finally {
        stopWatching();
      }
    });
  }

  #interruptOn(signal: AbortSignal | undefined): () => void {
    if (signal === undefined) return () => {};
    let timer: NodeJS.Timeout | undefined;
    const interrupt = () => {
      this.#connection.interrupt();
      timer = setTimeout(interrupt, interruptEveryMs);
    };
    signal.addEventListener('abort', interrupt, { once: true });
    return () => {
      signal.removeEventListener('abort', interrupt);
      clearTimeout(timer);
    };
  }

  async #openAppender(table: string) {
    const [name, schema, catalog] = table.split('.').reverse();
    if (schema === undefined || catalog !== undefined)
      return this.#connection.createAppender(name!, schema, catalog);
    // `a.b` may also name table b of the attached database a.
    return this.#connection
      .createAppender(name!, schema)
      .catch(() => this.#connection.createAppender(name!, 'main', schema));
  }
}

function parquetFiles(paths: string[]): string {
  return `read_parquet([${paths.map(literal).join(', ')}], hive_partitioning = false)`;
}

function createTable(table: string): string {
  const kind = table.startsWith('temp.') ? 'temp table' : 'table';
  return `create or replace ${kind} ${relation(table)}`;
}

function isNotOfTheFile(error: unknown): boolean {
  return /^(Out of Memory|Parser|Catalog) Error|No space left on device/.test(
    (error as Error).message,
  );
}
