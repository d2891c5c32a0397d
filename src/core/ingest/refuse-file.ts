import { WorkbenchError } from '../errors.ts';
import { startsWith } from './decode-sample.ts';
import type { Sample } from './recognition.ts';

/** Kinds of binary files that people take for exports. */
const magics: { bytes: number[]; message: string }[] = [
  { bytes: [0x89, 0x50, 0x4e, 0x47], message: 'this is an image (PNG), not an export' },
  { bytes: [0xff, 0xd8, 0xff], message: 'this is an image (JPEG), not an export' },
  { bytes: [0x47, 0x49, 0x46, 0x38], message: 'this is an image (GIF), not an export' },
  { bytes: [0x25, 0x50, 0x44, 0x46], message: 'this is a PDF: export the data as CSV' },
  {
    bytes: [0xd0, 0xcf, 0x11, 0xe0],
    message: 'this is an old Excel or Word file: export it as CSV',
  },
  { bytes: [0x7f, 0x45, 0x4c, 0x46], message: 'this is a program, not an export' },
  { bytes: [0x4d, 0x5a, 0x90], message: 'this is a program, not an export' },
  {
    bytes: [0x28, 0xb5, 0x2f, 0xfd],
    message: 'this is a Zstandard archive: unpack it and drop what is inside',
  },
  {
    bytes: [0x42, 0x5a, 0x68],
    message: 'this is a bzip2 archive: unpack it and drop what is inside',
  },
  {
    bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a],
    message: 'this is an xz archive: unpack it and drop what is inside',
  },
  {
    bytes: [0x37, 0x7a, 0xbc, 0xaf],
    message: 'this is a 7-Zip archive: unpack it and drop what is inside',
  },
  {
    bytes: [0x52, 0x61, 0x72, 0x21],
    message: 'this is a RAR archive: unpack it and drop what is inside',
  },
  {
    bytes: [0x1f, 0x8b],
    message: 'this is a gzip inside a gzip: unpack it once and drop what is inside',
  },
  {
    bytes: [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65],
    message: 'this is an SQLite database: export the table as CSV',
  },
  {
    bytes: [0x4f, 0x62, 0x6a, 0x01],
    message: 'this is an Avro file: export it as CSV, JSON or Parquet',
  },
  { bytes: [0x4f, 0x52, 0x43], message: 'this is an ORC file: export it as CSV, JSON or Parquet' },
];

/** Throws the refusal of a file that is certainly no export, told by its bytes or by its first lines. */
export function refuseFile(sample: Sample): void {
  refuseEmpty(sample);
  refuseBinary(sample.bytes);
  refuseWebPage(sample.text);
  refuseErrorLog(sample.text);
  refuseFieldsLog(sample.text);
}

function refuseEmpty({ bytes, text }: Sample): void {
  if (bytes.length > 0 && bytes.every((byte) => byte === 0)) {
    throw new WorkbenchError('file-damaged', 'the file holds nothing but NUL bytes');
  }
  if (text.trim() === '') throw new WorkbenchError('file-empty', 'the file is empty');
}

function refuseBinary(bytes: Uint8Array): void {
  if (startsWith(bytes, [0x50, 0x4b])) {
    const sheet = hasText(bytes, 'xl/') || hasText(bytes, '[Content_Types]');
    throw refused(
      sheet
        ? 'this is an Excel workbook: export it as CSV'
        : 'this is an Excel workbook or a zip that cannot be opened here: export it as CSV',
    );
  }
  if (startsWith(bytes.subarray(257), [0x75, 0x73, 0x74, 0x61, 0x72])) {
    throw refused('this is a tar archive: unpack it and drop what is inside');
  }
  const magic = magics.find((kind) => startsWith(bytes, kind.bytes));
  if (magic !== undefined) throw refused(magic.message);
}

function hasText(bytes: Uint8Array, text: string): boolean {
  return new TextDecoder('windows-1252').decode(bytes.subarray(0, 4096)).includes(text);
}

function refuseWebPage(text: string): void {
  const start = text.slice(0, 2000).trimStart();
  if (/^(?:<!--[\s\S]*?-->\s*)?<(?:!doctype html|html|head|body|script)\b/i.test(start)) {
    throw refused('this is a web page, not an export: perhaps a login page');
  }
  if (/^<\?xml|^<[a-z][\w:-]*(?:\s[^>]*)?>/i.test(start))
    throw refused('this is XML: export the data as CSV, JSON or Parquet');
}

const errorLogLine =
  /^(?:\[[A-Z][a-z]{2} [A-Z][a-z]{2} \d{1,2} [\d:.]+ \d{4}\] \[|\d{4}\/\d{2}\/\d{2} \d{2}:\d{2}:\d{2} \[[a-z]+\] )/;

function refuseErrorLog(text: string): void {
  const lines = text
    .slice(0, 20_000)
    .split(/\r?\n/, 20)
    .filter((line) => line !== '');
  if (lines.filter((line) => errorLogLine.test(line)).length * 2 > lines.length) {
    throw refused('this is an error log: drop the access log');
  }
}

// Read as plain tables, these would lose their names and their split date and time.
function refuseFieldsLog(text: string): void {
  const start = text.slice(0, 4096);
  if (/^#Fields: /m.test(start) && /^#(?:Version|Software|Fields|Date): /.test(start))
    throw refused(
      'this is a W3C extended log (IIS, CloudFront), which cannot be read yet: export it as CSV',
    );
  if (/^#separator \\x09/.test(start))
    throw refused('this is a Zeek network log, not an export of website events');
}

function refused(message: string): WorkbenchError {
  return new WorkbenchError('format-refused', message);
}
