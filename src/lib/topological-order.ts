/**
 * Orders names so that each comes after all it depends on; among those free to go, the order of the input holds.
 * Dependencies that are no key of the map are taken as given. A circle is returned instead of an order.
 */
export function topologicalOrder(
  dependencies: ReadonlyMap<string, readonly string[]>,
): { order: string[] } | { circle: string[] } {
  const order: string[] = [];
  const done = new Set<string>();
  const path: string[] = [];

  const visit = (name: string): string[] | undefined => {
    if (done.has(name)) return undefined;
    const start = path.indexOf(name);
    if (start >= 0) return [...path.slice(start), name];
    path.push(name);
    for (const dependency of dependencies.get(name) ?? []) {
      if (!dependencies.has(dependency)) continue;
      const circle = visit(dependency);
      if (circle) return circle;
    }
    path.pop();
    done.add(name);
    order.push(name);
    return undefined;
  };

  for (const name of dependencies.keys()) {
    const circle = visit(name);
    if (circle) return { circle };
  }
  return { order };
}
