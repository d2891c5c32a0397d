import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { createGzip } from 'node:zlib';
import { faultSpans } from '../../core/sample/generate-sample.ts';
import { faultSyntax, parseFault } from '../../core/sample/parse-fault.ts';
import { parseDate } from '../../core/sample/sample-calendar.ts';
import { shopSampleFiles } from '../../core/sample/shop/shop-sample-files.ts';
import { sampleFaults } from '../../core/sample/sample-faults.ts';
import {
  type SampleFile,
  type SampleFileOptions,
  type SampleFormat,
  sampleFiles,
} from '../../core/sample/sample-files.ts';

const usage = `usage: npm run sample -- [options]
  --rows N          records before faults (60000)
  --days N          whole UTC days (35)
  --end YYYY-MM-DD  the last day (2026-10-04)
  --out DIR         folder to write into (.)
  --shop DIR        the seven exports of a shop into this folder instead; some of its users are those of
                    the website's sample of the same --seed, --rows and --end
  --format F        csv, ndjson or log (csv)
  --seed S          any text; the same seed gives the same bytes (homegrown)
  --daily           one file a day
  --gzip            compress each file
  --signup-rate R   chance that a visit of somebody without an account signs up (0.028 and 0.022, by site)
  --purchase-rate R chance that somebody who signs up buys at once, at most 0.75 (0.068)
  --experiment NAME experiment on the first site, '' for none (signup-form)
  --request-ids     give each record an id
  --fault FAULT     ${faultSyntax}
                    may be repeated; without a day when it says here:
${Object.entries(sampleFaults)
  .map(([name, text]) => `      ${name.padEnd(16)} ${text}`)
  .join('\n')}
`;

interface Output {
  write(text: string): unknown;
}

interface SampleArguments {
  files: SampleFileOptions;
  isShop: boolean;
  out: string;
  gzip: boolean;
}

class UsageError extends Error {}

function count(name: string, text: string | undefined, fallback: number): number {
  if (text === undefined) return fallback;
  const value = Number(text.replaceAll('_', ''));
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new UsageError(`not a count of 1 or more: --${name} ${text}`);
  }
  return value;
}

function rate(name: string, text: string | undefined, highest: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= highest)) {
    throw new UsageError(`not a number from 0 to ${highest}: --${name} ${text}`);
  }
  return value;
}

function oneOf<T extends string>(name: string, text: string, allowed: readonly T[]): T {
  const found = allowed.find((value) => value === text);
  if (found === undefined) throw new UsageError(`unknown ${name}: ${text}`);
  return found;
}

/** What the generator refuses is wrong usage here. */
function asUsage<T>(option: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UsageError(`${error.message} (${option})`, { cause: error });
  }
}

function endDate(text: string | undefined): string | undefined {
  if (text !== undefined) asUsage(`--end ${text}`, () => parseDate(text));
  return text;
}

function parseValues(argv: string[]) {
  try {
    return parseArgs({
      args: argv,
      options: {
        rows: { type: 'string' },
        days: { type: 'string' },
        end: { type: 'string' },
        out: { type: 'string', default: '.' },
        shop: { type: 'string' },
        format: { type: 'string', default: 'csv' },
        seed: { type: 'string' },
        'signup-rate': { type: 'string' },
        'purchase-rate': { type: 'string' },
        experiment: { type: 'string' },
        'request-ids': { type: 'boolean', default: false },
        fault: { type: 'string', multiple: true, default: [] },
        daily: { type: 'boolean', default: false },
        gzip: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new UsageError((error as Error).message, { cause: error });
  }
}

function readArguments(argv: string[]): SampleArguments | 'help' {
  const values = parseValues(argv);
  if (values.help) return 'help';
  const files: SampleFileOptions = {
    rows: count('rows', values.rows, 60_000),
    days: count('days', values.days, 35),
    endDate: endDate(values.end),
    seed: values.seed,
    signupRate: rate('signup-rate', values['signup-rate'], 1),
    purchaseRate: rate('purchase-rate', values['purchase-rate'], 0.75),
    experiment: values.experiment,
    requestIds: values['request-ids'],
    faults: values.fault.map((text) => asUsage(`--fault ${text}`, () => parseFault(text))),
    format: oneOf<SampleFormat>('format', values.format, ['csv', 'ndjson', 'log']),
    split: values.daily ? 'day' : 'none',
  };
  asUsage('--fault', () => faultSpans(files));
  return {
    files,
    isShop: values.shop !== undefined,
    out: values.shop ?? values.out,
    gzip: values.gzip,
  };
}

/** The shop beside the website's sample of these options: it keeps its own number of days. */
function shopFiles({ seed, rows, endDate }: SampleFileOptions): SampleFile[] {
  return shopSampleFiles({
    ...(seed !== undefined && { seed }),
    ...(rows !== undefined && { rows }),
    ...(endDate !== undefined && { endDate }),
  });
}

async function writeFile(file: SampleFile, path: string, gzip: boolean): Promise<void> {
  const source = Readable.from(file.chunks, { objectMode: true, highWaterMark: 4 });
  const target = createWriteStream(path);
  if (gzip) await pipeline(source, createGzip({ level: 6 }), target);
  else await pipeline(source, target);
}

/**
 * `npm run sample`: writes generated raw exports into a folder, streaming. Exit codes: 0 written, 64 wrong
 * usage. A folder that cannot be written rejects with the system's error.
 */
export async function sampleCommand(
  argv: string[],
  io: { stdout: Output; stderr: Output },
): Promise<number> {
  let parsed: SampleArguments | 'help';
  try {
    parsed = readArguments(argv);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    io.stderr.write(`${error.message}\n${usage}`);
    return 64;
  }
  if (parsed === 'help') {
    io.stdout.write(usage);
    return 0;
  }
  await mkdir(parsed.out, { recursive: true });
  for (const file of parsed.isShop ? shopFiles(parsed.files) : sampleFiles(parsed.files)) {
    const path = join(parsed.out, parsed.gzip ? `${file.name}.gz` : file.name);
    await writeFile(file, path, parsed.gzip);
    io.stdout.write(`${path}\n`);
  }
  return 0;
}
