import { WorkbenchError } from '../../../src/core/errors.ts';
import { decodeSample, sampleSize } from '../../../src/core/ingest/decode-sample.ts';
import { detectFormat } from '../../../src/core/ingest/detect-format.ts';
import { guessMapping, shapeOf } from '../../../src/core/ingest/guess-mapping.ts';
import type { MappingAnswers } from '../../../src/core/ingest/mapping.ts';
import { sampleFiles } from '../../../src/core/sample/sample-files.ts';
import { shopSampleFiles } from '../../../src/core/sample/shop/shop-sample-files.ts';
import { recogniseShop } from '../../../src/core/shop/recognise-shop.ts';
import type { InspectedFile, SourceFile } from '../../../src/workbench.ts';

/** Files of a sample; each is read to its end before the next is asked for. */
function filesOf(made: Iterable<{ name: string; chunks: Iterable<string> }>): File[] {
  const files: File[] = [];
  for (const { name, chunks } of made) files.push(new File([...chunks], name));
  return files;
}

/** Five weeks of events. */
export const weekFiles = (): File[] => filesOf(sampleFiles({ rows: 2_000 }));

/** The seven exports of a shop. */
export const shopFiles = (): File[] => filesOf(shopSampleFiles());

/** Files that leave questions open: no host, days and months that could be either, two zones. */
export function doubtfulFiles(): File[] {
  const rows = [1, 2, 3, 4, 5, 6].map(
    (n) =>
      `0${n}/0${7 - n}/2026 1${n}:04,203.0.113.${n},Mozilla/5.0 (Macintosh),/pricing?plan=${n},view`,
  );
  return [new File([`when,client,agent,path,what\n${rows.join('\n')}\n`], 'export (3) final.csv')];
}

/** What cannot be loaded. */
export function badFiles(): File[] {
  const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]);
  return [
    new File([png], 'chart.png'),
    new File([''], 'empty.csv'),
    new File(
      ['<!DOCTYPE html>\n<html><head><title>Sign in</title></head></html>\n'],
      'download.csv',
    ),
    new File(
      ['Dear all,\nplease find the numbers attached.\n'],
      'عرض-تقديمي-طويل-الاسم-جدا-مع-🚀-ومسافات كثيرة وبلا امتداد معروف.txt',
    ),
  ];
}

/** Recognises files as the engine does, from their first bytes. */
export async function inspectFiles(
  files: readonly SourceFile[],
  answers: MappingAnswers = {},
): Promise<InspectedFile[]> {
  return Promise.all(files.map((file, i) => inspect(file, `f${i}`, answers)));
}

async function inspect(
  { name, folder, bytes }: SourceFile,
  id: string,
  answers: MappingAnswers,
): Promise<InspectedFile> {
  const about = { id, name, folder, size: bytes.size };
  try {
    const first = new Uint8Array(await bytes.slice(0, sampleSize).arrayBuffer());
    const sample = decodeSample(first, bytes.size <= sampleSize, answers.encoding);
    const recognition = detectFormat(sample);
    const shop = recogniseShop(recognition.columns);
    if (shop) {
      const { table, missing, extra } = shop;
      return { ...about, recognition, shop: { table, missing, extra } };
    }
    const guess = guessMapping(recognition, answers, { fileName: name, folder });
    return { ...about, recognition, guess, shape: shapeOf(recognition) };
  } catch (error) {
    if (!(error instanceof WorkbenchError)) throw error;
    const { code, message, details } = error;
    return { ...about, refusal: { code, message, details: { ...details, file: name } } };
  }
}
