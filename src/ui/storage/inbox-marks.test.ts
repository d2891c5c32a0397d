import { expect, it } from 'vitest';
import type { InboxFile } from './inbox-files.ts';
import { markOf } from './inbox-files.ts';
import { InboxMarks } from './inbox-marks.ts';

function file(path: string, text: string, modified = 1): InboxFile {
  const made = new File([text], path.split('/').at(-1)!, { lastModified: modified });
  return { path, size: made.size, modified, file: made };
}

const paths = (files: InboxFile[]): string[] => files.map(({ path }) => path);

it('waits until a file is the same at two looks', () => {
  const marks = new InboxMarks();
  expect(marks.look([file('a.csv', 'x')], [])).toMatchObject({ fresh: [], unsettled: true });
  // It has grown: still being copied.
  expect(marks.look([file('a.csv', 'xy')], [])).toMatchObject({ fresh: [], unsettled: true });
  const settled = marks.look([file('a.csv', 'xy')], []);
  expect(paths(settled.fresh)).toEqual(['a.csv']);
  expect(settled.unsettled).toBe(false);
});

it('takes a file of the same name and size again when it was written anew', () => {
  const marks = new InboxMarks();
  const first = file('a.csv', 'xy', 1);
  const again = file('a.csv', 'ab', 2);
  marks.look([first], []);
  expect(marks.look([first], [markOf(first)])).toEqual({ fresh: [], asked: [], unsettled: false });
  marks.look([again], [markOf(first)]);
  expect(paths(marks.look([again], [markOf(first)]).fresh)).toEqual(['a.csv']);
});

it('asks once, and never takes an empty file', () => {
  const marks = new InboxMarks();
  const files = [file('shop/a.csv', 'x'), file('empty.csv', '')];
  marks.look(files, []);
  const { fresh } = marks.look(files, []);
  expect(paths(fresh)).toEqual(['shop/a.csv']);
  marks.ask(fresh);
  const later = marks.look(files, []);
  expect(paths(later.fresh)).toEqual([]);
  expect(paths(later.asked)).toEqual(['shop/a.csv']);
});
