import { describe, expect, it } from 'vitest';
import { cellsText, holds, rangeOf, selectByKey } from './grid-selection.ts';
import type { Selection } from './grid-selection.ts';

const size = { rows: 100, columns: 4, page: 20 };
const at = (row: number, column: number): Selection => ({
  anchor: { row, column },
  active: { row, column },
});
const press = (selection: Selection, key: string, modifiers = {}): Selection | undefined =>
  selectByKey(
    { key, shiftKey: false, ctrlKey: false, metaKey: false, ...modifiers },
    selection,
    size,
  );

describe('the selection of a grid', () => {
  it('moves by keys and stays in the grid', () => {
    expect(press(at(0, 0), 'ArrowUp')).toEqual(at(0, 0));
    expect(press(at(3, 1), 'ArrowRight')).toEqual(at(3, 2));
    expect(press(at(90, 3), 'PageDown')).toEqual(at(99, 3));
    expect(press(at(5, 2), 'End', { metaKey: true })).toEqual(at(99, 2));
    expect(press(at(5, 2), 'Home')).toEqual(at(5, 0));
    expect(press(at(5, 2), 'a')).toBeUndefined();
    // Before a cell was chosen.
    expect(press(at(7, -1), 'ArrowDown', { shiftKey: true })).toEqual({
      anchor: { row: 7, column: 0 },
      active: { row: 8, column: 0 },
    });
  });

  it('stretches with Shift, backwards too, and takes whole rows', () => {
    const up = press(press(at(5, 2), 'ArrowUp', { shiftKey: true })!, 'Home', { shiftKey: true })!;
    expect(rangeOf(up)).toEqual({ top: 4, bottom: 5, left: 0, right: 2 });
    const rows = rangeOf(press(up, ' ', { shiftKey: true })!);
    expect(rows).toEqual({ top: 4, bottom: 5, left: 0, right: 3 });
    expect([holds(rows, 4, 3), holds(rows, 6, 0)]).toEqual([true, false]);
  });

  it('is copied as spreadsheets read it; one cell as it is', () => {
    const rows = [
      ['a\tb', 1234.5, null],
      ['say "x"', { k: 'v' }, true],
    ];
    expect(cellsText(rows, { left: 0, right: 2 })).toBe(
      '"a\tb"\t1234.5\t\n"say ""x"""\t"{""k"":""v""}"\ttrue',
    );
    expect(cellsText(rows.slice(0, 1), { left: 0, right: 0 })).toBe('a\tb');
  });
});
