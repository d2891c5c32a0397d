import { isMap, isScalar, isSeq, parseDocument } from 'yaml';
import type { Node, YAMLMap } from 'yaml';
import type { ModelColumn } from './model.ts';

/**
 * A model's YAML with the columns that its SQL gives, in that order. What was said of a column (its description, its tests) and whatever
 * else the file holds stays; a column of another type gets that type; columns that the SQL does not give are gone.
 */
export function takeColumns(
  text: string,
  columns: readonly Pick<ModelColumn, 'name' | 'type'>[],
): string {
  const document = parseDocument(text);
  const path = ['models', 0, 'columns'];
  const list = document.getIn(path);
  const told = (isSeq(list) ? list.items : []).filter((item): item is YAMLMap => isMap(item));
  const known = new Map(told.map((column) => [String(column.get('name')), column]));
  const next = columns.map(({ name, type }): Node => {
    const column = known.get(name);
    if (!column) return document.createNode({ name, data_type: type }, { flow: isFlow(told) });
    setType(column, type);
    return column;
  });
  if (isSeq(list)) list.items = next;
  else document.setIn(path, document.createNode(next));
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}

const isFlow = (columns: readonly YAMLMap[]): boolean => columns.some(({ flow }) => flow === true);

function setType(column: YAMLMap, type: string): void {
  const written = column.get('data_type', true);
  if (isScalar(written)) written.value = type;
  else column.set('data_type', type);
}
