import { WorkbenchError } from '../../errors.ts';
import { startsWith } from '../decode-sample.ts';
import type { Format } from '../record-reader.ts';
import type { Recognition } from '../recognition.ts';

const mostColumns = 500;

/** Parquet files. The bytes only tell that it is one: the host reads the columns and calls `recognizeParquet`. */
export const parquet: Format = {
  id: 'parquet',
  detect({ bytes }) {
    if (startsWith(bytes, [0x50, 0x41, 0x52, 0x45])) {
      throw new WorkbenchError(
        'format-refused',
        'this is an encrypted Parquet file: export it without encryption',
      );
    }
    return startsWith(bytes, [0x50, 0x41, 0x52, 0x31]) ? recognizeParquet([], []) : null;
  },
  openReader() {
    throw new TypeError('a Parquet file is read by the host');
  },
};

/** The recognition of a Parquet file from what the host read of it: its columns, and up to 20 rows as text. */
export function recognizeParquet(
  columns: readonly { name: string; type: string }[],
  sampleRows: Recognition['sampleRows'],
): Recognition {
  if (columns.length > mostColumns) {
    throw new WorkbenchError(
      'file-too-wide',
      `more than ${mostColumns} columns: ${columns.length}`,
    );
  }
  return {
    format: 'parquet',
    label: 'Parquet',
    encoding: 'utf-8',
    columns: columns.map(({ name }) => name),
    sampleRows: sampleRows.slice(0, 20),
    headerLines: 0,
    keepsRepeats: false,
    fixedRoles: {},
    fast: null,
    dialect: { types: columns.map(({ type }) => type) },
  };
}
