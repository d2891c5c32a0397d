import { WorkbenchError } from '../errors.ts';
import { looksBinary } from './decode-sample.ts';
import { formats } from './formats/index.ts';
import type { Format } from './record-reader.ts';
import type { Recognition, Sample } from './recognition.ts';
import { refuseFile } from './refuse-file.ts';

/**
 * Recognises a file by the content of its first bytes. Throws WorkbenchError with a sentence for people: `file-empty`,
 * `format-refused`, `format-unknown`, `file-too-wide`, `file-suspicious`.
 */
export function detectFormat(sample: Sample): Recognition {
  refuseFile(sample);
  for (const format of formats) {
    const recognition = format.detect(sample);
    if (recognition !== null) return recognition;
  }
  throw new WorkbenchError('format-unknown', unknownMessage(sample));
}

/** The format a recognition came from. */
export function formatOf(recognition: Recognition): Format {
  const found = formats.find(({ id }) => id === recognition.format);
  if (found === undefined) throw new TypeError(`no such format: ${recognition.format}`);
  return found;
}

function unknownMessage({ text }: Sample): string {
  return looksBinary(text)
    ? 'this is a binary file of a kind that is not known here'
    : 'this is text, but neither a table (CSV, TSV), nor JSON, nor an access log';
}
