import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  changeProject,
  changeSentence,
  changesBetween,
  reverseOf,
  withProject,
} from './change-project.ts';
import { emptyManifest } from './complete-manifest.ts';
import { keptRevisions } from './manifest.ts';
import type { Manifest } from './manifest.ts';
import { nextManifest } from './next-manifest.ts';
import { restoreManifest } from './restore-manifest.ts';
import { undoTo } from './undo-to.ts';

const at = (i: number): string => new Date(Date.UTC(2026, 9, 5) + i * 1000).toISOString();
const path = fc.constantFrom('core/a.sql', 'core/a.yml', 'core/b.sql', 'metrics/c.yml');
const change = fc.dictionary(path, fc.option(fc.constantFrom('x', 'y', '')), {
  noNullPrototype: true,
  minKeys: 1,
});

const applied = (changes: Record<string, string | null>[]): Manifest =>
  changes.reduce<Manifest>(
    (head, one, i) => changeProject(head, { createdAt: at(i), changes: one }),
    emptyManifest(at(0)),
  );

it('files are the last text of each path; revisions tell how they came about', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 12 }), (changes) => {
      const { project, generation } = applied(changes);
      const texts = new Map(changes.flatMap((one) => Object.entries(one)));
      const wanted = [...texts].filter(([, text]) => text !== null).sort();
      expect(Object.entries(project?.files ?? {})).toEqual(wanted);
      expect(generation).toBe(changes.length);
      // Played back, the revisions make the files.
      const played = new Map<string, string | null>();
      for (const { changes: some } of (project?.revisions ?? []).toReversed())
        for (const { path: where, before, after } of some) {
          expect(played.get(where) ?? null).toBe(before);
          expect(after).not.toBe(before);
          played.set(where, after);
        }
      expect([...played].filter(([, text]) => text !== null).sort()).toEqual(wanted);
    }),
  );
});

it('the newest revision can always be undone; undoing it brings the files back', () => {
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), (changes) => {
      const before = applied(changes.slice(0, -1));
      const after = applied(changes);
      if (after.project === before.project || after.project === undefined) return;
      const [newest] = after.project.revisions;
      if (newest!.id === before.project?.revisions[0]?.id) return;
      const undone = changeProject(after, {
        createdAt: at(99),
        changes: reverseOf(after, newest!.id),
      });
      expect(undone.project!.files).toEqual(before.project?.files ?? {});
      expect(undone.project!.revisions).toHaveLength(after.project.revisions.length + 1);
    }),
  );
});

it('an older revision can be undone unless its files were changed since', () => {
  const head = applied([{ 'core/a.sql': 'x' }, { 'core/b.sql': 'x' }, { 'core/a.sql': 'y' }]);
  expect(reverseOf(head, 2)).toEqual({ 'core/b.sql': null });
  expect(reverseOf(head, 3)).toEqual({ 'core/a.sql': 'x' });
  expect(() => reverseOf(head, 1)).toThrow('changed again since then: core/a.sql');
  expect(() => reverseOf(head, 4)).toThrow('no such change of the project: 4');
});

it('only so many revisions are kept, with ids that go on', () => {
  const texts = Array.from({ length: keptRevisions + 3 }, (_, i) => ({ 'core/a.sql': `${i}` }));
  const { revisions } = applied(texts).project!;
  expect(revisions).toHaveLength(keptRevisions);
  expect([revisions[0]!.id, revisions.at(-1)!.id]).toEqual([keptRevisions + 3, 4]);
});

it('changes nothing else, and nothing at all without a difference', () => {
  const head = applied([{ 'core/a.sql': 'x' }]);
  const next = nextManifest(head, at(5));
  expect(withProject(next, { changes: { 'core/a.sql': 'x', 'core/b.sql': null } })).toBe(next);
  const changed = changeProject(head, {
    ...{ createdAt: at(5), changes: { 'core/a.sql': null }, reason: 'why', by: 'Ann' },
  });
  const without = (manifest: Manifest) => ({ ...manifest, project: undefined, journal: [] });
  expect(without(changed)).toEqual(without(next));
  const { project, journal } = changed;
  expect(project!.revisions[0]).toMatchObject({ id: 2, reason: 'why', by: 'Ann', at: at(5) });
  expect(journal[0]).toMatchObject({
    ...{ kind: 'project', verdict: 'Changed the project: core/a.sql.', reason: 'why', by: 'Ann' },
  });
});

it('names what lies between two projects', () => {
  fc.assert(
    fc.property(fc.array(change), fc.array(change), (one, other) => {
      const [from, to] = [applied(one), applied(other)];
      const changes = changesBetween(from, to);
      const made = changeProject(from, { createdAt: at(50), changes });
      expect(made.project?.files ?? {}).toEqual(to.project?.files ?? {});
    }),
  );
  expect(changeSentence(['a', 'b', 'c', 'd', 'e'])).toBe(
    'Changed the project: a, b, c and 2 more.',
  );
});

it('goes back with the publication that is put back, as a revision that can be undone', () => {
  const head = applied([{ 'core/a.sql': 'x' }, { 'core/a.sql': 'y', 'core/b.sql': 'z' }]);
  const earlier = applied([{ 'core/a.sql': 'x' }]);
  const undone = undoTo(head, earlier, { createdAt: at(9), copy: { file: 'm', sha256: '' } });
  expect(undone.project!.files).toEqual(earlier.project!.files);
  expect(undone.project!.revisions.map(({ id }) => id)).toEqual([3, 2, 1]);
  expect(reverseOf(undone, 3)).toEqual({ 'core/a.sql': 'y', 'core/b.sql': 'z' });
});

it('a restored backup brings its files; those it replaces are a revision away', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 5 }), fc.array(change, { maxLength: 5 }), (a, b) => {
      const [head, backup] = [applied(a), applied(b)];
      const restored = restoreManifest(head, backup, { createdAt: at(50), copy: undefined });
      const files = (of: Manifest): Record<string, string> => of.project?.files ?? {};
      expect(files(restored)).toEqual(files(backup));
      const before = head.project?.revisions ?? [];
      const [newest] = restored.project?.revisions ?? [];
      if (head.project === undefined || newest!.id === before[0]?.id) return;
      const undone = withProject(restored, { changes: reverseOf(restored, newest!.id) });
      expect(files(undone)).toEqual(files(head));
      expect(restored.project!.revisions.slice(1)).toEqual(before);
    }),
  );
});
