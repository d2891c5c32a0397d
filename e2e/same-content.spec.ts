import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import type { RunReport, TableReport } from '../src/core/run/run-report.ts';
import type { SampleFormat } from '../src/core/sample/sample-files.ts';
import { downloadAll, importFiles, watchPage } from './app.ts';
import type { DroppedFile } from './app.ts';
import { sampleTexts } from './sample-oracle.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const options = { rows: 4_000, days: 9, split: 'none' as const };

const sampleText = (format: SampleFormat): string =>
  sampleTexts({ ...options, seed: format, format })[0]!.bytes;

const agent =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile/15E148 Safari/604.1';
// What two engines could read differently: quotes, line ends within a field, other alphabets, offsets, ids past 2^53, a short row.
const oddities =
  'event_time,ip,user_agent,url,event_name,user_id,note\r\n' +
  `2026-09-28T10:00:00+05:30,2001:DB8:0:0::1,"${agent}",https://www.eczachly.com/caf%C3%A9?utm_source=Żółć&utm_campaign=%3D1,page_view,9007199254740993,"two\r\nlines, ""quoted"""\r\n` +
  `2026-09-28T10:00:00.123456Z,::ffff:203.0.113.9,"${agent}",https://www.eczachly.com/signup,signup,not-a-number,👩‍🚀\r\n` +
  `not a time,203.0.113.9,"${agent}",https://www.eczachly.com/,page_view,,\r\n` +
  `2026-09-28T10:00:01Z,203.0.113.9,"",https://www.zachwilson.tech/,purchase,-5,NULL\r\n`;

const files: DroppedFile[] = [
  { name: 'events.csv', bytes: sampleText('csv') },
  { name: 'access.log', bytes: sampleText('log') },
  { name: 'tracker.ndjson.gz', bytes: gzipSync(sampleText('ndjson')) },
  { name: 'oddities.csv', bytes: oddities },
];

async function runCli(): Promise<RunReport> {
  const folder = await mkdtemp(join(tmpdir(), 'homegrown-cli-'));
  try {
    for (const { name, bytes } of files) await writeFile(join(folder, name), bytes);
    const names = files.map(({ name }) => join(folder, name));
    const words = [
      'scripts/cli.mjs',
      'run',
      ...names,
      '--warehouse',
      join(folder, 'warehouse'),
      '--format',
      'json',
    ];
    const { stdout } = await promisify(execFile)(process.execPath, words, {
      cwd: root,
      maxBuffer: 2 ** 28,
    });
    return JSON.parse(stdout) as RunReport;
  } finally {
    await rm(folder, { recursive: true });
  }
}

const hashes = (tables: TableReport[]): Record<string, string> =>
  Object.fromEntries(
    tables.flatMap(({ name, partitions }) =>
      partitions.map(({ ds, rows, contentHash }) => [`${name} ${ds}`, `${rows} ${contentHash}`]),
    ),
  );

test('the tab and the command line come to the same content', async ({ page, baseURL }) => {
  const watched = await watchPage(page, baseURL!);
  await page.goto('./');
  await importFiles(page, files);
  const exported = await downloadAll(page, 'CSV');
  const tab = JSON.parse(Buffer.from(exported['run.json']!).toString()) as RunReport;
  const cli = await runCli();
  expect(cli.status).toBe('published');
  const kept = ({
    name,
    sha256,
    seen,
    accepted,
    rejected,
    repeats,
  }: RunReport['deliveries'][number]) => ({ name, sha256, seen, accepted, rejected, repeats });
  expect(tab.deliveries.map(kept)).toEqual(cli.deliveries.map(kept));
  expect(cli.deliveries.find(({ name }) => name === 'oddities.csv')).toMatchObject({
    seen: 4,
    accepted: 3,
    rejected: 1,
  });
  expect(Object.keys(hashes(cli.tables)).length).toBeGreaterThan(7 * options.days);
  expect(hashes(tab.tables)).toEqual(hashes(cli.tables));
  expect(watched).toEqual({ foreign: [], errors: [] });
});
