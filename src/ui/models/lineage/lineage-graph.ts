import type { Lineage, LineageEdge, LineageNode } from '../../../core/lineage/lineage.ts';

/** Neighbours by node, in the order of the nodes. */
export interface LineageGraph {
  nodes: ReadonlyMap<string, LineageNode>;
  /** What a node reads, and what reads it. */
  reads: ReadonlyMap<string, string[]>;
  feeds: ReadonlyMap<string, string[]>;
}

/** Indexes a lineage by node. */
export function graphOf({ nodes, edges }: Pick<Lineage, 'nodes' | 'edges'>): LineageGraph {
  const order = new Map(nodes.map(({ id }, i) => [id, i]));
  const side = (of: keyof LineageEdge, other: keyof LineageEdge) => {
    const found = new Map<string, string[]>(nodes.map(({ id }) => [id, []]));
    for (const edge of edges) found.get(edge[of])?.push(edge[other]);
    for (const ids of found.values()) ids.sort((a, b) => order.get(a)! - order.get(b)!);
    return found;
  };
  return {
    nodes: new Map(nodes.map((node) => [node.id, node])),
    reads: side('to', 'from'),
    feeds: side('from', 'to'),
  };
}

/** Everything reached over one kind of edge, the start included. */
export function reach(next: ReadonlyMap<string, string[]>, start: string): Set<string> {
  const found = new Set([start]);
  for (const id of found) for (const other of next.get(id) ?? []) found.add(other);
  return found;
}

/** The layer a node stands in: `file`, `source`, `metric`, or a model's schema. */
export function layerOf({ kind, schema }: LineageNode): string {
  return kind === 'model' ? schema : kind;
}
