import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

type Rows = Record<string, unknown>[];

/** Exported files in a folder, and a native DuckDB to read them with. */
export interface ParquetFolder {
  path: string;
  rows(sql: string): Promise<Rows>;
  close(): Promise<void>;
}

/** Writes exported files to a folder of their own; in SQL, `{x}` stands for the path of `x` in it. */
export async function openFolder(files: Record<string, Uint8Array>): Promise<ParquetFolder> {
  const path = await mkdtemp(join(tmpdir(), 'homegrown-export-'));
  for (const [name, bytes] of Object.entries(files)) {
    await mkdir(dirname(join(path, name)), { recursive: true });
    await writeFile(join(path, name), bytes);
  }
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  return {
    path,
    async rows(sql) {
      const at = sql.replaceAll(/\{([^}]+)\}/g, (_, name: string) => `'${join(path, name)}'`);
      return (await connection.runAndReadAll(at)).getRowObjectsJson() as Rows;
    },
    async close() {
      connection.closeSync();
      instance.closeSync();
      await rm(path, { recursive: true });
    },
  };
}
