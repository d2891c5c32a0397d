import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { SourceFile } from '../workbench.ts';
import { openHouse, textFile } from './testing/open-house.ts';
import type { House } from './testing/open-house.ts';
import { makeEvents, toCsv } from './testing/web-events.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
  await house.load([textFile('events.csv', toCsv(makeEvents(300)))]);
});
afterAll(() => house.close());

const cacheFile = (): string => join(house.folder, 'cache/answers');

/** Waits for the answer to be written behind the call. */
const keptAnswers = () =>
  vi.waitFor(async () => JSON.parse((await readFile(cacheFile(), 'utf8')).slice(64)));

it('an answer is the same from the cache, after a flipped byte, and for new rows', async () => {
  const scope = { hosts: ['www.eczachly.com'] };
  const asked = await house.workbench.metrics(scope);
  expect((await keptAnswers()).answers[0][1]).toEqual(asked);

  // What the cache says is what is shown: a planted number comes out, as long as its hash is right.
  await house.reopen();
  expect(await house.workbench.metrics(scope)).toEqual(asked);

  const bytes = await readFile(cacheFile());
  const at = bytes.indexOf('"numerator":') + '"numerator":'.length;
  bytes[at] = bytes[at] === 57 ? 56 : 57;
  await writeFile(cacheFile(), bytes);
  await house.reopen();
  expect(await house.workbench.metrics(scope)).toEqual(asked);

  const more = makeEvents(40, 99).map((event) => ({ ...event, time: event.time + 3 * 86_400_000 }));
  const added = await house.load([textFile('later.csv', toCsv(more))]);
  expect(added.report?.status).toBe('published');
  await house.reopen();
  const later = await house.workbench.metrics(scope);
  expect(later.totals.website_hits.numerator).toBeGreaterThan(asked.totals.website_hits.numerator);
});

it('a backup brings its answers along: a restored warehouse asks no engine for them', async () => {
  const scope = { hosts: ['www.eczachly.com'], grain: 'week' as const };
  const asked = await house.workbench.metrics(scope);
  await vi.waitFor(async () =>
    expect(await readFile(cacheFile(), 'utf8')).toContain(JSON.stringify(asked.totals)),
  );
  const restored = await openHouse();
  // Another house has asked something before: its own answers are forgotten.
  await restored.load([textFile('other.csv', toCsv(makeEvents(20)))]);
  await restored.workbench.metrics({});
  const files: SourceFile[] = [];
  for (const { path } of await house.workbench.planBackup()) {
    const { bytes } = await house.workbench.backupFile({ path });
    const planted =
      path === 'cache/answers' ? plant(bytes, asked.totals.website_hits.value!) : bytes;
    const folder = path.split('/').slice(0, -1);
    files.push(textFile(path.split('/').at(-1)!, planted, ['w', ...folder].join('/')));
  }
  await restored.workbench.restore({ files });
  const shown = await restored.workbench.metrics(scope);
  expect(shown.totals.website_hits.value).toBe(123_456);
  expect((await restored.workbench.metrics({ ...scope, grain: 'month' })).totals).toEqual(
    asked.totals,
  );
  await restored.close();
});

/** Answers with another number of hits, under a hash that fits. */
function plant(bytes: Uint8Array, hits: number): Uint8Array {
  const text = Buffer.from(bytes.subarray(64)).toString('utf8');
  const changed = text.replaceAll(
    `"denominator":1,"value":${hits}}`,
    '"denominator":1,"value":123456}',
  );
  const hash = createHash('sha256').update(changed).digest('hex');
  return new Uint8Array(Buffer.from(hash + changed));
}
