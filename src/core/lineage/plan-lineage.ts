import { compileMeasures } from '../metrics/compile-measures.ts';
import type { Project } from '../project/model.ts';
import { planModels } from '../project/plan-models.ts';
import { sourceName } from '../shop/shop-sources.ts';
import { shopTables } from '../shop/shop-table.ts';
import { shopLoadSql } from './file-lineage.ts';

/** The SQL of every model, metric and shop's source, by node: what is to be parsed. */
export function planLineage(project: Project): Map<string, string> {
  const sources = shopTables
    .filter((table) => readsSource(project, sourceName(table)))
    .map((table) => [`source:${sourceName(table)}`, shopLoadSql(table)] as const);
  const models = planModels(project).map(({ name, sql }) => [`model:${name}`, sql] as const);
  const metrics = [...project.metrics.values()].map((metric) => {
    const model = project.models.get(metric.model)!;
    const sql = compileMeasures([metric], { from: `${model.schema}.${model.name}`, keys: [] });
    return [`metric:${metric.name}`, sql] as const;
  });
  return new Map([...sources, ...models, ...metrics]);
}

function readsSource(project: Project, name: string): boolean {
  return [...project.models.values()].some(({ sources }) => sources.includes(name));
}
