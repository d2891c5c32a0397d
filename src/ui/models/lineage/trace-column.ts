import type { ColumnEdge, ColumnRef } from '../../../core/lineage/lineage.ts';

/** Columns of one node. */
export interface TracedNode {
  node: string;
  columns: string[];
}

/** One direction of a column's way. */
export interface TraceSide {
  /** Columns that the value passes through, the nearest first. */
  values: TracedNode[];
  /** Columns that decide which rows there are on that way; none of them is in `values`. */
  filters: TracedNode[];
}

export interface ColumnTrace {
  from: TraceSide;
  to: TraceSide;
}

const keyOf = ({ node, column }: ColumnRef): string => `${node}\n${column}`;

/**
 * Where a column comes from and what it feeds. Values are followed all the way; what decides rows is named where it meets that
 * way and not followed further.
 */
export function traceColumn(edges: readonly ColumnEdge[], start: ColumnRef): ColumnTrace {
  return { from: follow(edges, start, 'to', 'from'), to: follow(edges, start, 'from', 'to') };
}

function follow(
  edges: readonly ColumnEdge[],
  start: ColumnRef,
  here: 'from' | 'to',
  there: 'from' | 'to',
): TraceSide {
  const byEnd = groupBy(edges, (edge) => keyOf(edge[here]));
  const values = new Map([[keyOf(start), start]]);
  const filters = new Map<string, ColumnRef>();
  for (const key of values.keys()) {
    for (const edge of byEnd.get(key) ?? []) {
      const found = edge.role === 'value' ? values : filters;
      found.set(keyOf(edge[there]), edge[there]);
    }
  }
  const onWay = [...values].filter(([key]) => key !== keyOf(start)).map(([, ref]) => ref);
  return {
    values: byNode(onWay),
    filters: byNode([...filters].filter(([key]) => !values.has(key)).map(([, ref]) => ref)),
  };
}

function byNode(refs: ColumnRef[]): TracedNode[] {
  return [...groupBy(refs, ({ node }) => node)].map(([node, found]) => ({
    node,
    columns: found.map(({ column }) => column),
  }));
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

/** How many columns a list names. */
export function countColumns(nodes: readonly TracedNode[]): number {
  return nodes.reduce((sum, { columns }) => sum + columns.length, 0);
}
