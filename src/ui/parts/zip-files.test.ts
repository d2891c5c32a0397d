import { unzipSync } from 'fflate';
import { expect, it } from 'vitest';
import type { ExportedFile } from '../../workbench.ts';
import { zipFiles } from './zip-files.ts';

const files: ExportedFile[] = [
  {
    path: 'core/fct_website_events/ds=2026-09-01/part-0.parquet',
    bytes: Uint8Array.of(80, 65, 82, 49),
  },
  { path: 'core/dim_visitors.csv', bytes: new TextEncoder().encode('a,b\r\n'.repeat(50_000)) },
  { path: 'run.json', bytes: new TextEncoder().encode('{"status":"published"}') },
];

it('keeps paths and bytes', async () => {
  const wanted = files.map(({ path, bytes }) => [path, bytes.slice()] as const);
  async function* oneByOne(): AsyncIterable<ExportedFile> {
    yield* files;
  }
  const zipped = await zipFiles(oneByOne());
  const back = unzipSync(new Uint8Array(await zipped.arrayBuffer()));
  expect(Object.keys(back)).toEqual(wanted.map(([path]) => path));
  for (const [path, bytes] of wanted) expect(back[path]).toEqual(bytes);
  expect(zipped.size).toBeLessThan(10_000);
});

it('fails when a file cannot be made', async () => {
  async function* failing(): AsyncIterable<ExportedFile> {
    yield { path: 'a.csv', bytes: new Uint8Array(10) };
    throw new Error('no second file');
  }
  await expect(zipFiles(failing())).rejects.toThrow('no second file');
});
