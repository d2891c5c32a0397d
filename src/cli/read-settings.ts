import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { WorkbenchError } from '../core/errors.ts';
import type { QualitySettings } from '../core/quality/settings.ts';

const text = v.string();
const ds = v.pipe(text, v.isoDate('a day such as 2026-09-01 is needed'));
const exact = <T extends v.ObjectEntries>(entries: T) => v.strictObject(entries);

const schema = v.partial(
  exact({
    annotations: v.array(
      exact({
        id: text,
        from: ds,
        to: ds,
        host: v.exactOptional(text),
        kind: v.picklist(['launch', 'outage', 'holiday', 'fault', 'note']),
        text,
      }),
    ),
    retiredHosts: v.array(exact({ host: text, from: ds })),
    newNormals: v.array(exact({ check: text, host: text, from: ds })),
    limits: v.array(
      exact({
        check: text,
        host: v.exactOptional(text),
        values: v.exactOptional(v.record(text, v.pipe(v.number(), v.finite()))),
        warnIf: v.exactOptional(text),
        errorIf: v.exactOptional(text),
      }),
    ),
    reviews: v.record(
      text,
      exact({
        owner: v.exactOptional(text),
        reviewed: v.exactOptional(ds),
        note: v.exactOptional(text),
      }),
    ),
    requestLink: text,
    minimumEvents: v.pipe(v.number(), v.integer(), v.minValue(0)),
  }),
);

/** Reads parts of the settings from a JSON file; throws `file-unreadable`, or `usage` naming the first part that is wrong. */
export async function readSettings(path: string): Promise<Partial<QualitySettings>> {
  const words = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    const message = `the settings cannot be read: ${cause.code}`;
    throw new WorkbenchError('file-unreadable', message, { file: path }, cause);
  });
  const result = v.safeParse(schema, parseJson(words, path));
  if (result.success) return withoutUndefined(result.output);
  const [issue] = result.issues;
  const where = v.getDotPath(issue) ?? 'the whole file';
  throw new WorkbenchError('usage', `not settings: ${where}: ${issue.message}`, { file: path });
}

function parseJson(words: string, path: string): unknown {
  try {
    const value: unknown = JSON.parse(words);
    // An array passes for an object without any of the parts.
    return Array.isArray(value) ? undefined : value;
  } catch (cause) {
    throw new WorkbenchError('usage', `not a JSON file: ${path}`, { file: path }, cause);
  }
}

// JSON has no undefined; the type of an optional part does.
function withoutUndefined(parts: {
  [K in keyof QualitySettings]?: QualitySettings[K] | undefined;
}): Partial<QualitySettings> {
  return Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined));
}
