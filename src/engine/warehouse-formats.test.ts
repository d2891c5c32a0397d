import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decodeSlot, encodeSlot, slotBytes } from '../core/warehouse/slot.ts';
import { openNodeHost } from '../hosts/node/open-node-host.ts';
import { shippedModels } from '../models/index.ts';
import { createWorkbench } from './create-workbench.ts';
import type { OpenWorkbench } from './create-workbench.ts';
import { textFile } from './testing/open-house.ts';

/* Warehouses as versions before wrote them: one file of 40 page views, day.csv; format 2 has next.csv and a setting too. */
const fixture = (format: number): string =>
  fileURLToPath(new URL(`testing/fixtures/format-${format}`, import.meta.url));

let folder: string;
let close: () => Promise<void>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'homegrown-formats-'));
  close = async () => {};
});
afterEach(async () => {
  await close();
  await rm(folder, { recursive: true });
});

async function open(): Promise<OpenWorkbench> {
  await close();
  const host = await openNodeHost({ warehouse: folder, threads: 1 });
  const workbench = await createWorkbench(host, {
    models: shippedModels,
    versions: { homegrown: 'test' },
  });
  close = async () => {
    await workbench.close();
    await host.dispose();
  };
  return workbench;
}

const line = (day: string, i: number): string =>
  `${day} 0${i % 10}:0${i % 6}:00,https://www.example.com/${i % 3},Mozilla/5.0 (X11; Linux x86_64; rv:126.0) Gecko/20100101 Firefox/126.0,193.99.144.${i % 9},,page_view`;
const csv = (day: string): string =>
  [
    'event_time,url,user_agent,ip,referrer,event_name',
    ...Array.from({ length: 40 }, (_, i) => line(day, i)),
  ].join('\n');

async function load(workbench: OpenWorkbench, name: string, day: string) {
  const files = await workbench.inspect({ files: [textFile(name, csv(day))] });
  const report = await workbench.run({
    files: files.map(({ id, guess }) => ({ id, mapping: guess!.mapping })),
  });
  await workbench.saved();
  return report;
}

async function hits(workbench: OpenWorkbench): Promise<unknown[]> {
  const sql = `select cast(ds as varchar), count(*) from core.fct_website_events group by ds order by ds`;
  return (await workbench.query({ sql })).rows;
}

const days = ['2026-09-01', '2026-09-02', '2026-09-03'] as const;

describe('format 1', () => {
  it('is read, knows its deliveries, and becomes the present format with the next change', async () => {
    await cp(fixture(1), folder, { recursive: true });
    const workbench = await open();
    expect(await workbench.status()).toMatchObject({ generation: 1, events: 40, damage: null });
    expect(await hits(workbench)).toEqual([[days[0], 40]]);
    const again = await load(workbench, 'day.csv', days[0]);
    expect(again.status).toBe('unchanged');
    const before = await readFile(join(folder, 'manifest.1'));
    await load(workbench, 'next.csv', days[1]);
    // The old manifest stays, in its slot and as a copy that can be put back.
    expect(await readFile(join(folder, 'manifest.1'))).toEqual(before);
    const { publications } = await workbench.storage();
    expect(publications).toMatchObject([{ generation: 1, events: 40 }]);
    expect(decodeSlot(await readFile(join(folder, 'manifest.0')))!.format).toBe(2);
    expect(await hits(await open())).toEqual([
      [days[0], 40],
      [days[1], 40],
    ]);
    const reopened = await open();
    await reopened.undo({ generation: 1 });
    expect(await hits(reopened)).toEqual([[days[0], 40]]);
  });
});

describe('format 2', () => {
  it('is read with what people decided, and can be added to and put back', async () => {
    await cp(fixture(2), folder, { recursive: true });
    const workbench = await open();
    expect(await workbench.status()).toMatchObject({ generation: 3, events: 80, damage: null });
    expect((await workbench.settings()).minimumEvents).toBe(30);
    expect(await hits(workbench)).toEqual([
      [days[0], 40],
      [days[1], 40],
    ]);
    await load(workbench, 'third.csv', days[2]);
    expect(await hits(workbench)).toHaveLength(3);
    await workbench.undo({ generation: 1 });
    expect(await hits(workbench)).toEqual([[days[0], 40]]);
    expect((await workbench.verify()).damage).toBeNull();
  });
});

describe('a newer format', () => {
  it('is read and not written', async () => {
    await cp(fixture(2), folder, { recursive: true });
    const slot = join(folder, 'manifest.1');
    const manifest = decodeSlot(slotBytes(await readFile(slot)))!;
    await writeFile(slot, encodeSlot({ ...manifest, format: 3 }));
    const before = await readFile(slot);
    const workbench = await open();
    expect((await workbench.status()).readOnly).toMatch(/newer version: format 3/);
    expect(await hits(workbench)).toHaveLength(2);
    const newer = expect.objectContaining({ code: 'warehouse-newer' });
    await expect(load(workbench, 'third.csv', days[2])).rejects.toEqual(newer);
    await expect(workbench.undo({ generation: 1 })).rejects.toEqual(newer);
    await expect(
      workbench.changeSettings({ settings: { minimumEvents: 9 }, reason: 'x' }),
    ).rejects.toEqual(newer);
    await expect(workbench.noteBackup()).rejects.toEqual(newer);
    expect(await readFile(slot)).toEqual(before);
  });
});
