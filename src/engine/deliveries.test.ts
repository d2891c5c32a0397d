import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, describe, expect, it } from 'vitest';
import type { RunReport } from '../core/run/run-report.ts';
import type { SourceFile } from '../workbench.ts';
import {
  contentHashes,
  delivery,
  diskFile,
  filesUnder,
  openHouse,
  textFile,
} from './testing/open-house.ts';
import type { House, LoadOptions } from './testing/open-house.ts';
import { makeEvents, toCsv, toJsonArray, toLog, toNdjson, toUtf16 } from './testing/web-events.ts';

const events = makeEvents(400);
const fact = 'core.fct_website_events';
const host = { answers: { host: 'www.eczachly.com' } };

const houses: House[] = [];
async function newHouse(): Promise<House> {
  const house = await openHouse();
  houses.push(house);
  return house;
}
afterEach(async () => {
  for (const house of houses.splice(0)) await house.close();
});

/** Drops the files one by one into a new house; returns the last report. */
async function dropAll(files: SourceFile[], options?: LoadOptions): Promise<RunReport | undefined> {
  const house = await newHouse();
  let report: RunReport | undefined;
  for (const file of files) ({ report } = await house.load([file], options));
  return report;
}

/** Every published table but the staged one, whose rows tell of files. */
function hashesOf(report: RunReport | undefined): Record<string, [string, string][]> {
  const tables = (report?.tables ?? []).filter(({ name }) => !name.startsWith('staging.'));
  return Object.fromEntries(tables.map(({ name }) => [name, contentHashes(report, name)]));
}

async function rowsOf(house: House): Promise<number> {
  return Number((await house.query(`select count(*) as n from ${fact}`))[0]!['n']);
}

describe('one set of records, however it is written', () => {
  it('gives the same content as CSV, TSV, NDJSON, JSON, gzip, UTF-16 and Parquet', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'homegrown-parquet-'));
    try {
      const csv = toCsv(events);
      const connection = await (await DuckDBInstance.create(':memory:')).connect();
      const source = join(folder, 'events.csv');
      await writeFile(source, csv);
      await connection.run(`copy (select * replace (cast(event_time as timestamptz)::timestamp as event_time, cast(user_id as bigint) as user_id)
        from read_csv('${source}', all_varchar=true)) to '${join(folder, 'events.parquet')}'`);
      connection.closeSync();
      const files = [
        textFile('a.csv', csv),
        textFile('a.tsv', toCsv(events, '\t')),
        textFile('a.txt', toCsv(events, ';').replaceAll('\n', '\r\n')),
        textFile('a.ndjson', toNdjson(events)),
        textFile('a.json', toJsonArray(events)),
        textFile('b.csv.gz', gzipSync(csv)),
        textFile('c.csv', toUtf16(csv)),
        await diskFile(join(folder, 'events.parquet')),
      ];
      const reports = [];
      for (const file of files) reports.push([file.name, hashesOf(await dropAll([file]))]);
      const [[, first]] = reports as [[string, object]];
      expect(Object.keys(first)).toContain(fact);
      for (const report of reports) expect(report).toEqual([report[0], first]);
    } finally {
      await rm(folder, { recursive: true });
    }
  }, 60_000);

  it('gives the same content whole or in pieces, in either order and over a restart', async () => {
    const [head, tail] = [events.slice(0, 250), events.slice(250)];
    const whole = hashesOf(await dropAll([textFile('events.csv', toCsv(events))]));
    const pieces = [textFile('a.csv', toCsv(head)), textFile('b.csv', toCsv(tail))];
    expect(hashesOf(await dropAll(pieces))).toEqual(whole);
    expect(hashesOf(await dropAll(pieces.toReversed()))).toEqual(whole);
    const house = await newHouse();
    await house.load([pieces[1]!]);
    await house.reopen();
    expect(hashesOf((await house.load([pieces[0]!])).report)).toEqual(whole);
    const together = await newHouse();
    expect(hashesOf((await together.load(pieces)).report)).toEqual(whole);
  }, 60_000);

  it('does so for logs with equal lines too', async () => {
    const twice = events.flatMap((event, i) => (i % 10 === 0 ? [event, event] : [event]));
    const lines = toLog(twice).split(/(?<=\n)/);
    const whole = await dropAll([textFile('access.log', lines.join(''))], host);
    expect(whole?.deliveries[0]).toMatchObject({ seen: 440, accepted: 440, repeats: 0 });
    const cut = lines.findIndex((line, i) => i > 200 && line !== lines[i - 1]);
    const pieces = [lines.slice(0, cut), lines.slice(cut)].map((part, i) =>
      textFile(`access.log.${i + 1}`, part.join('')),
    );
    expect(hashesOf(await dropAll(pieces, host))).toEqual(hashesOf(whole));
    expect(hashesOf(await dropAll(pieces.toReversed(), host))).toEqual(hashesOf(whole));
  }, 60_000);
});

describe('repeats', () => {
  const some = events.slice(0, 50);

  it('are removed from an export and counted', async () => {
    const house = await newHouse();
    const loaded = await house.load([textFile('a.csv', toCsv([...some, ...some.slice(0, 7)]))]);
    expect(delivery(loaded, 'a.csv')).toMatchObject({
      seen: 57,
      accepted: 50,
      repeats: 7,
      rejected: 0,
    });
    expect(await rowsOf(house)).toBe(50);
  });

  it('count across deliveries as often as in the one that has a line most', async () => {
    const line = toLog(some.slice(0, 1));
    const other = toLog(some.slice(1, 2));
    const house = await newHouse();
    await house.load([textFile('1.log', line + line + other)], host);
    await house.load([textFile('2.log', line + line + line)], host);
    expect(await rowsOf(house)).toBe(4);
    await house.reopen();
    await house.load([textFile('3.log', line + other + other)], host);
    expect(await rowsOf(house)).toBe(5);
  });

  it('of another export are not counted again: only what is new is added', async () => {
    const house = await newHouse();
    await house.load([textFile('day1.csv', toCsv(some))]);
    const before = await rowsOf(house);
    await house.load([textFile('day1_plus_one.csv', toCsv(events.slice(0, 51)))]);
    expect([before, await rowsOf(house)]).toEqual([50, 51]);
  });
});

describe('a file dropped again', () => {
  it('does nothing when its bytes are there already, in this session and in the next', async () => {
    const house = await newHouse();
    await house.load([textFile('a.csv', toCsv(events))]);
    const again = await house.load([textFile('renamed.csv', toCsv(events))]);
    expect(again.report).toMatchObject({ status: 'unchanged', generation: 1 });
    expect(delivery(again, 'renamed.csv')).toMatchObject({ status: 'unchanged' });
    await house.reopen();
    expect((await house.load([textFile('a.csv', toCsv(events))])).report?.status).toBe('unchanged');
  });

  it('supersedes the file of its name when it holds something else', async () => {
    const house = await newHouse();
    await house.load([textFile('a.csv', toCsv(events.slice(0, 90)))]);
    await house.load([textFile('other.csv', toCsv(events.slice(90, 100)))]);
    await house.load([textFile('a.csv.gz', gzipSync(toCsv(events.slice(20, 90))))]);
    expect(await rowsOf(house)).toBe(80);
    await house.reopen();
    const loaded = await house.load([textFile('a.csv', toCsv(events.slice(0, 5)))]);
    expect(loaded.report).toMatchObject({ status: 'published', generation: 4 });
    expect(await rowsOf(house)).toBe(15);
    expect((await house.workbench.status()).events).toBe(15);
  });
});

describe('files that share values', () => {
  it('keep their own site, property names and rules', async () => {
    const house = await newHouse();
    const line = toLog(events.slice(0, 1));
    await house.load([textFile('one.log', line)], { answers: { host: 'www.eczachly.com' } });
    await house.load([textFile('two.log', `${line}\n`)], {
      answers: { host: 'www.zachwilson.tech' },
    });
    expect(await house.query(`select dim_hostname from ${fact} order by all`)).toEqual([
      { dim_hostname: 'www.eczachly.com' },
      { dim_hostname: 'www.zachwilson.tech' },
    ]);
    const table = (name: string): string =>
      `time,ip,user_agent,url,${name}\n2026-09-01T10:00:00Z,8.8.8.8,curl/8,https://a.example.com/x,same\n`;
    const both = [textFile('p.csv', table('plan')), textFile('t.csv', table('tier'))];
    await house.load(both);
    expect(
      await house.query(
        `select other_properties as p from ${fact} where dim_path = '/x' order by cast(p as varchar)`,
      ),
    ).toEqual([{ p: { plan: 'same' } }, { p: { tier: 'same' } }]);
  });
});

describe('a mapping that was used before', () => {
  it('is taken for files of its shape, save what is said anew', async () => {
    const house = await newHouse();
    const table = (day: number): string =>
      `time,ip,user_agent,url,who\n2026-09-0${day} 10:00:00,8.8.8.8,curl/8,https://a.example.com/x,7\n`;
    await house.load([textFile('1.csv', table(1))], { answers: { columns: { user_id: 'who' } } });
    await house.reopen();
    const second = await house.load([textFile('2.csv', table(2))], {
      answers: { timezone: 'Asia/Tokyo' },
    });
    expect(second.inspected[0]).toMatchObject({
      remembered: true,
      guess: { mapping: { timezone: 'Asia/Tokyo', columns: { user_id: 'who' } }, questions: [] },
    });
    expect(
      await house.query(`select event_timestamp as t, user_id as u from ${fact} order by t`),
    ).toEqual([
      { t: '2026-09-01 10:00:00', u: 7 },
      { t: '2026-09-02 01:00:00', u: 7 },
    ]);
  });
});

describe('the warehouse on disk', () => {
  const good = textFile('a.csv', toCsv(events.slice(0, 200)));
  const more = textFile('b.csv', toCsv(events.slice(200)));

  /** Every file of the warehouse by path, as hex. */
  async function bytesOf({ folder }: House): Promise<Record<string, string>> {
    const paths = await filesUnder(folder);
    const found = paths.map(async (path) => [
      relative(folder, path),
      (await readFile(path)).toString('hex'),
    ]);
    return Object.fromEntries((await Promise.all(found)) as [string, string][]);
  }

  it('stays as it was when a run is cancelled, whatever it was doing', async () => {
    const house = await newHouse();
    await house.load([good]);
    const before = await bytesOf(house);
    const rows = await rowsOf(house);
    for (const step of ['read', 'enrich', 'build', 'audit'] as const) {
      const controller = new AbortController();
      const onProgress = (progress: { step: string }): void => {
        if (progress.step === step) controller.abort();
      };
      const running = house.load([more], { signal: controller.signal, onProgress });
      await expect(running, step).rejects.toMatchObject({ code: 'cancelled' });
      expect(await bytesOf(house), step).toEqual(before);
      expect(await rowsOf(house), step).toBe(rows);
    }
    for (const ms of [0, 10, 40, 90, 150]) {
      const running = house.load([more], { signal: AbortSignal.timeout(ms), dryRun: true });
      await running.catch((error: unknown) => expect(error).toMatchObject({ code: 'cancelled' }));
    }
    expect((await house.load([more])).report).toMatchObject({ status: 'published', generation: 2 });
    expect(await rowsOf(house)).toBe(400);
  }, 60_000);

  it('stays as it was when a run is dry, and can be published to after one that is held', async () => {
    const house = await newHouse();
    await house.load([good]);
    const before = await bytesOf(house);
    expect((await house.load([more], { dryRun: true })).report).toMatchObject({
      status: 'dry-run',
      generation: 1,
    });
    expect(await bytesOf(house)).toEqual(before);
    const badHosts = toCsv(events.slice(200)).replaceAll(
      /https:\/\/www\.[a-z]+\.[a-z]+/g,
      'https://intranet',
    );
    const held = await house.load([textFile('bad.csv', badHosts)]);
    expect(held.report).toMatchObject({ status: 'held', generation: 1 });
    expect(held.report?.findings.filter(({ status }) => status === 'error').length).toBeGreaterThan(
      0,
    );
    const kept = Object.entries(before).filter(([path]) => path.startsWith('warehouse/'));
    expect(await bytesOf(house)).toMatchObject(Object.fromEntries(kept));
    expect(await rowsOf(house)).toBe(200);
    expect((await house.load([more])).report?.status).toBe('published');
    expect(await rowsOf(house)).toBe(400);
  });

  it('accounts for every record', async () => {
    const house = await newHouse();
    const lines = toCsv(events).split('\n');
    lines.splice(5, 0, 'not,a,record');
    lines.splice(9, 0, lines[6]!.replace(/^[^,]+/, '2026-13-45'));
    lines.splice(12, 0, lines[11]!);
    const loaded = await house.load([textFile('a.csv', lines.join('\n'))]);
    expect(delivery(loaded, 'a.csv')).toMatchObject({
      seen: 403,
      accepted: 400,
      rejected: 2,
      repeats: 1,
    });
    const [file] = await house.workbench.rejects();
    expect(file!.rejects.map(({ line, reason }) => [line, reason])).toEqual([
      [6, expect.stringContaining('fields')],
      [10, 'unreadable time'],
    ]);
  });
});
