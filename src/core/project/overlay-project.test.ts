import fc from 'fast-check';
import { expect, it } from 'vitest';
import { changeOwnFiles, listFiles, overlayProject } from './overlay-project.ts';

const shipped = { './core/a.sql': 'select 1', './core/b.sql': 'select 2' };

it('lays own files over shipped ones, and changes over both', () => {
  const own = { 'core/a.sql': 'select 10', 'core/c.sql': 'select 3' };
  expect(overlayProject(shipped, own, { 'core/c.sql': null, './core/d.sql': 'select 4' })).toEqual({
    'core/a.sql': 'select 10',
    'core/b.sql': 'select 2',
    'core/d.sql': 'select 4',
  });
});

it('a change to null brings the shipped text back', () => {
  expect(overlayProject(shipped, { 'core/a.sql': 'x' }, { 'core/a.sql': null })).toEqual({
    'core/a.sql': 'select 1',
    'core/b.sql': 'select 2',
  });
});

it('tells shipped, changed and own files apart', () => {
  const own = { 'core/a.sql': 'select 10', 'core/b.sql': 'select 2', 'core/c.sql': 'select 3' };
  expect(listFiles(shipped, own)).toEqual([
    { path: 'core/a.sql', text: 'select 10', shipped: 'select 1', isOwn: true },
    { path: 'core/b.sql', text: 'select 2', shipped: 'select 2', isOwn: false },
    { path: 'core/c.sql', text: 'select 3', shipped: null, isOwn: true },
  ]);
});

const path = fc.constantFrom('core/a.sql', 'core/b.sql', 'core/c.sql');
const files = fc.dictionary(path, fc.string(), { noNullPrototype: true });
const changes = fc.dictionary(path, fc.option(fc.string()), { noNullPrototype: true });

it('changes one after another are the last of each path', () => {
  fc.assert(
    fc.property(files, changes, changes, (own, first, second) => {
      const both = changeOwnFiles(changeOwnFiles(own, first), second);
      expect(both).toEqual(changeOwnFiles(own, { ...first, ...second }));
      expect(overlayProject(shipped, both)).toEqual(
        overlayProject(shipped, own, { ...first, ...second }),
      );
    }),
  );
});
