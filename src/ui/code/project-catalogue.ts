import type { ProjectView } from '../../core/project/project-view.ts';
import type { TableInfo } from '../../workbench.ts';
import type { Catalogue } from './sql-scope.ts';

/** Columns by model and source; those of sources as far as they are published tables. */
export function projectCatalogue(
  project: ProjectView | null,
  tables: readonly Pick<TableInfo, 'name' | 'columns'>[],
): Catalogue {
  const models = project?.models ?? [];
  const namesOf = (columns: readonly { name: string }[]): string[] =>
    columns.map(({ name }) => name);
  const published = new Map(tables.map(({ name, columns }) => [name, namesOf(columns)]));
  return new Map([
    ...models.map(({ name, columns }) => [name, namesOf(columns)] as const),
    ...models
      .flatMap(({ sources }) => sources)
      .map((source) => [source, published.get(source) ?? []] as const),
  ]);
}
