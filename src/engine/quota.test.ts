import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openNodeHost } from '../hosts/node/open-node-host.ts';
import { shippedModels } from '../models/index.ts';
import { createWorkbench } from './create-workbench.ts';
import { filesUnder, textFile } from './testing/open-house.ts';
import { makeEvents, toCsv } from './testing/web-events.ts';

it('a run that has no room is told before it begins, and writes nothing', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'homegrown-quota-'));
  const host = await openNodeHost({ warehouse: folder, threads: 2 });
  const free = 5_000;
  const storage = {
    estimate: async () => ({ usage: 0, quota: free, free }),
    persisted: async () => null,
    persist: async () => false,
  };
  const workbench = await createWorkbench(
    { ...host, storage },
    { models: shippedModels, versions: { homegrown: 'test' } },
  );
  const run = async (count: number) => {
    const file = textFile('events.csv', toCsv(makeEvents(count)));
    const [inspected] = await workbench.inspect({ files: [file] });
    return workbench.run({ files: [{ id: inspected!.id, mapping: inspected!.guess!.mapping }] });
  };
  const before = await filesUnder(folder);
  await expect(run(400)).rejects.toMatchObject({
    code: 'storage-full',
    message: expect.stringMatching(/needs about .* MB, .* MB are free; nothing was written/),
  });
  expect(await filesUnder(folder)).toEqual(before);
  expect(await workbench.status()).toMatchObject({ generation: 0, events: 0 });
  expect((await run(20)).status).toBe('published');
  await workbench.close();
  await host.dispose();
  await rm(folder, { recursive: true });
}, 60_000);
