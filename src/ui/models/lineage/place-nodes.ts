import dagre from '@dagrejs/dagre';
import { curveMonotoneX, line } from 'd3-shape';
import type { LineageEdge, LineageNode } from '../../../core/lineage/lineage.ts';

/** Where a node stands, in pixels of the unscaled map; x and y are its upper left corner. */
export interface Place {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface LineageMapPlan {
  width: number;
  height: number;
  places: ReadonlyMap<string, Place>;
  /** Edges with their paths as SVG. */
  edges: { from: string; to: string; path: string }[];
}

const height = 44;
const lineOf = line<{ x: number; y: number }>(
  ({ x }) => x,
  ({ y }) => y,
).curve(curveMonotoneX);

/** Room for the mark, the name and what stands under it. */
function widthOf({ name }: Pick<LineageNode, 'name'>): number {
  return Math.min(Math.max(48 + name.length * 6.9, 168), 264);
}

/** Layers from left to right, few crossings (dagre). */
export function placeNodes(
  nodes: readonly Pick<LineageNode, 'id' | 'name'>[],
  edges: readonly LineageEdge[],
): LineageMapPlan {
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({ rankdir: 'LR', nodesep: 12, ranksep: 44, edgesep: 6, marginx: 8, marginy: 8 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const node of nodes) graph.setNode(node.id, { width: widthOf(node), height });
  for (const { from, to } of edges) graph.setEdge(from, to);
  dagre.layout(graph);
  const places = new Map(
    nodes.map(({ id }) => {
      const { x, y, width } = graph.node(id);
      return [id, { x: x - width / 2, y: y - height / 2, width, height }] as const;
    }),
  );
  const { width = 0, height: whole = 0 } = graph.graph();
  return {
    width,
    height: whole,
    places,
    edges: edges.map(({ from, to }) => ({
      from,
      to,
      path: lineOf(withEnds(graph.edge(from, to).points, places.get(from)!, places.get(to)!)) ?? '',
    })),
  };
}

/** An edge leaves at the middle of the right side and arrives at the middle of the left one. */
function withEnds(points: { x: number; y: number }[], from: Place, to: Place) {
  const start = { x: from.x + from.width, y: from.y + from.height / 2 };
  const end = { x: to.x, y: to.y + to.height / 2 };
  return [start, ...points.slice(1, -1).filter(({ x }) => x > start.x + 1 && x < end.x - 1), end];
}

/** The next node in a direction: along an edge left and right, within a layer up and down. */
export function neighbour(
  { places, edges }: LineageMapPlan,
  id: string,
  key: string,
): string | undefined {
  const here = places.get(id);
  if (!here) return undefined;
  const next = {
    ArrowRight: () => edges.filter(({ from }) => from === id).map(({ to }) => to),
    ArrowLeft: () => edges.filter(({ to }) => to === id).map(({ from }) => from),
    ArrowUp: () => inLayer(places, here, (y) => y < here.y),
    ArrowDown: () => inLayer(places, here, (y) => y > here.y),
  }[key];
  const away = (other: string) => Math.abs(places.get(other)!.y - here.y);
  return next?.().sort((a, b) => away(a) - away(b))[0];
}

function inLayer(
  places: LineageMapPlan['places'],
  here: Place,
  isThere: (y: number) => boolean,
): string[] {
  const middle = (place: Place) => place.x + place.width / 2;
  return [...places]
    .filter(([, place]) => isThere(place.y) && Math.abs(middle(place) - middle(here)) < 100)
    .map(([id]) => id);
}
