import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { detectFormat } from '../core/ingest/detect-format.ts';
import { sharedData } from '../lib/testing/shared-data.ts';
import type { SourceFile } from '../workbench.ts';
import { openSource, sampleSource } from './open-source.ts';
import { memoryFile, memoryHost, textOf } from './testing/memory-host.ts';

const table = `time,name\n${Array.from({ length: 3000 }, (_, i) => `2024-06-03T12:00:00Z,visitor ${i} Zoë\n`).join('')}`;
const bytes = Buffer.from(table);

async function open(file: SourceFile) {
  const host = memoryHost();
  const recognition = detectFormat(await sampleSource(file));
  const opened = openSource(file, recognition, host);
  return { host, opened, recognition };
}

async function refusal(file: SourceFile): Promise<string> {
  const host = memoryHost();
  const recognition = detectFormat(await sampleSource(memoryFile('x', bytes)));
  try {
    await openSource(file, recognition, host);
    return 'opened';
  } catch (error) {
    expect(host.open()).toBe(0);
    return `${(error as { code: string }).code}: ${(error as Error).message}`;
  }
}

it('reads a plain file where it lies, and hashes it as dropped', async () => {
  const file = memoryFile('a.csv', bytes, 1000);
  const { host, opened } = await open(file);
  const { plain, sha256 } = await opened;
  expect(plain).toBe(file.bytes);
  expect(await sha256()).toBe(createHash('sha256').update(bytes).digest('hex'));
  expect(host.open()).toBe(0);
});

it.each([1, 7, 100, 65_536])(
  'inflates a gzip of one member or several, in pieces of %i bytes',
  async (piece) => {
    const cuts = [0, 1, 20_000, 20_000, 50_000, bytes.length];
    const members = cuts.slice(1).map((end, i) => gzipSync(bytes.subarray(cuts[i], end)));
    for (const packed of [gzipSync(bytes), Buffer.concat(members)]) {
      const { host, opened } = await open(memoryFile('a.csv.gz', packed, piece));
      const { plain, sha256, dispose } = await opened;
      expect((await textOf(plain)) === table).toBe(true);
      expect(await sha256()).toBe(createHash('sha256').update(packed).digest('hex'));
      expect(host.open()).toBe(1);
      await dispose();
      expect(host.open()).toBe(0);
    }
  },
);

describe('refuses a gzip that is not whole', () => {
  const one = gzipSync(bytes);
  const two = Buffer.concat([one, gzipSync(bytes)]);
  const flipped = (at: number): Buffer => {
    const copy = Buffer.from(one);
    copy[at]! ^= 1;
    return copy;
  };
  it.each<[string, Buffer]>([
    ['cut in the middle', one.subarray(0, one.length / 2)],
    ['cut in its checksum', one.subarray(0, -5)],
    ['without its last byte', one.subarray(0, -1)],
    ['with a wrong checksum', flipped(one.length - 8)],
    ['with a wrong length', flipped(one.length - 1)],
    ['with a damaged middle', flipped(one.length >> 1)],
    ['of two members, the second cut', two.subarray(0, -100)],
    ['of two members, the first damaged', Buffer.concat([flipped(one.length - 8), one])],
    ['followed by something else', Buffer.concat([one, Buffer.from('and more text behind it')])],
  ])('%s', async (_name, packed) => {
    for (const piece of [packed.length, 100]) {
      expect(await refusal(memoryFile('a.gz', packed, piece))).toMatch(
        /^file-damaged: the gzip is (?:damaged or )?cut off: nothing of it was loaded$/,
      );
    }
  });
});

it('stops a gzip bomb early, whatever it is made of', async () => {
  const bomb = gzipSync(Buffer.alloc(64 << 20, 'a,b\n'), { level: 9 });
  expect(await refusal(memoryFile('a.gz', bomb, 4096))).toMatch(/^file-suspicious:/);
  expect(await refusal(memoryFile('a.gz', Buffer.concat([gzipSync(bytes), bomb]), 4096))).toMatch(
    /^file-suspicious:/,
  );
});

it.each([
  ['utf-16le', Buffer.from(`\uFEFF${table}`, 'utf16le')],
  ['utf-16be', Buffer.from(`\uFEFF${table}`, 'utf16le').swap16()],
  ['windows-1252', Buffer.from(table, 'latin1')],
] as const)('turns %s into UTF-8, gzipped or not', async (encoding, encoded) => {
  for (const input of [encoded, gzipSync(encoded)]) {
    const { opened, recognition, host } = await open(memoryFile('a.csv', input, 999));
    expect(recognition.encoding).toBe(encoding);
    const { plain, dispose } = await opened;
    expect((await textOf(plain)) === table).toBe(true);
    await dispose();
    expect(host.open()).toBe(0);
  }
});

it('samples only the head of a large file', async () => {
  const read: number[] = [];
  const size = 2 ** 40;
  const slice = (start = 0, end = size) => {
    read.push(end - start);
    return new Blob([bytes.subarray(start, end)]);
  };
  const stream = () => {
    throw new Error('the whole file was read');
  };
  const sample = await sampleSource({
    name: 'big.csv',
    folder: '',
    bytes: { size, slice, stream, arrayBuffer: stream },
  });
  expect(sample.complete).toBe(false);
  expect(read).toEqual([256 * 1024]);
});

it('says that a gzipped Parquet file must be unpacked', async () => {
  await expect(sampleSource(memoryFile('a.gz', gzipSync('PAR1 and so on')))).rejects.toThrow(
    'gzipped Parquet',
  );
});

const exported = sharedData('badinput/event-exports/gz');

it.skipIf(!exported)(
  'opens the gzips of event-exports as their manifest says (needs ../shared/data)',
  async () => {
    const file = async (name: string) => memoryFile(name, await readFile(`${exported}/${name}`));
    for (const [name, lines] of [
      ['ok.csv.gz', 21],
      ['multi_member.csv.gz', 31],
    ] as const) {
      const { plain } = await (await open(await file(name))).opened;
      expect((await textOf(plain)).trimEnd().split('\n')).toHaveLength(lines);
    }
    const started = performance.now();
    expect(await refusal(await file('bomb_256m.csv.gz'))).toMatch(/^file-suspicious:/);
    expect(performance.now() - started).toBeLessThan(5000);
  },
);
