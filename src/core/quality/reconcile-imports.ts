import type { Check, Given, Sample } from './check.ts';

/** What became of one file of the run: all records it holds must be accounted for. */
export interface ImportedDelivery {
  id: string;
  name: string;
  /** Size of the file. */
  bytes: number;
  /** Bytes that were read of it; undefined where the reader does not count. */
  bytesRead?: number;
  seen: number;
  accepted: number;
  rejected: number;
  repeats: number;
}

/** Records seen = accepted + rejected + repeats removed, and bytes read = file size, for every file. `on`: the input, named in the checks' ids. */
export function reconcileImports(deliveries: ImportedDelivery[], on = 'import'): Check[] {
  const lost = deliveries.filter((d) => d.seen !== d.accepted + d.rejected + d.repeats);
  const counted = deliveries.filter((d) => d.bytesRead !== undefined);
  const cut = counted.filter((d) => d.bytesRead !== d.bytes);
  return [
    importCheck(
      on,
      'records_reconcile',
      'Every record is accounted for',
      'Records seen = accepted + rejected + repeats removed, file by file.',
      given(deliveries.length, lost, ['name', 'seen', 'accepted', 'rejected', 'repeats']),
    ),
    importCheck(
      on,
      'bytes_reconcile',
      'Every file is read to its end',
      'Bytes read = size of the file.',
      given(counted.length, cut, ['name', 'bytes', 'bytesRead']),
    ),
  ];
}

function given(
  total: number,
  failing: ImportedDelivery[],
  columns: (keyof ImportedDelivery)[],
): Given {
  if (total === 0) return { status: 'n/a', message: 'No file was counted.' };
  const sample: Sample = {
    columns,
    rows: failing.slice(0, 20).map((delivery) => columns.map((column) => delivery[column] ?? null)),
  };
  const message =
    failing.length === 0
      ? `All ${total} ${total === 1 ? 'file adds' : 'files add'} up.`
      : `${failing.length} of ${total} files do not add up.`;
  return { counts: { failures: failing.length, total }, sample, message };
}

function importCheck(
  on: string,
  name: string,
  title: string,
  description: string,
  known: Given,
): Check {
  const anyRow = { operator: '>', value: 0, unit: 'rows' } as const;
  return {
    id: `${on}.${name}`,
    on,
    title,
    description,
    severity: 'error',
    warnIf: anyRow,
    errorIf: anyRow,
    failingSql: null,
    sampleSql: null,
    given: known,
  };
}
