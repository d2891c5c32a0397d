import { WorkbenchError } from '../errors.ts';
import type { ProjectChanges, ProjectRevision } from '../project/project-view.ts';
import { journalOfDecision } from '../run/journal-draft.ts';
import { keptRevisions } from './manifest.ts';
import type { Manifest } from './manifest.ts';
import { addEntry, nextManifest } from './next-manifest.ts';

/** A change of the person's own files, for the record. */
export interface ProjectChange {
  /** Own files by path, null to have none: only those that differ are recorded. */
  changes: ProjectChanges;
  reason?: string;
  by?: string;
}

/** A generation of its own that changes the project's files and no table. */
export function changeProject(
  head: Manifest | undefined,
  change: ProjectChange & { createdAt: string },
): Manifest {
  const next = withProject(nextManifest(head, change.createdAt), change);
  const { reason, by } = change;
  const about = { ...(reason !== undefined && { reason }), ...(by !== undefined && { by }) };
  const verdict = changeSentence(Object.keys(change.changes));
  return addEntry(next, journalOfDecision({ kind: 'project', verdict, ...about }));
}

/** The generation `next` with changed files and a revision that tells of them; without a difference it stays as it is. */
export function withProject(next: Manifest, { changes, reason, by }: ProjectChange): Manifest {
  const before = next.project ?? { files: {}, revisions: [] };
  const texts = new Map(Object.entries(before.files));
  const different: ProjectRevision['changes'] = [];
  for (const [path, after] of Object.entries(changes)) {
    const text = texts.get(path) ?? null;
    if (text === after) continue;
    different.push({ path, before: text, after });
    if (after === null) texts.delete(path);
    else texts.set(path, after);
  }
  if (different.length === 0) return next;
  const revision: ProjectRevision = {
    id: (before.revisions[0]?.id ?? 0) + 1,
    at: next.createdAt,
    ...(by !== undefined && { by }),
    ...(reason !== undefined && { reason }),
    changes: different,
  };
  const files = Object.fromEntries([...texts].sort(([a], [b]) => (a < b ? -1 : 1)));
  return {
    ...next,
    project: { files, revisions: [revision, ...before.revisions].slice(0, keptRevisions) },
  };
}

/**
 * The changes that undo a revision. Throws `usage` for one that is not kept, and for one whose files were changed again since: a later
 * change would be lost.
 */
export function reverseOf(head: Pick<Manifest, 'project'> | undefined, id: number): ProjectChanges {
  const revision = head?.project?.revisions.find((one) => one.id === id);
  if (revision === undefined)
    throw new WorkbenchError('usage', `no such change of the project: ${id}`, { revision: id });
  const later = revision.changes.filter(
    ({ path, after }) => (head?.project?.files[path] ?? null) !== after,
  );
  if (later.length > 0) {
    const paths = later.map(({ path }) => path).join(', ');
    throw new WorkbenchError('usage', `changed again since then: ${paths}`, { revision: id });
  }
  return Object.fromEntries(revision.changes.map(({ path, before }) => [path, before]));
}

/** What must change for the files of `head` to be those of `wanted`. */
export function changesBetween(
  head: Pick<Manifest, 'project'>,
  wanted: Pick<Manifest, 'project'>,
): ProjectChanges {
  const [now, then] = [head.project?.files ?? {}, wanted.project?.files ?? {}];
  const paths = [...new Set([...Object.keys(now), ...Object.keys(then)])].sort();
  const different = paths.filter((path) => now[path] !== then[path]);
  return Object.fromEntries(different.map((path) => [path, then[path] ?? null]));
}

/** What a change of these files is called. */
export function changeSentence(paths: readonly string[]): string {
  const shown = paths.slice(0, 3).join(', ');
  const more = paths.length > 3 ? ` and ${paths.length - 3} more` : '';
  return `Changed the project: ${shown}${more}.`;
}
