import type { RowView } from '../../core/explore/table-view.ts';
import { wholeTable } from '../../core/explore/table-view.ts';

const ops = ['is', 'not', 'contains', 'from', 'below', 'upto', 'null', 'filled'] as const;

/** What a part of the address says: a table and a view of it. */
export interface TablePlace {
  table: string | undefined;
  view: RowView;
}

/** `tables/core.fct_sessions`, with the view behind it as base64url where it is not the whole table. */
export function formatPlace({ table, view }: TablePlace): string {
  const isWhole = view.filters.length === 0 && view.search === '' && view.sort === undefined;
  return ['tables', table, isWhole ? undefined : encode(view)]
    .filter((part) => part !== undefined)
    .join('/');
}

/** Reads it back; what it cannot read is left out. */
export function parsePlace(part: string): TablePlace {
  const [, table, code] = part.split('/');
  return { table, view: code === undefined ? wholeTable : readView(code) };
}

function encode(view: RowView): string {
  const bytes = new TextEncoder().encode(JSON.stringify(view));
  const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function readView(code: string): RowView {
  let given: Partial<RowView>;
  try {
    const text = atob(code.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
    given = JSON.parse(new TextDecoder().decode(bytes)) as Partial<RowView>;
  } catch {
    // An address that was cut or typed: the whole table is shown.
    return wholeTable;
  }
  const filters = (given.filters ?? []).filter(
    ({ column, op, value }) =>
      typeof column === 'string' && ops.includes(op) && typeof value === 'string',
  );
  const search = typeof given.search === 'string' ? given.search : '';
  const { sort } = given;
  return {
    ...{ filters, search },
    ...(typeof sort?.column === 'string' && {
      sort: { column: sort.column, descending: sort.descending === true },
    }),
  };
}
