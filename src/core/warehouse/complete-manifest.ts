import { WorkbenchError } from '../errors.ts';
import { defaultQualitySettings } from '../quality/settings.ts';
import { manifestFormat } from './manifest.ts';
import type { Manifest } from './manifest.ts';

/** What every manifest needs to be one, whatever its format. */
type Known = Pick<Manifest, 'format' | 'generation' | 'tables' | 'deliveries'> & Partial<Manifest>;

/** A manifest from before anything was published. */
export function emptyManifest(createdAt: string): Manifest {
  return {
    format: manifestFormat,
    generation: 0,
    parent: 0,
    createdAt,
    publishedIn: 0,
    publishedAt: null,
    tables: {},
    deliveries: [],
    checks: [],
    versions: {},
    lastRun: null,
    mappings: {},
    publications: [],
    held: [],
    journal: [],
    checkHistory: {},
    flags: [],
    settings: defaultQualitySettings,
    lastBackup: null,
  };
}

/**
 * A manifest of any format with all that this version expects. Format 1 had no held runs, journal, settings and publications.
 * Throws `warehouse-newer` when a newer format has given up what this version must know.
 */
export function completeManifest(read: unknown): Manifest {
  if (!isKnown(read)) {
    const format = (read as { format?: unknown } | null)?.format;
    const message = `the warehouse was written by a newer version: format ${String(format)}`;
    throw new WorkbenchError('warehouse-newer', message, { format });
  }
  const { generation, createdAt = '' } = read;
  const isPublished = Object.keys(read.tables).length > 0;
  return {
    ...emptyManifest(createdAt),
    publishedIn: isPublished ? generation : 0,
    publishedAt: isPublished ? createdAt : null,
    ...read,
    settings: { ...defaultQualitySettings, ...read.settings },
  };
}

function isKnown(read: unknown): read is Known {
  if (typeof read !== 'object' || read === null) return false;
  const { format, generation, tables, deliveries } = read as Partial<Known>;
  return (
    typeof format === 'number' &&
    Number.isSafeInteger(generation) &&
    typeof tables === 'object' &&
    Object.values(tables).every((table) => typeof table?.partitions === 'object') &&
    Array.isArray(deliveries)
  );
}

/** Whether a warehouse can be read by this version only: it was written by a newer one. */
export function isNewer({ format }: Pick<Manifest, 'format'>): boolean {
  return format > manifestFormat;
}
