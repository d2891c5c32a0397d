import { WorkbenchError, throwIfCancelled } from '../core/errors.ts';
import { detectFormat } from '../core/ingest/detect-format.ts';
import { recognizeParquet } from '../core/ingest/formats/parquet.ts';
import { applyAnswers, guessMapping, shapeOf } from '../core/ingest/guess-mapping.ts';
import type { Mapping, MappingAnswers } from '../core/ingest/mapping.ts';
import type { Recognition } from '../core/ingest/recognition.ts';
import { recogniseShop } from '../core/shop/recognise-shop.ts';
import type { RecognisedShop } from '../core/shop/recognise-shop.ts';
import { ident } from '../lib/sql.ts';
import type { CallOptions, InspectedFile, SourceFile } from '../workbench.ts';
import { openDrop, sampleSource } from './open-source.ts';
import type { Database, Host } from './ports.ts';

/** A file of the last inspection, with what a run needs of it. */
export interface DroppedFile {
  source: SourceFile;
  shown: InspectedFile;
  recognition?: Recognition;
}

/** A drop, inspected. Files of zips lie in scratch files until `dispose`. */
export interface Drop {
  files: DroppedFile[];
  dispose(): Promise<void>;
}

export interface InspectInput {
  host: Host;
  openDatabase: () => Promise<Database>;
  files: SourceFile[];
  answers: MappingAnswers;
  /** Mappings remembered from earlier runs, by shape. */
  remembered: Map<string, Mapping>;
}

/** Recognises every file of a drop and guesses its mapping. One bad file is a refusal, not an error. */
export async function inspectDrop(input: InspectInput, options?: CallOptions): Promise<Drop> {
  const opened = await openDrop(input.files, input.host);
  const dropped: DroppedFile[] = opened.refusals.map((refusal, i) =>
    refused(`z${i}`, refusal.file, refusal.error),
  );
  for (const [i, source] of opened.files.entries()) {
    throwIfCancelled(options?.signal);
    options?.onProgress?.({ step: 'read', share: i / opened.files.length, file: source.name });
    dropped.push(await inspectFile(`f${i}`, source, input));
  }
  return { files: dropped, dispose: () => opened.dispose() };
}

function refused(id: string, source: SourceFile, error: WorkbenchError): DroppedFile {
  const { name, folder } = source;
  const refusal = {
    code: error.code,
    message: error.message,
    details: { ...error.details, file: name },
  };
  return { source, shown: { id, name, folder, size: source.bytes.size, refusal } };
}

async function inspectFile(
  id: string,
  source: SourceFile,
  input: InspectInput,
): Promise<DroppedFile> {
  try {
    const recognition = await recognize(source, input);
    const shop = shopOf(recognition);
    if (shop !== undefined) return shopFile(id, source, recognition, shop);
    const shape = shapeOf(recognition);
    const guess = guessMapping(recognition, input.answers, {
      fileName: source.name,
      folder: source.folder,
    });
    const kept = input.remembered.get(shape);
    if (kept !== undefined) {
      const mapping = { ...kept, host: guess.mapping.host ?? kept.host };
      guess.mapping = applyAnswers(mapping, input.answers);
      guess.questions = [];
    }
    const { name, folder } = source;
    const shown: InspectedFile = {
      id,
      name,
      folder,
      size: source.bytes.size,
      recognition,
      guess,
      shape,
      remembered: kept !== undefined,
    };
    return { source, shown, recognition };
  } catch (error) {
    if (error instanceof WorkbenchError && error.code !== 'cancelled')
      return refused(id, source, error);
    throw error;
  }
}

// A log's columns are those of its format.
function shopOf({ columns, fixedRoles }: Recognition): RecognisedShop | undefined {
  return Object.keys(fixedRoles).length > 0 ? undefined : recogniseShop(columns);
}

function shopFile(
  id: string,
  source: SourceFile,
  recognition: Recognition,
  { table, missing, extra }: RecognisedShop,
): DroppedFile {
  const { name, folder } = source;
  const shop = { table, missing, extra };
  return {
    source,
    recognition,
    shown: { id, name, folder, size: source.bytes.size, recognition, shop },
  };
}

async function recognize(source: SourceFile, input: InspectInput): Promise<Recognition> {
  const sample = await sampleSource(source, { encoding: input.answers.encoding });
  const recognition = detectFormat(sample);
  return recognition.format === 'parquet' ? recognizeParquetFile(source, input) : recognition;
}

async function recognizeParquetFile(source: SourceFile, input: InspectInput): Promise<Recognition> {
  const db = await input.openDatabase();
  const table = 'temp.inspected';
  await db.readParquet(table, source.bytes, { limit: 20 });
  const columns = await db.rows(`describe ${table}`);
  const names = columns.map((row) => ({
    name: String(row['column_name']),
    type: String(row['column_type']),
  }));
  const rows = await db.rows(
    `select * replace (${names.map(({ name }) => textOf(name)).join(', ')}) from ${table}`,
  );
  await db.run(`drop table ${table}`);
  return recognizeParquet(
    names,
    rows.map((row) => names.map(({ name }) => (row[name] ?? null) as string | null)),
  );
}

function textOf(name: string): string {
  return `cast(${ident(name)} as varchar) as ${ident(name)}`;
}
