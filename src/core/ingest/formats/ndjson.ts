import { eachLine, unreadableReason } from '../record-lines.ts';
import type { Format, RecordReader } from '../record-reader.ts';
import { pickSampleRows } from '../sample-rows.ts';
import { createTextBlocks } from '../text-blocks.ts';
import { isJsonObject } from './json-values.ts';
import { createJsonRecords, jsonColumns } from './json-records.ts';

/** One JSON object a line. */
export const ndjson: Format = {
  id: 'ndjson',
  detect(sample) {
    if (!/^\s*\{\s*["}]/.test(sample.text)) return null;
    const records = sampleObjects(sample.text);
    if (records.length === 0) return null;
    const columns = jsonColumns(records);
    return {
      format: 'ndjson',
      label: 'NDJSON',
      encoding: sample.encoding,
      columns,
      sampleRows: pickSampleRows(createNdjsonReader(columns), sample),
      headerLines: 0,
      keepsRepeats: false,
      fixedRoles: {},
      fast: null,
      dialect: {},
    };
  },
  openReader(recognition) {
    return createNdjsonReader(recognition.columns);
  },
};

function sampleObjects(text: string): unknown[] {
  const objects: unknown[] = [];
  eachLine(text, 1, (line) => {
    if (!line.startsWith('{')) return;
    try {
      const value: unknown = JSON.parse(line);
      if (isJsonObject(value)) objects.push(value);
    } catch {
      // A line that cannot be read names no columns; the reader rejects it with its reason.
    }
  });
  return objects;
}

function createNdjsonReader(columns: readonly string[]): RecordReader {
  const blocks = createTextBlocks();
  const records = createJsonRecords(columns);
  let nextLine = 1;
  return {
    read(bytes, last) {
      const block = blocks.push(bytes, last);
      const batch = records.begin();
      nextLine = eachLine(block.text, nextLine, (line, number) => {
        if (line.trim() === '') return;
        const reason = unreadableReason(line, block.hasInvalid, block.hasNul);
        if (reason !== null) batch.reject(number, reason, line);
        else records.add(batch, line, number);
      });
      return batch;
    },
  };
}
