import type { DeliveryReport, RunReport } from '../../src/core/run/run-report.ts';
import type { Database } from '../../src/engine/ports.ts';
import type { Warehouse } from '../../src/engine/warehouse.ts';
import { bytesOf, fileText } from './bytes-of.ts';
import type { Acknowledgement, Order } from './protocol.ts';

/** Gives the bytes of data files: the engine is not what is tortured, and starting it takes longer than a trial. */
const bytesSource = {
  writeParquet: async (text: string) => ({ bytes: bytesOf(text), rows: 1 }),
} as unknown as Database;

/** Publishes as a run does. Resolves when the warehouse says that it is durable. */
export async function publishOrder(warehouse: Warehouse, order: Order): Promise<Acknowledgement> {
  try {
    return await warehouse.asPublisher(async () => {
      const tables = Object.keys(order.contents).map(tableOf);
      warehouse.declare(tables);
      for (const table of tables)
        for (const [ds, token] of Object.entries(order.contents[table.name]!)) {
          const contentHash = token.slice(0, 16);
          const sql = fileText(table.name, ds, token);
          await warehouse.stage(bytesSource, { table, ds, rows: 1, contentHash, sql }, undefined);
        }
      const { generation } = await warehouse.publish({
        report: reportOf(order.token),
        rejects: [],
        superseded: order.superseded,
        shortened: new Map(),
        mappings: {},
      });
      return { generation };
    });
  } catch (error) {
    await warehouse.discard();
    throw error;
  }
}

function tableOf(name: string) {
  const columns = [{ name: 'ds', type: 'DATE', description: '' }];
  return { name, description: '', columns, partitioned: true, key: ['ds'] };
}

function reportOf(token: string): RunReport {
  return {
    status: 'published',
    startedAt: '2026-09-01T00:00:00.000Z',
    seconds: 1,
    steps: {},
    versions: {},
    identity: 'plain',
    deliveries: [deliveryOf(token)],
    tables: [],
    findings: [],
    verdict: `Published ${token}.`,
    generation: 0,
  };
}

function deliveryOf(token: string): DeliveryReport {
  return {
    id: token,
    name: `${token}.csv`,
    sha256: token.repeat(4),
    bytes: 1,
    textBytes: 1,
    bytesRead: 1,
    format: 'homegrown',
    status: 'loaded',
    seen: 1,
    accepted: 1,
    rejected: 0,
    repeats: 0,
    rejectReasons: {},
    personalDropped: 0,
    notes: [],
    days: [['example.com', '2026-09-01', 1]],
  };
}
