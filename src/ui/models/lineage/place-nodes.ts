import dagre from '@dagrejs/dagre';
import type { graphlib } from '@dagrejs/dagre';
import { curveBumpX, line } from 'd3-shape';
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

const lineOf = line<{ x: number; y: number }>(
  ({ x }) => x,
  ({ y }) => y,
).curve(curveBumpX);

/** What is asked of a node to place it. */
type Placed = Pick<LineageNode, 'id' | 'kind' | 'name'>;

/** A metric has no second line: what stands under a name is its last run. */
function sizeOf({ kind, name }: Placed): { width: number; height: number } {
  const width = Math.min(Math.max(56 + name.length * 7.3, kind === 'metric' ? 150 : 228), 290);
  return { width, height: kind === 'metric' ? 30 : 46 };
}

/** Stands before everything that reads nothing, so that the data begins at the left. */
const start = ' ';

/** Layers from left to right, few crossings (dagre). */
export function placeNodes(
  nodes: readonly Placed[],
  edges: readonly LineageEdge[],
): LineageMapPlan {
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({ rankdir: 'LR', nodesep: 10, ranksep: 40, edgesep: 8 });
  graph.setDefaultEdgeLabel(() => ({}));
  graph.setNode(start, { width: 0, height: 0 });
  for (const node of nodes) graph.setNode(node.id, sizeOf(node));
  for (const { from, to } of edges) graph.setEdge(from, to);
  const reading = new Set(edges.map(({ to }) => to));
  for (const { id } of nodes) if (!reading.has(id)) graph.setEdge(start, id, { weight: 20 });
  dagre.layout(graph);
  return moved(nodes, edges, graph);
}

/** The plan with its left upper corner at 0, 0. */
function moved(
  nodes: readonly Placed[],
  edges: readonly LineageEdge[],
  graph: graphlib.Graph,
): LineageMapPlan {
  const widest = new Map<number, number>();
  for (const { id } of nodes) {
    const { x, width } = graph.node(id);
    widest.set(x, Math.max(widest.get(x) ?? 0, width));
  }
  // A layer stands flush at its left.
  const boxes = nodes.map(({ id }) => {
    const { x, y, width, height } = graph.node(id);
    return { id, x: x - (widest.get(x) ?? width) / 2, y: y - height / 2, width, height };
  });
  const left = Math.min(...boxes.map(({ x }) => x));
  const top = Math.min(...boxes.map(({ y }) => y));
  const places = new Map(
    boxes.map(({ id, x, y, width, height }) => [
      id,
      { x: x - left, y: y - top, width, height } as Place,
    ]),
  );
  const all = [...places.values()];
  return {
    width: Math.max(...all.map(({ x, width }) => x + width)),
    height: Math.max(...all.map(({ y, height }) => y + height)),
    places,
    edges: edges.map(({ from, to }) => {
      const { points } = graph.edge(from, to) as { points: { x: number; y: number }[] };
      const shifted = points.map(({ x, y }) => ({ x: x - left, y: y - top }));
      return { from, to, path: lineOf(bends(shifted, places.get(from)!, places.get(to)!)) ?? '' };
    }),
  };
}

/** From the middle of the right side to that of the left one; between them where the layers on its way leave room. */
function bends(points: { x: number; y: number }[], from: Place, to: Place) {
  const first = { x: from.x + from.width, y: from.y + from.height / 2 };
  const last = { x: to.x, y: to.y + to.height / 2 };
  // dagre names two points beside each layer: one is enough, as the curve is level at each.
  const between = points.slice(1, -1).filter(({ x }) => x > first.x + 40 && x < last.x - 40);
  const bent = between.filter(({ x }, i) => i === 0 || x - between[i - 1]!.x > 60);
  return [first, ...bent, last];
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
