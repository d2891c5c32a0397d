import { version } from '../package.json';
import { createWorkbench } from '../src/engine/create-workbench.ts';
import { duckdbVersion, openBrowserHost } from '../src/hosts/browser/open-browser-host.ts';
import { shippedModels } from '../src/models/index.ts';
import { serveWorkbench } from '../src/rpc/serve.ts';
import type { ServingPort } from '../src/rpc/serve.ts';
import parquetWorker from './parquet.worker.ts?worker&url';
import sqlParserWorker from './sql-parser.worker.ts?worker&url';

async function openWorkbench() {
  const host = await openBrowserHost({ base: self.name, parquetWorker, sqlParserWorker });
  const versions = { homegrown: version, duckdb: duckdbVersion };
  const workbench = await createWorkbench(host, { models: shippedModels, versions });
  // Whoever opens the page means to use it; a failure is met, and told, by the call that needs the engine.
  workbench.warmUp().catch(() => {});
  return workbench;
}

// Served at once, while it opens: a worker that waits before it listens loses the first message.
serveWorkbench(openWorkbench(), self as unknown as ServingPort);
