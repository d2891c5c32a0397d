import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import type { RunReport } from '../core/run/run-report.ts';
import type { SourceFile } from '../workbench.ts';
import { openHouse, textFile } from './testing/open-house.ts';
import { day, firstDay, makeEvents, toCsv, toNdjson, toUtf16 } from './testing/web-events.ts';
import type { WebEvent } from './testing/web-events.ts';

const days = 30;

/** Thirty days of events, with a visit across every midnight, so that a file of a day changes the day after it. */
function thirtyDays(): WebEvent[] {
  const spread = makeEvents(450).map((event) => ({
    ...event,
    time: firstDay + (event.time - firstDay) * 10,
  }));
  const [someone] = spread;
  const nightly = Array.from({ length: days }, (_, i) =>
    [5, 24 * 60 - 5].map((minute) => ({
      ...someone!,
      time: firstDay + i * day + minute * 60_000,
    })),
  ).flat();
  return [...spread, ...nightly]
    .sort((a, b) => a.time - b.time)
    .map((event, seq) => ({ ...event, seq }));
}

const events = thirtyDays();
const csv = toCsv(events);
const ofDay = (i: number): WebEvent[] =>
  events.filter(({ time }) => Math.floor((time - firstDay) / day) === i);
const daily = Array.from({ length: days }, (_, i) =>
  textFile(`day-${String(i + 1).padStart(2, '0')}.csv`, toCsv(ofDay(i))),
);

/** The same lines in another order: a fixed one, as if shuffled. */
function shuffled<T>(items: readonly T[]): T[] {
  const keyed = items.map((item, i) => ({ item, key: (i * 7919) % 10_007 }));
  return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
}

type Hashes = [table: string, partitions: RunReport['tables'][number]['partitions']][];

/** Content hashes of what is built from events; staging tells of files as well. */
function hashesOf(report: RunReport): Hashes {
  return report.tables
    .filter(({ name }) => /^(core|growth)\./.test(name))
    .map(({ name, partitions }) => [name, partitions]);
}

/** What comes of dropping these, one drop after another. */
async function publish(drops: SourceFile[][], isReopened = false): Promise<Hashes> {
  const house = await openHouse();
  try {
    let last: RunReport | undefined;
    for (const files of drops) {
      const { report } = await house.load(files);
      expect(['published', 'unchanged']).toContain(report?.status);
      if (report?.status === 'published') last = report;
      if (isReopened) await house.reopen();
    }
    return hashesOf(last!);
  } finally {
    await house.close();
  }
}

describe('the same events make the same tables', () => {
  let plain: Hashes;
  beforeAll(async () => {
    plain = await publish([[textFile('events.csv', csv)]]);
    expect(plain.length).toBeGreaterThan(5);
  }, 60_000);

  const lines = csv.trimEnd().split('\n');
  const [head, ...rows] = lines;
  const fileOf = (name: string, some: string[]): SourceFile =>
    textFile(name, [head, ...some, ''].join('\n'));
  const pieces = [0, 1, 2].map((k) =>
    fileOf(
      `piece-${k}.csv`,
      rows.filter((_, i) => i % 3 === k),
    ),
  );

  it.each<[string, SourceFile[][]]>([
    ['in another encoding', [[textFile('events.csv', toUtf16(csv))]]],
    ['gzipped', [[textFile('events.csv.gz', gzipSync(csv))]]],
    ['in another format', [[textFile('events.ndjson', toNdjson(events))]]],
    ['in another order of lines', [[fileOf('events.csv', shuffled(rows))]]],
    ['cut into pieces', [pieces]],
    [
      'in pieces that share rows, one after another',
      [[fileOf('most.csv', rows.slice(0, 400))], [fileOf('rest.csv', rows.slice(300))]],
    ],
    [
      'in pieces and then whole',
      [[pieces[0]!], [pieces[1]!, pieces[2]!], [textFile('all.csv', csv)]],
    ],
    ['dropped twice', [[textFile('events.csv', csv)], [textFile('events.csv', csv)]]],
    [
      'dropped twice under two names',
      [[textFile('events.csv', csv)], [fileOf('other.csv', shuffled(rows))]],
    ],
    [
      'corrected by a file of the same name',
      [[fileOf('events.csv', rows.slice(0, 480))], [textFile('events.csv', csv)]],
    ],
    ['in a file a day, at once', [daily]],
    ['in a file a day, at once and in another order', [shuffled(daily)]],
    ['in a file a day, one after another', daily.map((file) => [file])],
    ['in a file a day, one after another from the last', daily.map((file) => [file]).reverse()],
  ])(
    '%s',
    async (_, drops) => {
      expect(await publish(drops)).toEqual(plain);
    },
    180_000,
  );

  it('in pieces, the house closed and opened in between', async () => {
    expect(
      await publish(
        pieces.map((file) => [file]),
        true,
      ),
    ).toEqual(plain);
  }, 60_000);
});
