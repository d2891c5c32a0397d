import type { Format } from '../record-reader.ts';
import { csv } from './csv.ts';
import { json } from './json.ts';
import { log } from './log.ts';
import { ndjson } from './ndjson.ts';
import { parquet } from './parquet.ts';

/** All formats, the most certain first: the first that recognises a file reads it. */
export const formats: readonly Format[] = [parquet, json, ndjson, log, csv];
