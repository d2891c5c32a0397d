import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

const tables = ['growth.visitor_hours', 'core.fct_sessions', 'core.fct_website_events'];

/** The days and hosts of a warehouse's folder, and native DuckDB with its tables in memory. */
export async function openQuestions(warehouse, threads) {
  const instance = await DuckDBInstance.create(':memory:', { threads: String(threads) });
  const connection = await instance.connect();
  const rows = async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJS();
  for (const schema of ['growth', 'core']) await connection.run(`create schema ${schema}`);
  for (const table of tables) {
    const files = join(warehouse, 'warehouse', ...table.split('.'), '*/*.parquet');
    await connection.run(
      `create table ${table} as select * from read_parquet('${files.replaceAll("'", "''")}', hive_partitioning = false)`,
    );
  }
  const [days] = await rows(
    `select min(ds) as "from", max(ds) as "to", list(distinct dim_hostname) as hosts from growth.visitor_hours`,
  );
  const [{ n }] = await rows('select count(*) as n from core.fct_website_events');
  const published = { from: days.from, to: days.to, hosts: [...days.hosts] };
  return {
    published,
    events: Number(n),
    /** Milliseconds for all queries of a question, one after another. */
    async time(queries) {
      const began = performance.now();
      for (const { sql } of queries) await rows(sql);
      return performance.now() - began;
    },
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}
