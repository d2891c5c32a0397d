import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { accountingSql } from '../core/metrics/growth-view.ts';
import { openNodeHost } from '../hosts/node/open-node-host.ts';
import { shippedModels } from '../models/index.ts';
import type { Workbench } from '../workbench.ts';
import { createWorkbench } from './create-workbench.ts';
import { textFile } from './testing/open-house.ts';
import { makeEvents, toCsv } from './testing/web-events.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'homegrown-growth-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function withApp(
  version: string,
  models: Record<string, string>,
  use: (app: Workbench) => Promise<void>,
): Promise<void> {
  const host = await openNodeHost({ warehouse: folder, threads: 2 });
  const app = await createWorkbench(host, { models, versions: { homegrown: version } });
  await use(app);
  await app.close();
  await host.dispose();
}

const rowsOf = async (app: Workbench) =>
  (await app.tables()).find(({ name }) => name === 'growth.growth_accounting')?.rows;

it('a warehouse of a version without growth opens as it is; building it anew brings the tables', async () => {
  const isGrowth = (path: string) =>
    /growth_accounting|retention_cohorts|int_active_days|growth_active_are|funnel/.test(path);
  const before = Object.fromEntries(
    Object.entries(shippedModels).filter(([path]) => !isGrowth(path)),
  );
  await withApp('1', before, async (app) => {
    const [file] = await app.inspect({
      files: [textFile('a.csv', toCsv(makeEvents(200, 5)))],
      answers: { host: 'www.eczachly.com' },
    });
    await app.run({ files: [{ id: file!.id, mapping: file!.guess!.mapping! }] });
    await app.saved();
  });
  await withApp('2', shippedModels, async (app) => {
    expect(await rowsOf(app)).toBe(0);
    const { status } = await app.rebuild({ subject: 'website' });
    expect(status).toBe('published');
    await app.saved();
    const { from, to } = await app.status();
    const { rows } = await app.query({ sql: accountingSql({ from, to, hosts: [] }) });
    expect(rows.length).toBeGreaterThan(0);
    // Two hosts, and both together.
    expect(await rowsOf(app)).toBe(rows.length * 3);
  });
}, 60_000);
