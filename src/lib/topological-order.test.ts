import fc from 'fast-check';
import { expect, it } from 'vitest';
import { topologicalOrder } from './topological-order.ts';

it('keeps the order of the input where it may', () => {
  const graph = new Map([
    ['c', ['a']],
    ['b', []],
    ['a', ['outside']],
  ]);
  expect(topologicalOrder(graph)).toEqual({ order: ['a', 'c', 'b'] });
});

it('returns a circle as a walk back to its start', () => {
  const graph = new Map([
    ['x', ['a']],
    ['a', ['b']],
    ['b', ['a']],
  ]);
  expect(topologicalOrder(graph)).toEqual({ circle: ['a', 'b', 'a'] });
  expect(topologicalOrder(new Map([['a', ['a']]]))).toEqual({ circle: ['a', 'a'] });
});

it('each comes after what it depends on, all once', () => {
  // Edges only from larger to smaller numbers: never a circle.
  const edges = fc.array(fc.tuple(fc.nat(20), fc.nat(20)));
  fc.assert(
    fc.property(edges, (pairs) => {
      const graph = new Map<string, string[]>();
      for (const [a, b] of pairs) {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        graph.set(String(low), graph.get(String(low)) ?? []);
        if (low < high) graph.set(String(high), [...(graph.get(String(high)) ?? []), String(low)]);
      }
      const result = topologicalOrder(graph);
      const order = 'order' in result ? result.order : [];
      expect([...order].sort()).toEqual([...graph.keys()].sort());
      for (const [name, needs] of graph)
        for (const need of needs) expect(order.indexOf(need)).toBeLessThan(order.indexOf(name));
    }),
  );
});
