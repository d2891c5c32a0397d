import type { Workbench } from '../workbench.ts';

type Row = Record<string, string | number | boolean | null>;

/** Something to ask for rows, as an engine's connection is: the published tables of a workbench. */
export function queryRows(workbench: Pick<Workbench, 'query'>) {
  return {
    async rows(sql: string, options: { signal?: AbortSignal | undefined } = {}): Promise<Row[]> {
      const { signal } = options;
      const { columns, rows } = await workbench.query({ sql }, signal ? { signal } : {});
      return rows.map((row) =>
        Object.fromEntries(row.map((value, i) => [columns[i]!.name, plain(value)])),
      );
    },
  };
}

function plain(value: string | number | boolean | null | object): Row[string] {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
}
