import { unzipSync } from 'fflate';
import { expect, it } from 'vitest';
import type { ExportedFile } from '../../workbench.ts';
import { streamZip, zipFiles } from '../parts/zip-files.ts';
import { backupFiles, planCopy } from './backup-files.ts';

/** A warehouse in which somebody publishes after the calls of `publishAfter`. */
function warehouse(publishAfter: number[] = []) {
  let calls = 0;
  let generation = 1;
  const files = (): Map<string, string> =>
    new Map([
      [`warehouse/core/t/${generation}.parquet`, `rows of ${generation}`],
      ['warehouse/core/t/0.parquet', 'rows of all'],
      ['manifest.0', `names ${generation}`],
      ['manifest.1', 'names 0'],
    ]);
  const count = (): void => {
    if (publishAfter.includes(++calls)) generation += 1;
  };
  return {
    async planBackup() {
      const plan = [...files()].map(([path, text]) => ({ path, bytes: text.length }));
      count();
      return plan;
    },
    async backupFile({ path }: { path: string }): Promise<ExportedFile> {
      const text = files().get(path);
      if (text === undefined) throw new Error(`gone: ${path}`);
      count();
      return { path, bytes: new TextEncoder().encode(text) };
    },
  };
}

async function backUp(source: ReturnType<typeof warehouse>) {
  const shares: number[] = [];
  const plan = await planCopy(source, {});
  const zip = await zipFiles(backupFiles(source, plan, {}, (share) => shares.push(share)));
  const back = unzipSync(new Uint8Array(await zip.arrayBuffer()));
  const texts = Object.entries(back).map(([path, bytes]) => [
    path,
    new TextDecoder().decode(bytes),
  ]);
  return { texts, shares };
}

it('holds every file, the manifests last', async () => {
  const { texts, shares } = await backUp(warehouse());
  expect(texts).toEqual([
    ['warehouse/core/t/1.parquet', 'rows of 1'],
    ['warehouse/core/t/0.parquet', 'rows of all'],
    ['manifest.0', 'names 1'],
    ['manifest.1', 'names 0'],
  ]);
  expect(shares.at(-1)).toBe(1);
});

it.each([1, 2, 3])(
  'holds what its manifest names when someone publishes at call %i',
  async (call) => {
    const { texts } = await backUp(warehouse([call]));
    const named = texts.find(([path]) => path === 'manifest.0')![1]!.replace('names ', '');
    expect(texts).toContainEqual([`warehouse/core/t/${named}.parquet`, `rows of ${named}`]);
  },
);

it('says that the warehouse would not stand still', async () => {
  const source = warehouse([...Array(40).keys()]);
  await expect(planCopy(source, {})).rejects.toMatchObject({ code: 'warehouse-busy' });
});

it('stops when the file that the zip goes to is full', async () => {
  async function* files(): AsyncIterable<ExportedFile> {
    for (let n = 0; n < 5; n++) yield { path: `${n}.parquet`, bytes: new Uint8Array(10) };
  }
  let chunks = 0;
  const full = streamZip(files(), async () => {
    if (++chunks > 3) throw new DOMException('full', 'QuotaExceededError');
  });
  await expect(full).rejects.toThrow('full');
  expect(chunks).toBeLessThan(6);
});
