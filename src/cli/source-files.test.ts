import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findSourceFiles } from './source-files.ts';

let root: string;
const at = (path: string) => join(root, path);

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'homegrown-test-'));
  for (const path of [
    'drop/www.b.com/x.log',
    'drop/a.csv',
    'drop/.hidden',
    'drop/.git/config',
    'drop/wh/manifest',
    'outside.csv',
  ]) {
    await mkdir(join(at(path), '..'), { recursive: true });
    await writeFile(at(path), path);
  }
  await mkdir(at('empty'));
  await symlink(at('drop'), at('drop/circle'));
  await symlink(at('outside.csv'), at('drop/linked.csv'));
  await symlink(at('nowhere'), at('drop/broken.csv'));
});
afterAll(() => rm(root, { recursive: true }));

it('walks folders sorted, without hidden files, circles and the warehouse itself', async () => {
  const { files, refused } = await findSourceFiles([at('drop'), at('drop/a.csv')], at('drop/wh'));
  expect(refused).toEqual([]);
  expect(files.map(({ folder, name, bytes }) => [folder, name, bytes.size])).toEqual([
    ['drop', 'a.csv', 10],
    ['drop', 'linked.csv', 11],
    ['drop/www.b.com', 'x.log', 20],
  ]);
});

it('names what cannot be used and goes on', async () => {
  const { files, refused } = await findSourceFiles(
    [at('none.csv'), at('outside.csv'), at('empty')],
    at('wh'),
  );
  expect(files.map(({ folder, name }) => [folder, name])).toEqual([['', 'outside.csv']]);
  expect(refused).toEqual([
    { file: at('none.csv'), code: 'file-unreadable', message: 'there is no such file or folder' },
    { file: at('empty'), code: 'file-empty', message: 'the folder holds no files' },
  ]);
});
