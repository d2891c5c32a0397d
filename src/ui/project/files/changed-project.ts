import type { ProjectChanges, ProjectFile } from '../../../core/project/project-view.ts';

/** Files by their path. */
export function filesByPath(files: readonly ProjectFile[]): ReadonlyMap<string, ProjectFile> {
  return new Map(files.map((file) => [file.path, file]));
}

/** Text of a file once the changes are made; null: there is none. */
export function textOf(
  file: ProjectFile | undefined,
  changes: ProjectChanges,
  path: string,
): string | null {
  const change = changes[path];
  if (change === undefined) return file?.text ?? null;
  return change ?? file?.shipped ?? null;
}

/** The same changes without those that change nothing. */
export function pruneChanges(
  changes: ProjectChanges,
  files: ReadonlyMap<string, ProjectFile>,
): ProjectChanges {
  return Object.fromEntries(
    Object.entries(changes).filter(([path, change]) => {
      const file = files.get(path);
      if (change === null) return file?.isOwn === true;
      return change !== file?.text;
    }),
  );
}

/** The changes of files in a folder (`rules/`; '' for all), or of those outside it. */
export function changesIn(
  changes: ProjectChanges,
  folder: string,
  where: 'in' | 'out' = 'in',
): ProjectChanges {
  const isWanted = ([path]: [string, unknown]): boolean =>
    path.startsWith(folder) === (where === 'in');
  return Object.fromEntries(Object.entries(changes).filter(isWanted));
}

/**
 * The change that makes a file read `text`: a shipped file that reads as it ships is nobody's own. Undefined: it is so already.
 */
export function changeTo(file: ProjectFile | undefined, text: string): string | null | undefined {
  if (file && text === file.text) return undefined;
  if (file?.shipped === text) return null;
  return text;
}

/** Files as they read with the changes, by path: `own` ones only, or all. */
export function filesWith(
  files: readonly ProjectFile[],
  changes: ProjectChanges,
  which: 'own' | 'all',
): Map<string, string> {
  const found = new Map<string, string>();
  for (const file of files) {
    const change = changes[file.path];
    const isOwn = change === undefined ? file.isOwn : change !== null;
    const text = textOf(file, changes, file.path);
    if (text !== null && (which === 'all' || isOwn)) found.set(file.path, text);
  }
  for (const [path, change] of Object.entries(changes))
    if (change !== null) found.set(path, change);
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}
