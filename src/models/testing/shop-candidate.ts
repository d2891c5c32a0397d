import { DuckDBInstance } from '@duckdb/node-api';
import type { DuckDBConnection } from '@duckdb/node-api';
import { ofSubjects } from './of-subjects.ts';
import { planModels } from '../../core/project/plan-models.ts';
import { planShopSources } from '../../core/shop/plan-shop-load.ts';
import { sourceColumns } from '../../core/shop/shop-sources.ts';
import { shopTables } from '../../core/shop/shop-table.ts';
import type { ShopTable } from '../../core/shop/shop-table.ts';
import { murmur3h1OfTexts } from '../../lib/murmur3.ts';
import { ident } from '../../lib/sql.ts';
import { project } from './candidate.ts';

/** A record of an export as its file has it; what is left out is empty. */
export type ShopRow = Record<string, string>;
/** Records by export; an export that is left out is empty. */
export type ShopExports = Partial<Record<ShopTable, ShopRow[]>>;

/** Native DuckDB with a shop's sources and the shipped models of the shop. */
export interface ShopCandidate {
  run(sql: string): Promise<void>;
  rows(sql: string): Promise<Record<string, unknown>[]>;
  /** Builds the shop's models. */
  build(): Promise<void>;
  close(): void;
}

/** The part of the shipped project that is the shop's. */
export const shopProject = ofSubjects(project, new Set(['shop']));
/** Its models, compiled, in DAG order. */
export const shopModels = planModels(project).filter(({ subject }) => subject === 'shop');

/** Loads exports into source tables, and a website without events beside them; models are not built yet. */
export async function openShop(exports: ShopExports): Promise<ShopCandidate> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  const connection = await instance.connect();
  const run = async (sql: string): Promise<void> => void (await connection.run(sql));
  const rows: ShopCandidate['rows'] = async (sql) =>
    (await connection.runAndReadAll(sql)).getRowObjectsJS();
  await run(planShopSources());
  for (const table of shopTables) await loadTable(connection, table, exports[table] ?? []);
  for (const name of websiteTables()) {
    const model = project.models.get(name)!;
    const columns = model.columns.map((column) => `${ident(column.name)} ${column.type}`);
    await run(
      `create schema if not exists ${model.schema}; create table ${model.schema}.${name} (${columns.join(', ')})`,
    );
  }
  const build: ShopCandidate['build'] = async () => {
    for (const model of shopModels) {
      const kind = model.materialized === 'view' ? 'view' : 'table';
      await run(`create schema if not exists ${model.schema}`);
      await run(`create or replace ${kind} ${model.schema}.${model.name} as\n${model.sql}`);
    }
  };
  return { run, rows, build, close: () => connection.closeSync() };
}

/** Opens and builds. */
export async function buildShop(exports: ShopExports): Promise<ShopCandidate> {
  const shop = await openShop(exports);
  await shop.build();
  return shop;
}

/** Models of the website that the shop's read: a run mounts the published ones. */
function websiteTables(): string[] {
  const read = [...shopProject.models.values()].flatMap(({ refs }) => refs);
  return [...new Set(read)].filter((name) => !shopProject.models.has(name));
}

async function loadTable(
  connection: DuckDBConnection,
  table: ShopTable,
  records: ShopRow[],
): Promise<void> {
  const appender = await connection.createAppender(table, 'shop');
  for (const [i, record] of records.entries()) {
    for (const value of lineOf(table, record, i)) {
      if (value === null) appender.appendNull();
      else if (typeof value === 'boolean') appender.appendBoolean(value);
      else if (typeof value === 'bigint') appender.appendBigInt(value);
      else appender.appendVarchar(value);
    }
    appender.endRow();
  }
  appender.closeSync();
}

function lineOf(table: ShopTable, record: ShopRow, i: number) {
  const {
    delivery = table,
    is_newest: newest = 'true',
    email = '',
    phone_number: phone = '',
  } = record;
  const known = new Map<string, string | bigint | boolean | null>([
    ['delivery', delivery],
    ['line', BigInt(i + 2)],
    ['is_newest', newest === 'true'],
    ['user_id_hash', hashOf(record['user_id'] ?? '')],
    ['email_domain', email.split('@')[1] ?? null],
    ['email_is_valid', email === '' ? null : /^[^@\s]+@[^@\s]+$/.test(email)],
    ['phone_is_valid', phone === '' ? null : /^\d{3}-?\d{3}-?\d{4}$/.test(phone)],
  ]);
  return sourceColumns(table).map(({ name }) => known.get(name) ?? (record[name] || null));
}

/** The number by which the website knows a user. */
function hashOf(id: string): bigint | null {
  if (id === '') return null;
  return /^\d{1,18}$/.test(id) ? BigInt(id) : murmur3h1OfTexts([id])[0]!;
}
