import { loadProject } from '../../../src/core/project/load-project.ts';
import type { Project } from '../../../src/core/project/model.ts';
import type { ProjectView } from '../../../src/core/project/project-view.ts';
import { viewFiles, viewModels } from '../../../src/core/project/view-project.ts';
import { shippedModels } from '../../../src/models/index.ts';
import type { TableInfo } from '../../../src/workbench.ts';
import { hashText } from '../../../src/core/sample/random.ts';

const files = Object.fromEntries(
  Object.entries(shippedModels).map(([path, text]) => [path.replace(/^\.\//, ''), text]),
);

/** The project that ships, loaded as the engine loads it. */
export const loadedProject: Project = loadProject(files);

/** How many rows a table has here. */
const rowsOf = (name: string): number => 40 + (hashText(name) % 164_000);

/** The project as screens see it, each model with a last run. */
export const madeProject: ProjectView = {
  files: viewFiles(files, {}),
  models: viewModels(loadedProject, {
    findings: [],
    reports: [
      {
        models: [...loadedProject.models.values()].map(({ name, materialized }) => ({
          name,
          seconds: (hashText(name) % 900) / 1_000,
          rows: materialized === 'view' ? null : rowsOf(name),
        })),
      },
    ],
  }),
  metrics: [...loadedProject.metrics.values()],
  revisions: [
    {
      id: 2,
      at: '2026-10-02T16:40:00.000Z',
      by: 'Zach',
      reason: 'Internal tools are no visits',
      changes: [
        {
          path: 'metrics/website_hits.yml',
          before: files['metrics/website_hits.yml'] ?? null,
          after: `${files['metrics/website_hits.yml'] ?? ''}# internal tools are no visits\n`,
        },
      ],
    },
    {
      id: 1,
      at: '2026-09-18T09:05:00.000Z',
      changes: [{ path: 'core/dim_campaigns.sql', before: null, after: 'select 1 as id\n' }],
    },
  ],
  problems: [],
};

/** What of it is published. */
export const madeTables: TableInfo[] = [...loadedProject.models.values()]
  .filter((model) => model.published)
  .map(({ schema, name, description, columns, partitioned }) => ({
    name: `${schema}.${name}`,
    description,
    rows: rowsOf(name),
    columns,
    partitioned,
  }));
