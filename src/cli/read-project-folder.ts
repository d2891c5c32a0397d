import { readdir, readFile, stat } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { usage } from './args/parse-words.ts';

/**
 * The SQL and YAML of a project's folder, by path from it, or from its folder `models` where it has one. Hidden files are left out.
 * Rejects with `usage` for a folder that is none.
 */
export async function readProjectFolder(folder: string): Promise<Record<string, string>> {
  const root = resolve(folder);
  if (!(await isFolder(root))) throw usage(`no such folder: ${folder}`, 'project');
  const models = join(root, 'models');
  return readTexts((await isFolder(models)) ? models : root);
}

async function readTexts(root: string): Promise<Record<string, string>> {
  const names = await readdir(root, { recursive: true });
  const paths = names.map((name) => name.split(sep).join('/'));
  const wanted = paths.filter((path) => /\.(sql|yml)$/.test(path) && !/(^|\/)\./.test(path)).sort();
  const texts = await Promise.all(wanted.map((path) => readFile(join(root, path), 'utf8')));
  return Object.fromEntries(wanted.map((path, i) => [path, texts[i]!]));
}

async function isFolder(path: string): Promise<boolean> {
  const info = await stat(path).catch(() => undefined);
  return info?.isDirectory() ?? false;
}
