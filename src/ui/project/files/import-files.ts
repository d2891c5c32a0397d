import { unzipSync } from 'fflate';
import type { ProjectChanges, ProjectFile } from '../../../core/project/project-view.ts';
import { changeTo, textOf } from './changed-project.ts';

const largest = 1_000_000;
const most = 2_000;

/** What reading a folder or zip gave: files of a project by path, and what was left out. */
export interface ReadFiles {
  files: Map<string, string>;
  ignored: string[];
}

/** A file of an import that does something. `clash`: it would replace a draft or the person's own version. */
export interface ImportedFile {
  path: string;
  kind: 'added' | 'changed';
  clash: 'draft' | 'own' | null;
  text: string;
}

/**
 * The path inside a project: of `my-project/core/x.sql` the folder and the file. Undefined for what is no `.sql` or `.yml` in a
 * folder, and for names that no model can have.
 */
export function projectPath(path: string): string | undefined {
  return /(?:^|\/)(\w+\/\w+\.(?:sql|yml))$/.exec(path.replaceAll('\\', '/'))?.[1];
}

/** Picks the project's files of a folder or zip; what is too large, too many or something else is named in `ignored`. */
export function takeFiles(found: Iterable<readonly [path: string, bytes: Uint8Array]>): ReadFiles {
  const files = new Map<string, string>();
  const ignored: string[] = [];
  for (const [path, bytes] of found) {
    const own = path.startsWith('__MACOSX/') ? undefined : projectPath(path);
    const isTaken = own !== undefined && !files.has(own) && files.size < most;
    if (isTaken && bytes.length <= largest) files.set(own, new TextDecoder().decode(bytes));
    else ignored.push(path);
  }
  return { files, ignored };
}

/** The same of a zip. Throws fflate's error for a file that is no zip. */
export function readZip(bytes: Uint8Array): ReadFiles {
  const skipped: string[] = [];
  const entries = unzipSync(bytes, {
    filter: ({ name, originalSize }) => {
      if (name.endsWith('/')) return false;
      const isWanted = projectPath(name) !== undefined && originalSize <= largest;
      if (!isWanted) skipped.push(name);
      return isWanted;
    },
  });
  const { files, ignored } = takeFiles(Object.entries(entries));
  return { files, ignored: [...skipped, ...ignored] };
}

/** What importing these files would change, by path. */
export function planImport(
  incoming: ReadonlyMap<string, string>,
  files: ReadonlyMap<string, ProjectFile>,
  changes: ProjectChanges,
): ImportedFile[] {
  return [...incoming]
    .filter(([path, text]) => textOf(files.get(path), changes, path) !== text)
    .map(([path, text]) => {
      const file = files.get(path);
      const isDraft = changes[path] !== undefined;
      return {
        path,
        kind: file || isDraft ? ('changed' as const) : ('added' as const),
        clash: isDraft ? ('draft' as const) : file?.isOwn ? ('own' as const) : null,
        text,
      };
    })
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The drafts after an import. */
export function mergeImport(
  imported: readonly ImportedFile[],
  files: ReadonlyMap<string, ProjectFile>,
  changes: ProjectChanges,
): ProjectChanges {
  const merged = { ...changes };
  for (const { path, text } of imported) {
    const change = changeTo(files.get(path), text);
    if (change === undefined) delete merged[path];
    else merged[path] = change;
  }
  return merged;
}
