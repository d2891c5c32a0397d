import type { LineageNode } from '../../../core/lineage/lineage.ts';
import type { Subject } from '../../../core/subject.ts';
import { layerOf, reach } from './lineage-graph.ts';
import type { LineageGraph } from './lineage-graph.ts';

export interface LineageFilter {
  text: string;
  subject: Subject | 'all';
  /** As `layerOf`; '' for all. */
  layer: string;
  /** '' for all. */
  tag: string;
  /** With `chosen`: only what feeds it, what it feeds, or either. */
  only: 'all' | 'up' | 'down' | 'both';
}

export const noFilter: LineageFilter = {
  text: '',
  subject: 'all',
  layer: '',
  tag: '',
  only: 'all',
};

/** The nodes that meet the filter; the chosen one always does. */
export function filterNodes(
  graph: LineageGraph,
  filter: LineageFilter,
  chosen: string | undefined,
): LineageNode[] {
  const related = relatedTo(graph, filter.only, chosen);
  const text = filter.text.trim().toLowerCase();
  return [...graph.nodes.values()].filter(
    (node) =>
      node.id === chosen ||
      ((filter.subject === 'all' || node.subject === filter.subject) &&
        (filter.layer === '' || layerOf(node) === filter.layer) &&
        (filter.tag === '' || node.tags.includes(filter.tag)) &&
        (related === undefined || related.has(node.id)) &&
        holds(node, text)),
  );
}

function relatedTo(
  { reads, feeds }: LineageGraph,
  only: LineageFilter['only'],
  chosen: string | undefined,
): Set<string> | undefined {
  if (only === 'all' || chosen === undefined) return undefined;
  const up = only === 'down' ? [] : reach(reads, chosen);
  const down = only === 'up' ? [] : reach(feeds, chosen);
  return new Set([...up, ...down]);
}

/** A text finds names and columns. */
function holds({ name, schema, columns }: LineageNode, text: string): boolean {
  if (text === '') return true;
  return (
    `${schema}.${name}`.toLowerCase().includes(text) ||
    columns.some((column) => column.name.toLowerCase().includes(text))
  );
}

/** Edges between shown nodes; a way over hidden ones is one edge, so that what is shown stays connected. */
export function edgesBetween(
  { feeds }: LineageGraph,
  shown: ReadonlySet<string>,
): { from: string; to: string }[] {
  return [...shown].flatMap((from) => {
    const reached = new Set<string>();
    const passed = new Set<string>();
    const ways = [...(feeds.get(from) ?? [])];
    for (let id = ways.pop(); id !== undefined; id = ways.pop()) {
      if (shown.has(id)) reached.add(id);
      else if (!passed.has(id)) {
        passed.add(id);
        ways.push(...(feeds.get(id) ?? []));
      }
    }
    return [...reached].map((to) => ({ from, to }));
  });
}
