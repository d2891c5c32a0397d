import { dbtSourceNames, planDbtProject } from '../../core/dbt/plan-dbt-project.ts';
import { loadProject } from '../../core/project/load-project.ts';
import type { CallOptions, ExportedFile, ExportItem, Workbench } from '../../workbench.ts';

/** What an export as a dbt project consists of: its files, and the Parquet that it starts from. */
export interface DbtExport {
  texts: ExportedFile[];
  items: ExportItem[];
}

/** Plans the project in force as a dbt project, in a folder of its own. Without data it tells where the Parquet goes. */
export async function planDbtExport(
  workbench: Workbench,
  withData: boolean,
  options: CallOptions,
): Promise<DbtExport> {
  const { files } = await workbench.project({}, options);
  const project = loadProject(Object.fromEntries(files.map(({ path, text }) => [path, text])));
  const wanted = new Set(dbtSourceNames(project));
  const plan = await workbench.planExport({ format: 'parquet' }, options);
  const items = plan.filter(({ table }) => table !== undefined && wanted.has(table));
  const exported = new Set(items.map(({ table }) => table!));
  const texts = Object.entries(planDbtProject(project, { exported })).map(([path, text]) => ({
    path,
    bytes: new TextEncoder().encode(text),
  }));
  return { texts, items: withData ? items : [] };
}

/** The files one after the other, as a zip takes them. */
export async function* dbtFiles(
  workbench: Workbench,
  { texts, items }: DbtExport,
  options: CallOptions,
  onShare: (share: number) => void,
): AsyncIterable<ExportedFile> {
  yield* texts;
  for (const [i, item] of items.entries()) {
    onShare(i / items.length);
    const { path, bytes } = await workbench.exportFile(item, options);
    yield { path: `data/${path}`, bytes };
  }
}
