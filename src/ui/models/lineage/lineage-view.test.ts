import { describe, expect, it } from 'vitest';
import type { ColumnEdge, LineageNode } from '../../../core/lineage/lineage.ts';
import { edgesBetween, filterNodes, noFilter } from './filter-nodes.ts';
import { highlightOf } from './highlight.ts';
import { graphOf } from './lineage-graph.ts';
import { neighbour, placeNodes } from './place-nodes.ts';
import { countColumns, traceColumn } from './trace-column.ts';

function node(id: string, more: Partial<LineageNode> = {}): LineageNode {
  const [kind, name] = id.split(':') as [LineageNode['kind'], string];
  return {
    ...{ id, kind, name, schema: kind === 'model' ? 'core' : '', subject: 'website' },
    ...{ columns: [{ name: `${name}_id`, type: '' }], lastRun: null, tags: [] },
    ...more,
  };
}

// f -> s -> a -> b -> c -> m, and s -> d beside it.
const ids = ['file:f', 'source:s', 'model:a', 'model:b', 'model:c', 'metric:m', 'model:d'];
const pairs = [
  ['file:f', 'source:s'],
  ['source:s', 'model:a'],
  ['model:a', 'model:b'],
  ['model:b', 'model:c'],
  ['model:c', 'metric:m'],
  ['source:s', 'model:d'],
] as const;
const edges = pairs.map(([from, to]) => ({ from, to }));
const nodes = ids.map((id) =>
  node(id, { subject: id === 'model:d' ? 'shop' : 'website', tags: id === 'model:b' ? ['x'] : [] }),
);
const graph = graphOf({ nodes, edges });
const found = (filter: Partial<typeof noFilter>, chosen?: string) =>
  filterNodes(graph, { ...noFilter, ...filter }, chosen).map(({ name }) => name);

describe('filters', () => {
  it.each([
    [{ text: 'B_ID' }, undefined, ['b']],
    [{ text: 'core.' }, undefined, ['a', 'b', 'c', 'd']],
    [{ subject: 'shop' }, undefined, ['d']],
    [{ layer: 'source' }, undefined, ['s']],
    [{ tag: 'x' }, undefined, ['b']],
    [{ only: 'up' }, 'model:b', ['f', 's', 'a', 'b']],
    [{ only: 'down' }, 'model:b', ['b', 'c', 'm']],
    [{ only: 'both' }, 'model:d', ['f', 's', 'd']],
    [{ only: 'up' }, undefined, ['f', 's', 'a', 'b', 'c', 'm', 'd']],
    [{ tag: 'x' }, 'model:d', ['b', 'd']],
  ] as const)('%j of %s', (filter, chosen, names) => {
    expect(found(filter, chosen)).toEqual(names);
  });

  it('what is hidden between two nodes leaves them connected', () => {
    const shown = new Set(['file:f', 'model:b', 'metric:m', 'model:d']);
    expect(edgesBetween(graph, shown)).toEqual([
      { from: 'file:f', to: 'model:d' },
      { from: 'file:f', to: 'model:b' },
      { from: 'model:b', to: 'metric:m' },
    ]);
  });
});

const edge = (from: string, to: string, role: ColumnEdge['role'] = 'value'): ColumnEdge => {
  const ref = (text: string) => {
    const [name, column] = text.split('.') as [string, string];
    return { node: `model:${name}`, column };
  };
  return { from: ref(from), to: ref(to), role };
};

describe('the way of a column', () => {
  const columnEdges = [
    edge('a.x', 'b.y'),
    edge('b.y', 'c.z'),
    edge('a.where', 'b.y', 'filter'),
    edge('b.key', 'c.z', 'filter'),
    edge('d.far', 'a.where'),
    edge('c.z', 'd.group', 'filter'),
    edge('d.group', 'd.more'),
  ];
  const trace = traceColumn(columnEdges, { node: 'model:c', column: 'z' });

  it('follows values all the way, filters one step', () => {
    expect(trace).toEqual({
      from: {
        values: [
          { node: 'model:b', columns: ['y'] },
          { node: 'model:a', columns: ['x'] },
        ],
        filters: [
          { node: 'model:b', columns: ['key'] },
          { node: 'model:a', columns: ['where'] },
        ],
      },
      to: { values: [], filters: [{ node: 'model:d', columns: ['group'] }] },
    });
    expect(countColumns(trace.from.values)).toBe(2);
  });

  it('ends where columns feed each other', () => {
    const circle = [edge('a.x', 'b.y'), edge('b.y', 'a.x')];
    const { from } = traceColumn(circle, { node: 'model:a', column: 'x' });
    expect(from.values).toEqual([{ node: 'model:b', columns: ['y'] }]);
  });

  it('lights up its nodes, solid for values and dashed for what decides rows', () => {
    const light = highlightOf(graph, 'model:c', 'z', trace);
    expect(['model:a', 'model:b', 'model:c', 'model:d', 'file:f'].map(light.node)).toEqual([
      ...['value', 'value', 'value', 'filter', 'dim'],
    ]);
    expect(light.edge('model:a', 'model:b')).toBe('value');
    expect(light.edge('model:c', 'model:d')).toBe('filter');
    expect(light.edge('file:f', 'source:s')).toBe('dim');
    expect(light.columns('model:b')).toEqual(['y']);
  });
});

describe('the map', () => {
  const plan = placeNodes(nodes, edges);

  it('goes from left to right and lays nothing over another', () => {
    for (const { from, to } of edges)
      expect(plan.places.get(to)!.x).toBeGreaterThan(plan.places.get(from)!.x);
    const places = [...plan.places.values()];
    const overlaps = places.filter((one) =>
      places.some(
        (other) =>
          one !== other &&
          Math.abs(one.x - other.x) < Math.max(one.width, other.width) &&
          Math.abs(one.y - other.y) < Math.min(one.height, other.height),
      ),
    );
    expect(overlaps).toEqual([]);
    expect(Math.min(...places.map(({ x }) => x))).toBe(0);
  });

  it('arrows follow the edges and stay in a layer', () => {
    expect(neighbour(plan, 'model:a', 'ArrowRight')).toBe('model:b');
    expect(neighbour(plan, 'model:a', 'ArrowLeft')).toBe('source:s');
    const beside = ['ArrowUp', 'ArrowDown'].map((key) => neighbour(plan, 'model:a', key));
    expect(beside).toContain('model:d');
    expect(neighbour(plan, 'metric:m', 'ArrowRight')).toBeUndefined();
    expect(neighbour(plan, 'model:a', 'Enter')).toBeUndefined();
  });
});
