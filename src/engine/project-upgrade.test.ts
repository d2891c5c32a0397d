import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openNodeHost } from '../hosts/node/open-node-host.ts';
import { shippedModels } from '../models/index.ts';
import type { Workbench } from '../workbench.ts';
import { createWorkbench } from './create-workbench.ts';
import { loadInto, textFile } from './testing/open-house.ts';
import { tinyShopFiles } from './testing/tiny-shop-files.ts';
import { makeEvents, toCsv } from './testing/web-events.ts';

let folder: string;
let shut: () => Promise<void> = async () => {};
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'homegrown-upgrade-'));
});
afterEach(async () => {
  await shut();
  await rm(folder, { recursive: true });
});

/** The app with these models over those that ship, on the same warehouse. */
async function openApp(
  changed: Record<string, string> = {},
  own?: Record<string, string>,
): Promise<Workbench> {
  await shut();
  const host = await openNodeHost({ warehouse: folder, threads: 2 });
  const models = { ...shippedModels, ...changed };
  const workbench = await createWorkbench(host, {
    ...{ models, versions: { homegrown: String(Object.keys(changed).length) } },
    ...(own && { own }),
  });
  shut = async () => {
    shut = async () => {};
    await workbench.close();
    await host.dispose();
  };
  return workbench;
}

async function load(app: Workbench, name: string, seed: number): Promise<string> {
  const [file] = await app.inspect({
    files: [textFile(name, toCsv(makeEvents(200, seed)))],
    answers: { host: 'www.eczachly.com' },
  });
  const { status } = await app.run({ files: [{ id: file!.id, mapping: file!.guess!.mapping }] });
  await app.saved();
  return status;
}

const yaml = `models:
  - name: agg_devices
    description: Visitors by device.
    config: { materialized: table, published: true, key: [dim_device_type] }
    columns:
      - { name: dim_device_type, data_type: VARCHAR }
      - { name: visitors, data_type: BIGINT }
`;
const own = {
  'growth/agg_devices.sql': `select dim_device_type, count(*) as visitors
from {{ ref('dim_visitors') }} group by all`,
  'growth/agg_devices.yml': yaml,
};
const count = async (app: Workbench): Promise<unknown> =>
  (await app.query({ sql: 'select count(*) from core.fct_website_events' })).rows[0]![0];

it('runs what ships when an upgrade makes the files unsound, tells why, and takes them up once they are mended', async () => {
  const before = await openApp();
  await load(before, 'a.csv', 7);
  expect((await before.applyProject({ changes: own })).status).toBe('published');
  // The new version has a model of that name itself.
  const after = await openApp({
    './core/agg_devices.sql': own['growth/agg_devices.sql'],
    './core/agg_devices.yml': yaml,
  });
  const project = await after.project();
  expect(project.problems).toMatchObject([
    { message: expect.stringContaining('agg_devices') as string },
  ]);
  expect(project.files.filter(({ isOwn }) => isOwn)).toHaveLength(2);
  expect(await count(after)).toBe(200);
  expect(await load(after, 'b.csv', 8)).toBe('published');
  expect((await after.tables()).map(({ name }) => name)).toContain('core.agg_devices');
  const mended = Object.fromEntries(Object.keys(own).map((path) => [path, null]));
  expect((await after.applyProject({ changes: mended })).status).toBe('published');
  expect(await after.project()).toMatchObject({ problems: [], revisions: [{ id: 2 }, { id: 1 }] });
});

it('does so as well when they load and do not bind', async () => {
  const before = await openApp();
  await load(before, 'a.csv', 7);
  await before.applyProject({ changes: own });
  const renamed = Object.fromEntries(
    Object.entries(shippedModels)
      .filter(([path]) => !path.includes('/metrics/'))
      .map(([path, text]) => [
        path,
        path.includes('dim_visitors.') ? text.replaceAll('dim_device_type', 'dim_kind') : text,
      ]),
  );
  const sql = renamed['./core/dim_visitors.sql']!;
  const after = await openApp({
    ...renamed,
    './core/dim_visitors.sql': `select * rename (dim_device_type as dim_kind) from (\n${sql.replaceAll('dim_kind', 'dim_device_type')}\n)`,
  });
  expect(await load(after, 'b.csv', 8)).toBe('published');
  expect((await after.project()).problems).toMatchObject([
    {
      file: 'growth/agg_devices.sql',
      line: 1,
      message: expect.stringContaining('dim_device_type') as string,
    },
  ]);
  const fixed = {
    ...own,
    'growth/agg_devices.sql': own['growth/agg_devices.sql'].replace(
      'dim_device_type',
      'dim_kind as dim_device_type',
    ),
  };
  expect((await after.applyProject({ changes: fixed })).status).toBe('published');
  expect((await after.project()).problems).toEqual([]);
  const { rows } = await after.query({
    sql: 'select cast(sum(visitors) as integer) from growth.agg_devices',
  });
  expect(rows[0]![0]).toBeGreaterThan(0);
});

it('publishes files that were opened with the workbench together with what they made', async () => {
  const devices = async (app: Workbench): Promise<number> =>
    (await app.query({ sql: 'select * from growth.agg_devices' })).rows.length;
  const app = await openApp({}, own);
  await load(app, 'a.csv', 7);
  expect(await devices(app)).toBeGreaterThan(0);
  const later = await openApp();
  expect(await devices(later)).toBeGreaterThan(0);
  expect((await later.project()).files.filter(({ isOwn }) => isOwn)).toHaveLength(2);
});

it('a run of the shop by a new version does not pass off the website as built by it', async () => {
  const path = './core/agg_website_events.sql';
  const other = `select * replace (cast(m_total_events + 1 as bigint) as m_total_events) from (
${shippedModels[path]}
)`;
  const first = await openApp();
  await load(first, 'a.csv', 7);
  const next = await openApp({ [path]: other });
  await loadInto(next, tinyShopFiles());
  expect(await load(next, 'b.csv', 8)).toBe('held');
  const [held] = await next.held();
  await next.decide({ id: held!.id, decision: 'publish', reason: 'levels are off by one' });
  await next.saved();
  const days = async (app: Workbench): Promise<unknown> =>
    (
      await app.query({
        sql: 'select ds, sum(m_total_events) from core.agg_website_events group by all order by all',
      })
    ).rows;
  const shown = await days(next);
  expect(await days(await openApp({ [path]: other }))).toEqual(shown);
});
