import { reach } from './lineage-graph.ts';
import type { LineageGraph } from './lineage-graph.ts';
import type { ColumnTrace, TracedNode } from './trace-column.ts';

type NodeState = 'plain' | 'value' | 'filter' | 'dim';

/** What of the map stands out. */
export interface Highlight {
  node(id: string): NodeState;
  edge(from: string, to: string): NodeState;
  /** Columns of a node on the way of the chosen column. */
  columns(id: string): readonly string[];
}

const nothing: Highlight = { node: () => 'plain', edge: () => 'plain', columns: () => [] };

/** Of the chosen node everything that feeds it or that it feeds; of a column the nodes on its way. */
export function highlightOf(
  graph: LineageGraph,
  chosen: string | undefined,
  column: string | undefined,
  trace: ColumnTrace | undefined,
): Highlight {
  if (chosen === undefined) return nothing;
  if (column === undefined || trace === undefined) return ofNode(graph, chosen);
  return ofColumn(chosen, column, trace);
}

function ofNode({ reads, feeds }: LineageGraph, chosen: string): Highlight {
  const up = reach(reads, chosen);
  const down = reach(feeds, chosen);
  const isOnWay = (from: string, to: string) =>
    (up.has(from) && up.has(to)) || (down.has(from) && down.has(to));
  return {
    node: (id) => (up.has(id) || down.has(id) ? 'plain' : 'dim'),
    edge: (from, to) => (isOnWay(from, to) ? 'value' : 'dim'),
    columns: () => [],
  };
}

function ofColumn(chosen: string, column: string, { from, to }: ColumnTrace): Highlight {
  const values = columnsOf([...from.values, ...to.values]);
  values.set(chosen, [column, ...(values.get(chosen) ?? [])]);
  const filters = columnsOf([...from.filters, ...to.filters]);
  const state = (id: string): NodeState => {
    if (values.has(id)) return 'value';
    return filters.has(id) ? 'filter' : 'dim';
  };
  return {
    node: state,
    edge(one, other) {
      const states = [state(one), state(other)];
      if (states.includes('dim') || states.every((s) => s === 'filter')) return 'dim';
      return states.includes('filter') ? 'filter' : 'value';
    },
    columns: (id) => values.get(id) ?? filters.get(id) ?? [],
  };
}

function columnsOf(nodes: readonly TracedNode[]): Map<string, string[]> {
  return new Map(nodes.map(({ node, columns }) => [node, columns]));
}
