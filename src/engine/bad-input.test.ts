import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { sharedData } from '../lib/testing/shared-data.ts';
import type { SourceFile } from '../workbench.ts';
import { delivery, diskFile, filesUnder, openHouse, textFile } from './testing/open-house.ts';
import type { House } from './testing/open-house.ts';
import { makeEvents, toCsv, toUtf16 } from './testing/web-events.ts';

const houses: House[] = [];
async function newHouse(): Promise<House> {
  const house = await openHouse();
  houses.push(house);
  return house;
}
afterEach(async () => {
  for (const house of houses.splice(0)) await house.close();
});

const host = { answers: { host: 'www.example.com' } };
const exports = sharedData('badinput/event-exports');
const skipped = '(needs ../shared/data)';

interface Verdict {
  file: string;
  verdict: string;
  rows: number | null;
}

async function verdicts(): Promise<Verdict[]> {
  const text = await readFile(join(exports!, 'manifest.json'), 'utf8');
  return (JSON.parse(text) as { files: Verdict[] }).files;
}

const exported = (path: string): Promise<SourceFile> => diskFile(join(exports!, path));

describe('files of which a manifest says what is right', () => {
  it.skipIf(!exports)(
    `are loaded or refused as it says, all in one drop ${skipped}`,
    async () => {
      const house = await newHouse();
      const expected = await verdicts();
      // Each in a folder of its own name, so that what comes out of a zip can be told, too.
      const files = await Promise.all(
        expected.map(async ({ file }) => ({ ...(await exported(file)), folder: file })),
      );
      const { inspected, refused, report } = await house.load(files, { ...host, dryRun: true });
      const shown = inspected.filter((file) => file.refusal === undefined);
      const loaded = new Map(shown.map((file, i) => [file, report!.deliveries[i]!]));
      for (const { file, verdict, rows } of expected) {
        const parts = shown.filter(
          ({ folder }) => folder === file || folder.startsWith(`${file}/`),
        );
        // Equal bytes are loaded once in a drop: what another file brought counts for this one, too.
        const reports = parts.map((part) => {
          const own = loaded.get(part)!;
          return report!.deliveries.find((d) => d.id === own.id && d.status === 'loaded') ?? own;
        });
        const sum = (key: 'accepted' | 'repeats' | 'rejected' | 'seen'): number =>
          reports.reduce((total, part) => total + part[key], 0);
        if (verdict === 'reject-file') {
          expect(parts, file).toEqual([]);
          const inside = file.endsWith('.zip') ? /\.zip$/ : new RegExp(`^${basename(file)}$`);
          expect(
            refused.filter((one) => inside.test(one.file)),
            file,
          ).not.toEqual([]);
          continue;
        }
        expect(reports, file).not.toEqual([]);
        expect(sum('seen'), file).toBe(sum('accepted') + sum('repeats') + sum('rejected'));
        if (rows !== null) expect(sum('accepted') + sum('repeats'), file).toBe(rows);
        const rejects = verdict === 'reject-row';
        if (rows !== null) expect(sum('rejected') > 0, file).toBe(rejects);
      }
      // `manifest.json` says nothing of how: the sentences are ours.
      expect(Object.fromEntries(refused.map(({ file, message }) => [file, message]))).toEqual({
        'bom_only.csv': 'the file is empty',
        'bomb_256m.csv.gz': expect.stringMatching(/NUL bytes|inflates/),
        'many_columns.csv': 'more than 500 columns: 5001',
        'xlsx_renamed.csv': expect.stringContaining('Excel'),
        'in.zip': expect.stringContaining('zip inside a zip'),
      });
    },
    60_000,
  );

  it.skipIf(!exports)(`ask for what they do not say ${skipped}`, async () => {
    const house = await newHouse();
    const { refused, report } = await house.load([await exported('shape/deep_json.ndjson')]);
    expect([refused, report]).toEqual([
      [
        {
          file: 'deep_json.ndjson',
          message: 'Which site do these records belong to?',
          option: 'host',
        },
      ],
      undefined,
    ]);
  });

  it.skipIf(!exports)(`give exact instants ${skipped}`, async () => {
    const house = await newHouse();
    const names = ['epoch_s', 'epoch_us', 'offsets', '24h_midnight', 'day_boundary'];
    const files = await Promise.all(names.map((name) => exported(`time/${name}.csv`)));
    const { report } = await house.load(files);
    const idOf = (name: string): string =>
      report!.deliveries.find((d) => d.name === `${name}.csv`)!.id;
    const rows = await house.query(
      'select delivery, event_timestamp as t from staging.stg_web_events order by delivery, record',
    );
    const times = (name: string): unknown[] =>
      rows.flatMap((row) => (row['delivery'] === idOf(name) ? [row['t']] : []));
    expect(times('epoch_s')).toEqual(['2024-06-03 12:00:00']);
    expect(times('epoch_us')).toEqual(['2024-06-03 12:00:00']);
    expect(times('offsets')).toEqual([
      '2024-06-03 10:00:00',
      '2024-06-03 19:00:00',
      '2024-06-03 06:15:00',
    ]);
    expect(times('24h_midnight')).toEqual(['2024-06-04 00:00:00']);
    expect(times('day_boundary')).toEqual(['2024-06-03 23:59:59.999', '2024-06-04 00:00:00']);
  });

  it.skipIf(!exports)(
    `read local clocks and dates as asked or as only possible ${skipped}`,
    async () => {
      const house = await newHouse();
      const zone = { answers: { timezone: 'America/New_York' }, dryRun: true };
      const gap = await house.load([await exported('time/dst_gap_new_york.csv')], zone);
      expect(delivery(gap, 'dst_gap_new_york.csv')).toMatchObject({ accepted: 1 });
      const european = await house.load([await exported('time/us_vs_eu.csv')], { dryRun: true });
      expect(delivery(european, 'us_vs_eu.csv')?.days).toEqual([
        ['www.example.com', '2024-04-03', 1],
        ['www.example.com', '2024-04-13', 1],
      ]);
      expect(european.inspected[0]!.guess!.notes.join()).toContain('day first');
      const days = await house.load([await exported('time/date_only.csv')], { dryRun: true });
      expect(days.inspected[0]!.guess!.notes.join()).toContain('midnight');
      expect(delivery(days, 'date_only.csv')).toMatchObject({ accepted: 30 });
    },
  );

  it.skipIf(!exports)(`name visitors and reject rows with line and reason ${skipped}`, async () => {
    const house = await newHouse();
    const reasons = async (): Promise<unknown> =>
      (await house.workbench.rejects()).flatMap((file) =>
        file.rejects.map(({ line, reason }) => [line, reason]),
      );
    await house.load([await exported('ip/same_client_two_spellings.csv')]);
    expect(
      await house.query(
        'select count(distinct logged_out_user_id) as n from core.fct_website_events',
      ),
    ).toEqual([{ n: 2 }]);
    await house.load([await exported('ip/forms.csv')]);
    const bad = [20, 21, 22, 23, 24, 25, 30].map((line) => [line, 'not an IP address']);
    expect(await reasons()).toEqual(bad);
    await house.load([await exported('enc/invalid_utf8_mid.csv')]);
    expect(await reasons()).toEqual([[3, 'bytes that are not UTF-8']]);
    await house.load([await exported('shape/footer_total.csv')]);
    expect(await reasons()).toEqual([[22, 'unreadable time']]);
  });

  it.skipIf(!exports)(
    `publish nothing without a record, and hold unknown actions ${skipped}`,
    async () => {
      const house = await newHouse();
      for (const name of [
        'shape/header_only.csv',
        'time/year_9999_0001.csv',
        'inj/enum_values.csv',
      ]) {
        const { report } = await house.load([await exported(name)], host);
        expect(report?.status, name).toBe('held');
      }
      expect((await house.workbench.status()).generation).toBe(0);
    },
  );

  it.skipIf(!exports)(
    `keep both events of one second and add one row of a new export ${skipped}`,
    async () => {
      const house = await newHouse();
      const count = async (): Promise<number> =>
        Number((await house.query('select count(*) as n from core.fct_website_events'))[0]!['n']);
      await house.load([await exported('dup/pk_collision_same_second.csv')]);
      expect(await count()).toBe(2);
      await house.load([await exported('enc/utf8_bom.csv')]);
      expect(await count()).toBe(22);
      await house.load([await exported('dup/day1_plus_one.csv')]);
      expect(await count()).toBe(23);
    },
  );
});

describe('files made by others to break readers', () => {
  const folders = [
    'arrow-testing',
    'parquet-testing',
    'blns',
    'csv-spectrum',
    'utf8tests',
    'jsontestsuite',
  ];

  it.skipIf(!sharedData('badinput'))(
    `are all refused in a sentence, none within more than seconds ${skipped}`,
    async () => {
      const house = await newHouse();
      const paths = (
        await Promise.all(folders.map((name) => filesUnder(sharedData(`badinput/${name}`)!)))
      ).flat();
      const started = performance.now();
      const { refused, inspected, report } = await house.load(
        await Promise.all(paths.map((path) => diskFile(path))),
      );
      expect(inspected.length).toBeGreaterThan(500);
      // None of them holds events.
      expect(report).toBeUndefined();
      expect(new Set(refused.map(({ file }) => file)).size).toBeGreaterThan(500);
      const sentence = /^[A-Za-z].{8,120}[a-z?)\d]$/;
      expect(refused.filter(({ message }) => !sentence.test(message))).toEqual([]);
      expect(performance.now() - started).toBeLessThan(20_000);
    },
    60_000,
  );
});

/** A zip with one deflated entry, which may lie about its name. */
function zipOf(name: string, content: Uint8Array): Uint8Array {
  const packed = deflateRawSync(content);
  const crc = crc32(content);
  const head = (signature: number, extra: number): Buffer => {
    const bytes = Buffer.alloc(extra);
    bytes.writeUInt32LE(signature, 0);
    return bytes;
  };
  const sizes = (target: Buffer, at: number): void => {
    target.writeUInt16LE(8, at - 6);
    target.writeUInt32LE(crc, at);
    target.writeUInt32LE(packed.length, at + 4);
    target.writeUInt32LE(content.length, at + 8);
    target.writeUInt16LE(Buffer.byteLength(name), at + 12);
  };
  const local = head(0x04034b50, 30);
  sizes(local, 14);
  const central = head(0x02014b50, 46);
  sizes(central, 16);
  const end = head(0x06054b50, 22);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(46 + Buffer.byteLength(name), 12);
  end.writeUInt32LE(30 + Buffer.byteLength(name) + packed.length, 16);
  return Buffer.concat([local, Buffer.from(name), packed, central, Buffer.from(name), end]);
}

function crc32(bytes: Uint8Array): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

describe('a drop with all sorts of things in it', () => {
  const good = toCsv(makeEvents(60));
  const wide = Array.from({ length: 5000 }, (_, i) => `c${i}`).join(',');
  const bad: [SourceFile, RegExp][] = [
    [
      textFile('picture.csv', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0])),
      /image/,
    ],
    [textFile('login.csv', '<!doctype html><html><title>Sign in</title></html>'), /web page/],
    [
      textFile('error.log', '2026/09/01 10:00:00 [error] 1#1: *1 open() failed\n'.repeat(5)),
      /error log/,
    ],
    [textFile('nothing.csv', ''), /empty/],
    [textFile('spaces.csv', ' \n\n  \n'), /empty/],
    [textFile('names.csv', 'name,city\nAda,London\nAlan,Bletchley\n'), /No column holds a time/],
    [textFile('wide.csv', `${wide}\n${wide}\n`), /more than 500 columns/],
    [textFile('line.csv', 'x'.repeat(5_000_000)), /line|neither a table/],
    [textFile('nul.csv', new Uint8Array(100_000)), /NUL/],
    [textFile('cut.csv.gz', gzipSync(good).subarray(0, 800)), /damaged|cut off/],
    [textFile('flipped.csv.gz', flip(gzipSync(good))), /damaged/],
    [
      textFile('bomb.csv.gz', gzipSync(`${good}${'0'.repeat(300_000_000)}`)),
      /inflates|larger|suspicious|times/,
    ],
    [textFile('cut.zip', zipOf('a.csv', Buffer.from(good)).subarray(0, 400)), /zip/],
    [textFile('book.xlsx', zipOf('[Content_Types].xml', Buffer.from('<Types/>'))), /Office|Excel/],
    [
      textFile('iis.log', '#Software: IIS\n#Fields: date time c-ip\n2026-09-01 10:00:00 8.8.8.8\n'),
      /W3C extended/,
    ],
  ];

  function flip(bytes: Uint8Array): Uint8Array {
    const copy = Uint8Array.from(bytes);
    copy[copy.length - 6]! ^= 0xff;
    return copy;
  }

  it('says of each what is wrong within seconds, and loads the rest', async () => {
    const house = await newHouse();
    const fine = textFile("../../fine'; drop table x; --.csv", good);
    const { refused, report } = await house.load([...bad.map(([file]) => file), fine]);
    for (const [file, sentence] of bad)
      expect(
        refused.find((one) => one.file === file.name)?.message ?? 'not refused',
        file.name,
      ).toMatch(sentence);
    expect(report).toMatchObject({ status: 'published' });
    expect(report!.deliveries.filter(({ status }) => status === 'loaded')).toMatchObject([
      { accepted: 60 },
    ]);
    expect(report!.seconds).toBeLessThan(20);
  }, 60_000);

  it('reads odd but whole files', async () => {
    const house = await newHouse();
    const events = makeEvents(60);
    const crOnly = toCsv(events.slice(0, 20)).replaceAll('\n', '\r');
    const inZip = zipOf('../../up/one.csv', Buffer.from(toCsv(events.slice(20, 40))));
    const members = Buffer.concat([
      gzipSync(toCsv(events.slice(40, 50))),
      gzipSync(toCsv(events.slice(50)).replace(/^.*\n/, '')),
    ]);
    const files = [
      textFile('mac.csv', crOnly),
      textFile('up.zip', inZip),
      textFile('two.csv.gz', members),
      textFile('wide.csv', toUtf16(toCsv(events.slice(0, 5)))),
    ];
    const { report } = await house.load(files);
    expect(report!.deliveries.map((d) => [d.name, d.accepted, d.rejected])).toEqual([
      ['mac.csv', 20, 0],
      ['two.csv.gz', 20, 0],
      ['wide.csv', 5, 0],
      ['one.csv', 20, 0],
    ]);
    const rows = await house.query('select count(*) as n from core.fct_website_events');
    expect(rows).toEqual([{ n: 60 }]);
  });
});
