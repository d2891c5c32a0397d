import type { Workbench } from '../workbench.ts';
import { dropCalls } from './drop-calls.ts';
import { heldCalls } from './held-calls.ts';
import type { Host } from './ports.ts';
import { lineageCalls } from './lineage-calls.ts';
import { metricCalls } from './metric-calls.ts';
import { projectCalls } from './project-calls.ts';
import { qualityCalls } from './quality-calls.ts';
import { screenCalls } from './screen-calls.ts';
import { Session } from './session.ts';
import type { WorkbenchOptions } from './session.ts';
import { shopCalls } from './shop-calls.ts';
import { storageCalls } from './storage-calls.ts';
import { Warehouse } from './warehouse.ts';

export type { WorkbenchOptions };

/** A workbench and what only its opener may do. */
export interface OpenWorkbench extends Workbench {
  /** Loads the engine ahead of the first run. */
  warmUp(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the house on a host: one warehouse, one engine. */
export async function createWorkbench(
  host: Host,
  options: WorkbenchOptions,
): Promise<OpenWorkbench> {
  const session = new Session(host, options, await Warehouse.open(host));
  return {
    ...dropCalls(session),
    ...screenCalls(session),
    ...heldCalls(session),
    ...qualityCalls(session),
    ...storageCalls(session),
    ...metricCalls(session),
    ...shopCalls(session),
    ...projectCalls(session),
    ...lineageCalls(session),
    warmUp: async () => void (await session.openEngine()),
    close: () => session.close(),
  };
}
