import { createHash } from 'node:crypto';
import type { DeliveryReport, RunReport } from '../../core/run/run-report.ts';
import type { Manifest } from '../../core/warehouse/manifest.ts';
import type { PublishedTable } from '../../core/warehouse/plan-export.ts';
import type { Database, FileStore, Host, Locks } from '../ports.ts';
import type { ReadyPartition } from '../publish-tables.ts';
import type { Publication } from '../publication.ts';
import type { Warehouse } from '../warehouse.ts';

/** A host that is a store and a clock. Its data files are bytes that nobody reads as Parquet. */
export function bareHost(store: FileStore | undefined, locks?: Locks): Host {
  const none = () => Promise.reject(new Error('this host has a store only'));
  return {
    name: 'node',
    store,
    locks,
    openDatabase: none,
    openScratch: none,
    countryRanges: none,
    sha256() {
      const hash = createHash('sha256');
      return { update: (bytes) => void hash.update(bytes), hex: () => hash.digest('hex') };
    },
    now: () => new Date(),
  };
}

/** "Parquet" of a partition is the text of its query. */
const writer = {
  writeParquet: async (sql: string) => ({ bytes: new TextEncoder().encode(sql), rows: 1 }),
} as unknown as Database;

/** Contents of some days of one table: `{ '2026-09-01': 'a' }`. */
export type Days = Record<string, string>;

export function tableNamed(name: string): PublishedTable {
  const columns = [{ name: 'ds', type: 'VARCHAR', description: '' }];
  return { name, description: '', columns, partitioned: true, key: ['ds'] };
}

function ready(table: PublishedTable, ds: string, content: string): ReadyPartition {
  return { table, ds, rows: 1, contentHash: content, sql: `${table.name} ${content}` };
}

/** What a run of one delivery publishes. */
export function publicationNamed(id: string, days: Days): Publication {
  const report: RunReport = {
    status: 'published',
    startedAt: '2026-10-05T00:00:00.000Z',
    seconds: 1,
    steps: {},
    versions: {},
    identity: 'plain',
    deliveries: [deliveryNamed(id, days)],
    tables: [],
    findings: [],
    verdict: id,
    generation: 0,
  };
  const journal: Publication['journal'] = {
    ...{ kind: 'published', verdict: id, deliveries: [], findings: [], from: '', to: '' },
  };
  return { report, rejects: [], superseded: [], shortened: new Map(), mappings: {}, journal };
}

function deliveryNamed(id: string, days: Days): DeliveryReport {
  return {
    ...{ id, name: `${id}.csv`, sha256: id, bytes: 1, textBytes: 1, bytesRead: 1, format: 'CSV' },
    ...{ status: 'loaded', seen: 1, accepted: 1, rejected: 0, repeats: 0, rejectReasons: {} },
    ...{ personalDropped: 0, notes: [] },
    days: Object.keys(days).map((ds) => ['www.example.com', ds, 1]),
  };
}

/** Stages the days in the tables and publishes them, as a run does. */
export async function publishDays(
  warehouse: Warehouse,
  id: string,
  tables: Record<string, Days>,
): Promise<Manifest> {
  return warehouse.asPublisher(async () => {
    try {
      for (const [name, days] of Object.entries(tables)) {
        const table = tableNamed(name);
        warehouse.declare([table]);
        for (const [ds, content] of Object.entries(days))
          await warehouse.stage(writer, ready(table, ds, content), undefined);
      }
      return await warehouse.publish(publicationNamed(id, Object.values(tables)[0] ?? {}));
    } catch (error) {
      await warehouse.discard();
      throw error;
    }
  });
}

/** Writes staged events of a held run. */
export function stageHeldDay(warehouse: Warehouse, ds: string, content: string) {
  return warehouse.stageHeld(writer, ready(tableNamed('staging.t'), ds, content), undefined);
}
