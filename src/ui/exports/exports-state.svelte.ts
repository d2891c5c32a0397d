import type { ExportedFile, ExportItem, TableInfo, Workbench } from '../../workbench.ts';
import { isCancelled } from '../explain-error.ts';
import { format } from '../format.ts';
import { saveFile } from '../parts/save-file.ts';
import { strings } from '../strings.ts';
import { zipFiles } from '../parts/zip-files.ts';

export type ExportFormat = 'parquet' | 'csv';

/** The published tables, and the download under way. */
export class ExportsState {
  tables = $state.raw<TableInfo[] | null>(null);
  error = $state.raw<unknown>(null);
  /** What is being written, in words; '' when nothing is. */
  writing = $state('');
  saved = $state('');
  share = $state(0);
  readonly #workbench: Workbench;
  #call: AbortController | null = null;

  constructor(workbench: Workbench) {
    this.#workbench = workbench;
  }

  async load(): Promise<void> {
    try {
      this.tables = await this.#workbench.tables();
      this.error = null;
    } catch (error) {
      this.error = error;
    }
  }

  /** Downloads one table, or everything with run.json. One file comes as it is, several as a zip. */
  async download(kind: ExportFormat, table?: string): Promise<void> {
    await this.#write(table ?? strings.exports.everything, async (signal) => {
      const items = await this.#workbench.planExport({ table, format: kind }, { signal });
      const [only] = items;
      if (table && only && items.length === 1) return this.#saveOne(only, signal);
      const zip = await zipFiles(this.#makeAll(items, signal));
      this.#save(`${table ?? 'homegrown'}-${kind}.zip`, zip);
    });
  }

  /** Downloads the project as a dbt project, with or without the Parquet that it starts from. */
  async downloadDbt(withData: boolean): Promise<void> {
    await this.#write(strings.exports.dbt.name, async (signal) => {
      // Models are read and written anew: the first page does without.
      const { planDbtExport, dbtFiles } = await import('./dbt-files.ts');
      const plan = await planDbtExport(this.#workbench, withData, { signal });
      const tell = (share: number): void => void (this.share = share);
      const files = dbtFiles(this.#workbench, plan, { signal }, tell);
      this.#save('homegrown-dbt.zip', await zipFiles(files));
    });
  }

  /** One export at a time, told by name while it is written. */
  async #write(what: string, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    if (this.writing) return;
    const call = new AbortController();
    this.#call = call;
    this.writing = what;
    this.saved = '';
    this.share = 0;
    this.error = null;
    try {
      await work(call.signal);
    } catch (error) {
      if (!isCancelled(error)) this.error = error;
    } finally {
      this.writing = '';
    }
  }

  cancel(): void {
    this.#call?.abort();
  }

  async *#makeAll(items: ExportItem[], signal: AbortSignal): AsyncIterable<ExportedFile> {
    for (const [index, item] of items.entries()) {
      this.share = index / items.length;
      yield await this.#workbench.exportFile(item, { signal });
    }
  }

  async #saveOne(item: ExportItem, signal: AbortSignal): Promise<void> {
    const { bytes } = await this.#workbench.exportFile(item, { signal });
    const type =
      item.format === 'csv' ? 'text/csv;charset=utf-8' : 'application/vnd.apache.parquet';
    this.#save(
      `${item.table}.${item.format}`,
      new Blob([bytes as Uint8Array<ArrayBuffer>], { type }),
    );
  }

  #save(name: string, content: Blob): void {
    saveFile(name, content);
    this.saved = strings.exports.saved(name, format.bytes(content.size));
  }
}
