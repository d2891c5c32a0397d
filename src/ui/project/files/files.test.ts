import { zipSync } from 'fflate';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { madeModel, madeProject, shipped } from '../../models/testing/made-project.ts';
import { changesIn, changeTo, filesWith, pruneChanges, textOf } from './changed-project.ts';
import { summariseChanges } from './diff-summary.ts';
import { readDrafts, writeDrafts } from './draft-store.ts';
import { mergeImport, planImport, projectPath, readZip } from './import-files.ts';
import { countChangedLines } from './line-diff.ts';
import { projectEntries } from './project-entries.ts';

const a = shipped('core/a.sql', 'select 1');
const b = { ...shipped('core/b.sql', 'select 2'), text: 'select 3', isOwn: true };
const c = { path: 'core/c.sql', text: 'select 4', shipped: null, isOwn: true };
const files = new Map([a, b, c].map((file) => [file.path, file]));

class Store {
  readonly kept = new Map<string, string>();
  getItem = (key: string): string | null => this.kept.get(key) ?? null;
  setItem = (key: string, text: string): void => void this.kept.set(key, text);
  removeItem = (key: string): void => void this.kept.delete(key);
}

it('reads a file as the drafts leave it', () => {
  expect(textOf(a, { [a.path]: 'x' }, a.path)).toBe('x');
  expect(textOf(b, { [b.path]: null }, b.path)).toBe('select 2');
  expect(textOf(c, { [c.path]: null }, c.path)).toBe(null);
  expect(textOf(undefined, { 'core/n.sql': 'n' }, 'core/n.sql')).toBe('n');
});

it('knows a change that changes nothing, and one that goes back to what ships', () => {
  expect(changeTo(a, 'select 1')).toBeUndefined();
  expect(changeTo(b, 'select 2')).toBe(null);
  expect(changeTo(b, 'select 5')).toBe('select 5');
  const changes = { 'core/a.sql': 'select 1', 'core/b.sql': null, 'core/x.sql': null };
  expect(pruneChanges(changes, files)).toEqual({ 'core/b.sql': null });
});

it('parts drafts by folder, and each is on one side', () => {
  const path = fc.constantFrom('rules/a.yml', 'rules/b.yml', 'core/a.sql', 'ruled/a.sql');
  fc.assert(
    fc.property(fc.dictionary(path, fc.option(fc.string())), (changes) => {
      const [inside, outside] = [changesIn(changes, 'rules/'), changesIn(changes, 'rules/', 'out')];
      expect(Object.keys(inside).every((one) => /^rules[/]/.test(one))).toBe(true);
      expect({ ...inside, ...outside }).toEqual({ ...changes });
      expect(Object.keys(inside).filter((one) => one in outside)).toEqual([]);
      expect(changesIn(changes, '')).toEqual({ ...changes });
    }),
  );
});

it('keeps drafts whatever they say, and survives what it did not write', () => {
  const path = fc.stringMatching(/^[a-z_]{1,8}\/[a-z_]{1,8}\.(sql|yml)$/);
  const change = fc.dictionary(path, fc.option(fc.string({ unit: 'binary' })));
  fc.assert(
    fc.property(change, (changes) => {
      const store = new Store();
      writeDrafts(store, changes);
      expect({ ...readDrafts(store) }).toEqual({ ...changes });
    }),
    { numRuns: 30 },
  );
  const odd = new Store();
  for (const text of ['{', '[]', '{"a":1}', 'null']) {
    odd.setItem('homegrown.drafts', text);
    expect(Object.keys(readDrafts(odd))).toEqual([]);
  }
  writeDrafts(odd, {});
  expect(odd.kept.size).toBe(0);
});

it('counts changed lines as a diff does', () => {
  expect(countChangedLines('a\nb\nc\n', 'a\nx\nc\nd\n')).toEqual({ added: 2, removed: 1 });
  expect(countChangedLines('', 'a\nb')).toEqual({ added: 2, removed: 0 });
  const line = fc.constantFrom('a', 'b', 'c');
  fc.assert(
    fc.property(fc.array(line), fc.array(line), (before, after) => {
      const there = countChangedLines(before.join('\n'), after.join('\n'));
      const back = countChangedLines(after.join('\n'), before.join('\n'));
      expect(there.added - there.removed).toBe(after.length - before.length);
      expect(back).toEqual({ added: there.removed, removed: there.added });
      if (before.join() === after.join()) expect(there).toEqual({ added: 0, removed: 0 });
      else expect(there.added + there.removed).toBeGreaterThan(0);
    }),
  );
});

it('says what becomes of each file', () => {
  const changes = {
    'core/a.sql': 'select 9',
    'core/b.sql': null,
    'core/c.sql': null,
    'core/n.sql': 'x',
  };
  expect(summariseChanges(files, changes).map(({ path, kind }) => [path, kind])).toEqual([
    ['core/a.sql', 'changed'],
    ['core/b.sql', 'restored'],
    ['core/c.sql', 'deleted'],
    ['core/n.sql', 'added'],
  ]);
});

it('lists models by layer with both halves, tests and metrics last', () => {
  const project = madeProject(
    [
      shipped('metrics/signups.yml', ''),
      shipped('tests/t.sql', ''),
      shipped('tests/t.yml', ''),
      shipped('staging/s.sql', ''),
      shipped('staging/s.yml', ''),
      b,
    ],
    [madeModel('s', 'staging', [])],
  );
  const changes = { 'core/new.sql': 'x' };
  const problem = { file: 'core/new.sql', line: 1, column: 1, message: 'no YAML beside it' };
  const groups = projectEntries(project, changes, [problem]);
  expect(groups.map(([folder, list]) => [folder, list.map(({ id }) => id)])).toEqual([
    ['staging', ['s']],
    ['core', ['b', 'new']],
    ['tests', ['tests/t']],
    ['metrics', ['metrics/signups']],
  ]);
  const [first, second] = groups[1]![1];
  expect(first).toMatchObject({ badge: 'changed', isDraft: false });
  expect(second).toMatchObject({ badge: null, isDraft: true, problems: 1 });
  expect(groups[3]![1][0]!.paths).toEqual({ yaml: 'metrics/signups.yml' });
});

it('takes the files of a project out of a zip, wherever its folder begins, and names the rest', () => {
  const text = (content: string) => new TextEncoder().encode(content);
  const zip = zipSync({
    'mine/core/a.sql': text('select ż'),
    'mine/metrics/m.yml': text('metrics: []'),
    'mine/README.md': text('hello'),
    'x.sql': text('no folder'),
    '__MACOSX/mine/core/a.sql': text('clutter'),
    'mine/core/huge.sql': new Uint8Array(1_000_001),
  });
  const { files: found, ignored } = readZip(zip);
  expect([...found]).toEqual([
    ['core/a.sql', 'select ż'],
    ['metrics/m.yml', 'metrics: []'],
  ]);
  expect(ignored.sort()).toEqual([
    '__MACOSX/mine/core/a.sql',
    'mine/README.md',
    'mine/core/huge.sql',
    'x.sql',
  ]);
  expect(projectPath('../core/../../etc/passwd.sql')).toBe('etc/passwd.sql');
  expect(() => readZip(text('no zip'))).toThrow();
});

it('lists clashes of an import, and what is exported comes back the same', () => {
  const changes = { 'core/a.sql': 'draft', 'core/n.sql': 'new' };
  const incoming = new Map([
    ['core/a.sql', 'theirs'],
    ['core/b.sql', 'theirs'],
    ['core/c.sql', 'select 4'],
    ['core/m.sql', 'theirs'],
  ]);
  const plan = planImport(incoming, files, changes);
  expect(plan.map(({ path, kind, clash }) => [path, kind, clash])).toEqual([
    ['core/a.sql', 'changed', 'draft'],
    ['core/b.sql', 'changed', 'own'],
    ['core/m.sql', 'added', null],
  ]);
  const own = filesWith([...files.values()], changes, 'own');
  expect([...own.keys()]).toEqual(['core/a.sql', 'core/b.sql', 'core/c.sql', 'core/n.sql']);
  expect(planImport(own, files, changes)).toEqual([]);
  expect(mergeImport(planImport(own, files, {}), files, {})).toEqual(changes);
});
