import type {
  ProjectChanges,
  ProjectFile,
  ProjectRevision,
} from '../../../core/project/project-view.ts';
import { textOf } from './changed-project.ts';
import { countChangedLines } from './line-diff.ts';

/** One file of a change: `restored` is as it ships again. */
export interface FileChange {
  path: string;
  kind: 'added' | 'changed' | 'restored' | 'deleted';
  added: number;
  removed: number;
  before: string;
  after: string;
}

/** What the changes do to each file, sorted by path. */
export function summariseChanges(
  files: ReadonlyMap<string, ProjectFile>,
  changes: ProjectChanges,
): FileChange[] {
  return Object.keys(changes)
    .sort()
    .map((path) => {
      const file = files.get(path);
      const before = file?.text ?? null;
      const after = textOf(file, changes, path);
      return {
        path,
        kind: kindOf(before, after, changes[path] ?? null),
        ...countChangedLines(before ?? '', after ?? ''),
        before: before ?? '',
        after: after ?? '',
      };
    });
}

function kindOf(
  before: string | null,
  after: string | null,
  change: string | null,
): FileChange['kind'] {
  if (before === null) return 'added';
  if (after === null) return 'deleted';
  return change === null ? 'restored' : 'changed';
}

/** The same of a revision that was applied: where there was no file of the person's, what ships stands in. */
export function summariseRevision(
  files: ReadonlyMap<string, ProjectFile>,
  { changes }: ProjectRevision,
): FileChange[] {
  return changes.map(({ path, before, after }) => {
    const shipped = files.get(path)?.shipped ?? null;
    const was = before ?? shipped;
    const is = after ?? shipped;
    return {
      path,
      kind: kindOf(was, is, after),
      ...countChangedLines(was ?? '', is ?? ''),
      before: was ?? '',
      after: is ?? '',
    };
  });
}
