import { WorkbenchError } from '../../src/core/errors.ts';
import { Warehouse } from '../../src/engine/warehouse.ts';
import { openBrowserHost } from '../../src/hosts/browser/open-browser-host.ts';
import parquetWorker from '../../workers/parquet.worker.ts?worker&url';
import { faultyStore } from './faulty-store.ts';
import type { FaultyStore } from './faulty-store.ts';
import { inspectWarehouse } from './inspect-warehouse.ts';
import type { Fault } from './fault-points.ts';
import type { Order } from './protocol.ts';
import { publishOrder } from './publish-order.ts';

type Call = { id: number; call: string; input: unknown };
type Open = { warehouse: Warehouse; store: FaultyStore };

const browserHost = openBrowserHost({ base: self.name, parquetWorker });
let opened: Promise<Open> | undefined;

/** The warehouse of this worker on the real host; only its store can be told to fail. */
async function open(): Promise<Open> {
  const host = await browserHost;
  const store = faultyStore(host.store!, (stopped) => self.postMessage({ stopped }));
  return { store, warehouse: await Warehouse.open({ ...host, store }) };
}

async function withFault<T>(fault: Fault | undefined, task: (warehouse: Warehouse) => Promise<T>) {
  const { warehouse, store } = await (opened ??= open());
  store.arm(fault);
  return task(warehouse);
}

// The engine is only fetched by who asks for it: a page of the kill test is opened again and again.
const sample = () => import('./published-sample.ts');

const calls = {
  publish: (order: Order) => withFault(order.fault, (warehouse) => publishOrder(warehouse, order)),
  undo: ({ generation, fault }: { generation: number; fault?: Fault }) =>
    withFault(fault, async (warehouse) => {
      const head = await warehouse.undo(generation);
      return { generation: head.generation };
    }),
  /** Opens the warehouse as a new tab does; -1: it tells of damage. */
  async reopen() {
    const warehouse = await Warehouse.open(await browserHost);
    const generation = warehouse.damage === null ? (warehouse.head?.generation ?? 0) : -1;
    await warehouse.close();
    return { generation };
  },
  /** Whether the fault point was met. */
  fired: async () => (await (opened ??= open())).store.fired(),
  inspect: async () =>
    inspectWarehouse(await (opened ??= open()).then(({ warehouse }) => warehouse)),
  publishSample: async (rows: number) => (await sample()).publishSample(await browserHost, rows),
  readChanged: async (input: { path: string; tables: string[] }) =>
    (await sample()).readChanged(await browserHost, input),
  undoChanged: async (input: { path: string; tables: string[]; generation: number }) =>
    (await sample()).undoChanged(await browserHost, input),
  answerChanged: async (path: string) => (await sample()).answerChanged(await browserHost, path),
};

self.onmessage = async ({ data: { id, call, input } }: MessageEvent<Call>) => {
  try {
    const run = calls[call as keyof typeof calls] as (input: unknown) => Promise<unknown>;
    self.postMessage({ id, value: await run(input) });
  } catch (error) {
    const { message, stack } = error as Error;
    const code = error instanceof WorkbenchError ? error.code : 'fault';
    self.postMessage({
      id,
      failure: { code, message: code === 'fault' ? `${message}\n${stack}` : message },
    });
  }
};
