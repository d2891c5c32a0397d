import type { Format, RecordReader } from '../record-reader.ts';
import type { Sample } from '../recognition.ts';
import { WorkbenchError } from '../../errors.ts';
import { pickSampleRows } from '../sample-rows.ts';
import { createArraySplitter } from './json-array.ts';
import { createJsonRecords, jsonColumns } from './json-records.ts';

// An array of objects, by itself or as a value near the start of one object: `{"events": [{...`.
const arrayStart =
  /^\s*(?:\{\s*(?:"[^"\\]*"\s*:\s*(?:"[^"\\]*"|-?\d[\d.]*|true|false|null)\s*,\s*){0,20}"[^"\\]*"\s*:\s*)?\[(?=\s*[{\]])/;

/** One JSON array of objects. */
export const json: Format = {
  id: 'json',
  detect(sample) {
    const found = arrayStart.exec(sample.text);
    if (found === null || isManyLines(sample.text)) return null;
    const start = new TextEncoder().encode(found[0]).length;
    const columns = jsonColumns(sampleElements(sample, start));
    if (columns.length === 1)
      throw new WorkbenchError('no-records', 'the JSON array holds no objects with values');
    return {
      format: 'json',
      label: 'JSON array',
      encoding: sample.encoding,
      columns,
      sampleRows: pickSampleRows(createJsonReader(columns, start), wholeElements(sample)),
      headerLines: 0,
      keepsRepeats: false,
      fixedRoles: {},
      fast: null,
      dialect: { start },
    };
  },
  openReader(recognition) {
    return createJsonReader(recognition.columns, Number(recognition.dialect['start']));
  },
};

// `{"tags": [{...}], ...}` on each of several lines is NDJSON.
function isManyLines(text: string): boolean {
  const firstEnd = text.indexOf('\n');
  if (firstEnd < 0 || !text.trimStart().startsWith('{')) return false;
  try {
    JSON.parse(text.slice(0, firstEnd));
    return text.slice(firstEnd).trimStart().startsWith('{');
  } catch {
    return false;
  }
}

function sampleElements(sample: Sample, start: number): unknown[] {
  const splitter = createArraySplitter(start);
  const elements: unknown[] = [];
  splitter.push(
    new TextEncoder().encode(sample.text),
    sample.complete,
    (text) => {
      try {
        elements.push(JSON.parse(text));
      } catch {
        // Names no columns; the reader rejects it with its reason.
      }
    },
    () => {},
  );
  return elements;
}

// The sample may end inside an element: the reader is then told that more will come.
function wholeElements(sample: Sample): Sample {
  return sample.complete ? sample : { ...sample, text: `${sample.text}\n` };
}

function createJsonReader(columns: readonly string[], start: number): RecordReader {
  const splitter = createArraySplitter(start);
  const records = createJsonRecords(columns);
  return {
    read(bytes, last) {
      const batch = records.begin();
      splitter.push(
        bytes,
        last,
        (text, line) => records.add(batch, text, line),
        (text, line, reason) => batch.reject(line, reason, text),
      );
      return batch;
    },
  };
}
