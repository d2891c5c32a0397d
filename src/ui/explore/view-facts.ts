import type { RowFilter, RowView } from '../../core/explore/table-view.ts';
import { exploreWords as words } from '../explore-words.ts';
import { format } from '../format.ts';
import type { Fact } from '../paper.svelte.ts';
import { reportWords } from '../report-words.ts';

/** A condition in words: `dim_country is IN`. */
export const filterSentence = ({ column, op, value }: RowFilter): string =>
  `${column} ${words.ops[op]} ${value}`.trim();

/** Which rows of which table a paper shows. `count`: null while they are counted. */
export function viewFacts(
  table: { name: string; rows: number },
  { filters, search, sort }: RowView,
  count: number | null,
): Fact[] {
  const rows = count === null ? '' : words.rows(format.exact(count), format.exact(table.rows));
  const order = sort
    ? `${sort.column} (${words.sort[sort.descending ? 'descending' : 'ascending']})`
    : '';
  return [
    { name: reportWords.table, text: table.name },
    { name: reportWords.rows, text: rows },
    { name: words.filters, text: filters.map(filterSentence).join('; ') },
    { name: reportWords.searched, text: search },
    { name: reportWords.sortedBy, text: order },
  ];
}
