import { afterAll, beforeAll } from 'vitest';
import { openNodeHost } from '../../hosts/node/open-node-host.ts';
import type { NodeHost } from '../../hosts/node/open-node-host.ts';
import type { Database } from '../ports.ts';

/** Opens an empty database in memory before the tests of a file and closes it after them; `take` is given it. */
export function shareDatabase(take: (db: Database) => void): void {
  let host: NodeHost;
  let db: Database;
  beforeAll(async () => {
    host = await openNodeHost();
    db = await host.openDatabase();
    take(db);
  });
  afterAll(async () => {
    await db.close();
    await host.dispose();
  });
}
