import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { WorkbenchError } from '../../core/errors.ts';
import { sharedData } from '../../lib/testing/shared-data.ts';
import { openLocalFile } from './local-file.ts';
import { openNodeHost } from './open-node-host.ts';

const folders = ['badinput/parquet-testing/bad_data', 'badinput/arrow-testing/data/parquet'].map(
  sharedData,
);

// At this writing the engine reads 6 of the 149 files (their faults are elsewhere) and refuses the rest.
it.skipIf(folders.includes(undefined))(
  'refuses damaged Parquet files and lives on (needs ../shared/data)',
  async () => {
    const host = await openNodeHost({ memoryLimit: '1GB' });
    const db = await host.openDatabase();
    let refused = 0;
    for (const path of folders.flatMap((folder) => dataFiles(folder!))) {
      const outcome = await db
        .readParquet('t', await openLocalFile(path))
        .catch((error: unknown) => error);
      if (outcome === undefined) continue;
      expect(outcome, path).toBeInstanceOf(WorkbenchError);
      expect((outcome as WorkbenchError).code, path).toBe('file-damaged');
      expect((outcome as WorkbenchError).message).not.toContain(path);
      refused++;
    }
    expect(refused).toBeGreaterThan(130);
    expect(await db.rows('select 1 as one')).toEqual([{ one: 1 }]);
    await db.close();
    await host.dispose();
  },
  30_000,
);

function dataFiles(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !/\.(md|txt)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}
