import { wholeTable } from '../../core/explore/table-view.ts';
import type { ProjectView } from '../../core/project/project-view.ts';
import type { TableInfo } from '../../workbench.ts';
import { formatPlace } from '../explore/address.ts';
import { projectEntries } from '../project/files/project-entries.ts';
import { paletteWords as words } from '../palette-words.ts';
import { strings } from '../strings.ts';
import type { WorkbenchState } from '../workbench-state.svelte.ts';
import type { Command } from './command.ts';

/** What the project and the warehouse add: each file of the project, the lineage of each model, each published table. */
export function projectCommands(
  app: WorkbenchState,
  project: ProjectView,
  tables: readonly TableInfo[],
): Command[] {
  const entries = projectEntries(project, {}, []).flatMap(([, group]) => group);
  const files = entries.map(({ id, name, kind, folder }): Command => ({
    id: `file/${id}`,
    group: 'models',
    label: kind === 'model' ? name : `${folder}/${name}`,
    also: `${strings.screens.models} ${kind} ${folder}`,
    run: () => app.route.open('models', `editor/${id}`),
  }));
  const lineage = project.models.map(({ schema, name }): Command => ({
    id: `lineage/${name}`,
    group: 'lineage',
    label: words.lineageOf(name),
    also: schema,
    run: () => app.route.open('models', `lineage/model:${name}`),
  }));
  const exported = tables.map(({ name, description }): Command => ({
    id: `table/${name}`,
    group: 'tables',
    label: words.exportOf(name),
    also: description,
    run: () => app.route.open('exports', name),
  }));
  const explored = tables.map(({ name, description }): Command => ({
    id: `explore/${name}`,
    group: 'explore',
    label: words.exploreOf(name),
    also: description,
    run: () => app.route.open('explore', formatPlace({ table: name, view: wholeTable })),
  }));
  return [...files, ...lineage, ...explored, ...exported];
}
