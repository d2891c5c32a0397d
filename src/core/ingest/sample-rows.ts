import type { RecordReader } from './record-reader.ts';
import type { Recognition, Sample } from './recognition.ts';

const shownRows = 20;
const searchedRows = 2000;

/** Up to 20 records of a sample. The last places go to records that tell whether day or month comes first. */
export function pickSampleRows(reader: RecordReader, sample: Sample): Recognition['sampleRows'] {
  const text = sample.complete
    ? sample.text
    : sample.text.slice(0, sample.text.lastIndexOf('\n') + 1);
  const batch = reader.read(new TextEncoder().encode(text), true);
  const total = Math.min(batch.lines.length, searchedRows);
  const chosen = Array.from({ length: Math.min(total, shownRows) }, (_, r) => r);
  const decisive = decisiveRows(batch.columns, total).filter((r) => r >= shownRows);
  chosen.splice(chosen.length - decisive.length, decisive.length, ...decisive);
  return chosen.map((r) => batch.columns.map((column) => column[r] ?? null));
}

// The first row of each column whose date has a part above 12 in first or second place.
function decisiveRows(columns: (string | null)[][], total: number): number[] {
  const rows = new Set<number>();
  for (const column of columns) {
    if (rows.size >= 5) break;
    if (!/^\d{1,2}[/-]\d{1,2}[/-]\d{2,4}/.test(column[0] ?? '')) continue;
    for (const pattern of [/^(?:1[3-9]|2\d|3[01])[/-]/, /^\d{1,2}[/-](?:1[3-9]|2\d|3[01])[/-]/]) {
      const row = column
        .slice(0, total)
        .findIndex((value) => value !== null && pattern.test(value));
      if (row >= 0) rows.add(row);
    }
  }
  return [...rows].sort((a, b) => a - b);
}
