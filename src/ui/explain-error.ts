import type { ErrorCode, ErrorDetails } from '../core/errors.ts';
import { errorCodes, WorkbenchError } from '../core/errors.ts';

/** What happened, what is unharmed, and the next step: the three sentences of every failure. */
export interface Explanation {
  title: string;
  unharmed: string;
  next: string;
}

const published = 'What was published before is unchanged.';
const others = 'The other files of the drop are not affected.';

const explanations: Record<ErrorCode, Explanation> = {
  usage: {
    title: 'That was not understood',
    unharmed: published,
    next: 'Go back a step and choose again.',
  },
  'file-unreadable': {
    title: 'The file could not be read',
    unharmed: others,
    next: 'It may have been moved or changed since it was chosen, or is kept in the cloud: save it on this device and drop it again.',
  },
  'file-empty': {
    title: 'The file is empty',
    unharmed: others,
    next: 'Export it again, and check that the export had finished.',
  },
  'format-unknown': {
    title: 'The format was not recognised',
    unharmed: others,
    next: 'Export as CSV, NDJSON, JSON, Parquet or as a common or combined log.',
  },
  'format-refused': {
    title: 'This kind of file cannot be loaded',
    unharmed: others,
    next: 'Export the data itself as CSV, NDJSON, JSON or Parquet and drop that.',
  },
  'file-damaged': {
    title: 'The file is damaged',
    unharmed: `No row of it was loaded. ${others}`,
    next: 'Copy or export it again: a download or an upload was probably cut short.',
  },
  'file-too-wide': {
    title: 'The file has too many columns',
    unharmed: others,
    next: 'Export a row an event with the columns you need, not a row a day with a column an event.',
  },
  'file-suspicious': {
    title: 'The file inflates to far more than it should',
    unharmed: `It was not unpacked. ${others}`,
    next: 'If you trust where it comes from, unpack it yourself and drop the result.',
  },
  'mapping-incomplete': {
    title: 'A column is missing that no event can do without',
    unharmed: published,
    next: 'Choose the column in the Columns step; if the file has none, it cannot be loaded as events.',
  },
  'question-open': {
    title: 'A question about the file is still open',
    unharmed: published,
    next: 'Answer it in the Columns step.',
  },
  'host-unknown': {
    title: 'No one says which site these records belong to',
    unharmed: others,
    next: 'Name the site in the Columns step, or put the file in a folder with the name of the site.',
  },
  'no-records': {
    title: 'There is no record in it that can be used',
    unharmed: published,
    next: 'Look at the rejected records under Quality: their reasons usually point at one column.',
  },
  'model-broken': {
    title: 'A table could not be built',
    unharmed: published,
    next: 'The details name the model and the line. Run the import again after it is mended.',
  },
  'warehouse-damaged': {
    title: 'A part of what is stored on this device cannot be read',
    unharmed: 'Your raw exports are untouched.',
    next: 'Drop the raw exports again: they rebuild what is missing.',
  },
  'warehouse-busy': {
    title: 'Another tab is writing',
    unharmed: published,
    next: 'Wait until its import has finished, or close it, and try again.',
  },
  'warehouse-moved': {
    title: 'Another tab published first',
    unharmed: 'What the other tab published is whole; nothing of this import was written.',
    next: 'Run the import again: it then builds on the new publication.',
  },
  'warehouse-newer': {
    title: 'A newer version wrote this warehouse',
    unharmed: 'It can be read and exported here, but not written.',
    next: 'Reload the page to get the newer version of the app.',
  },
  'held-unknown': {
    title: 'This held run is no longer there',
    unharmed: published,
    next: 'Look at the list of held runs again: someone may have decided already.',
  },
  'reason-missing': {
    title: 'A reason is missing',
    unharmed: published,
    next: 'Type in a sentence why this run may be published; it is kept with the run.',
  },
  'table-unknown': {
    title: 'There is no such table',
    unharmed: published,
    next: 'Reload the list of tables: another tab may have published since.',
  },
  'metric-unknown': {
    title: 'There is no such metric',
    unharmed: published,
    next: 'The Models screen lists the metrics.',
  },
  'selection-unknown': {
    title: 'Nothing matches this selection',
    unharmed: published,
    next: 'Select by name, +name, name+, tag:NAME or path:FOLDER.',
  },
  'query-failed': {
    title: 'The query failed',
    unharmed: 'Queries change nothing.',
    next: 'Mend it and run it again.',
  },
  'query-too-long': {
    title: 'The query was stopped: it took too long',
    unharmed: 'Queries change nothing.',
    next: 'Narrow it down by days or with a limit, or run it again without a time limit.',
  },
  'engine-failed': {
    title: 'The database engine stopped',
    unharmed: published,
    next: 'Reload the page. If a very large file was the cause, load it with the command line instead.',
  },
  'storage-full': {
    title: 'There is no space left for this site',
    unharmed: published,
    next: 'Free space on the disk or in the browser, then try again.',
  },
  cancelled: {
    title: 'Cancelled',
    unharmed: `Nothing was published. ${published}`,
    next: 'Run it again whenever you like.',
  },
};

const defect: Explanation = {
  title: 'Something failed that should not have',
  unharmed: published,
  next: 'This is a defect of the program. Reload the page and try again; the text below belongs in a report.',
};

/** Explains a thrown error to a person. `message` is the error's own text, `place` the file it is about. */
export function explainError(
  error: unknown,
): Explanation & { code: ErrorCode | 'defect'; message: string; place: string } {
  if (error instanceof WorkbenchError) {
    return {
      ...explanations[error.code],
      code: error.code,
      message: error.message,
      place: placeOf(error.details),
    };
  }
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return { ...defect, code: 'defect', message, place: '' };
}

/** Explains a refusal, which arrives as plain data. */
export function explainRefusal(refusal: { code: string }): Explanation {
  const code = errorCodes.find((known) => known === refusal.code);
  return code ? explanations[code] : defect;
}

/** True for what a person stopped: it is no failure. */
export function isCancelled(error: unknown): boolean {
  return error instanceof WorkbenchError && error.code === 'cancelled';
}

function placeOf(details: ErrorDetails): string {
  const parts = [
    details.file,
    details.line && `line ${details.line}`,
    details.column && `column ${details.column}`,
  ];
  return parts.filter(Boolean).join(', ');
}
