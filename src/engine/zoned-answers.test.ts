import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { MetricsInput } from '../core/metrics/metrics-view.ts';
import { openNodeHost } from '../hosts/node/open-node-host.ts';
import { shippedModels } from '../models/index.ts';
import type { Workbench } from '../workbench.ts';
import { createWorkbench } from './create-workbench.ts';
import { textFile } from './testing/open-house.ts';
import { makeEvents, toCsv } from './testing/web-events.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'homegrown-zone-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function withApp<T>(
  version: string,
  models: Record<string, string>,
  use: (app: Workbench) => Promise<T>,
): Promise<T> {
  const host = await openNodeHost({ warehouse: folder, threads: 2 });
  const app = await createWorkbench(host, { models, versions: { homegrown: version } });
  const found = await use(app);
  await app.close();
  await host.dispose();
  return found;
}

/** `growth.visitor_hours` as it was before it knew quarters. */
function withoutQuarters(): Record<string, string> {
  const [sql, yaml] = ['./growth/visitor_hours.sql', './growth/visitor_hours.yml'];
  const withoutColumn = shippedModels[yaml]!.replace(
    / {6}- name: event_minute\n(?: {8}.*\n)+/,
    '',
  ).replace(/ *event_minute(,|: \d+,)\n/g, '');
  return {
    ...shippedModels,
    [sql]: shippedModels[sql]!.replace(/^.*as minute_of_hour,\n/m, '').replace(
      /^.*as event_minute,\n/m,
      '',
    ),
    [yaml]: withoutColumn,
  };
}

const timezone = 'Asia/Kolkata';
const questions: MetricsInput[] = [
  { timezone },
  { timezone, grain: 'hour', compare: 'none' },
  { timezone, filters: [{ dimension: 'country', op: 'is-not', values: ['JP'] }] },
  { timezone, filters: [{ dimension: 'hour', op: 'is', values: ['0', '5', '6'] }] },
];

async function answers(app: Workbench) {
  const found = [];
  for (const input of [...questions, ...questions]) {
    // How it is counted is all that differs.
    found.push({ ...(await app.metrics(input)), explained: {} });
  }
  return found;
}

it('a warehouse that counts by hours answers in half-hour zones from its events, and the same when it is built anew', async () => {
  await withApp('1', withoutQuarters(), async (app) => {
    const [file] = await app.inspect({
      files: [textFile('a.csv', toCsv(makeEvents(300, 5)))],
      answers: { host: 'www.eczachly.com' },
    });
    await app.run({ files: [{ id: file!.id, mapping: file!.guess!.mapping }] });
    await app.saved();
  });
  await withApp('2', shippedModels, async (app) => {
    const before = await answers(app);
    expect(before[0]!.timezone).toBe(timezone);
    expect(before[0]!.totals.website_hits.value).toBeGreaterThan(0);
    await expect(app.metric({ name: 'website_hits', by: ['ds'], timezone })).rejects.toThrow(
      /holds days or hours of UTC only/,
    );
    expect((await app.rebuild({ subject: 'website' })).status).toBe('published');
    await app.saved();
    expect(await answers(app)).toEqual(before);
    const { rows } = await app.metric({ name: 'website_hits', by: ['ds'], timezone });
    const daily = before[0]!.days.map((ds, i) => [ds, before[0]!.daily.website_hits[i]]);
    expect(rows.map(({ key, value }) => [key[0], value])).toEqual(
      daily.filter(([, value]) => value !== null),
    );
  });
}, 60_000);
