import type { ProjectChanges, ProjectFile } from './project-view.ts';

/** The person's own files by path, without a leading `./`. */
export type OwnFiles = Readonly<Record<string, string>>;

/** One's own files after these changes: a text puts a file in, null takes it out. */
export function changeOwnFiles(own: OwnFiles, changes: ProjectChanges): Record<string, string> {
  const next = new Map(Object.entries(own).map(([path, text]) => [plainPath(path), text]));
  for (const [path, text] of Object.entries(changes)) {
    if (text === null) next.delete(plainPath(path));
    else next.set(plainPath(path), text);
  }
  return Object.fromEntries([...next].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The files of the project that runs: those that ship, one's own over them, the changes over both. For `loadProject`. */
export function overlayProject(
  shipped: Readonly<Record<string, string>>,
  own: OwnFiles,
  changes: ProjectChanges = {},
): Record<string, string> {
  return Object.fromEntries(listFiles(shipped, own, changes).map(({ path, text }) => [path, text]));
}

/** The same files with what ships beside what runs, sorted by path. A text of one's own that equals the shipped one is no own text. */
export function listFiles(
  shipped: Readonly<Record<string, string>>,
  own: OwnFiles,
  changes: ProjectChanges = {},
): ProjectFile[] {
  const asShipped = new Map(Object.entries(shipped).map(([path, text]) => [plainPath(path), text]));
  const mine = new Map(Object.entries(changeOwnFiles(own, changes)));
  return [...new Set([...asShipped.keys(), ...mine.keys()])].sort().map((path) => {
    const before = asShipped.get(path) ?? null;
    const text = mine.get(path) ?? before ?? '';
    return { path, text, shipped: before, isOwn: text !== before };
  });
}

function plainPath(path: string): string {
  return path.replace(/^\.\//, '');
}
