import { WorkbenchError } from '../errors.ts';
import type { Mapping } from '../ingest/mapping.ts';
import type { Finding } from '../quality/finding.ts';
import type { HeldRun } from '../run/held-run.ts';
import type { CheckHistory, JournalEntry } from '../run/journal.ts';
import type { RunReport } from '../run/run-report.ts';
import { defaultQualitySettings } from '../quality/settings.ts';
import type { Flag, QualitySettings } from '../quality/settings.ts';
import { crc32 } from './crc32.ts';
import type { Delivery } from './delivery.ts';
import type { PublishedTableEntry } from './partition.ts';

/** The form of manifests that this version writes. */
const manifestFormat = 1;

/** The truth about a warehouse: which files hold which rows, and where they came from. */
export interface Manifest {
  format: typeof manifestFormat;
  /** Counts from 1. */
  generation: number;
  /** Generation it was built on; 0: none. */
  parent: number;
  /** ISO instant. */
  createdAt: string;
  tables: Record<string, PublishedTableEntry>;
  deliveries: Delivery[];
  checks: Finding[];
  versions: Record<string, string>;
  lastRun: RunReport | null;
  /** Mappings that people confirmed, by the shape of the source. */
  mappings: Record<string, Mapping>;
  /** The last publications before this one, newest first: what can be restored. */
  publications: PublicationEntry[];
  /** Runs that wait for a person. */
  held: HeldRun[];
  /** Newest first, cut to `keptEntries`. */
  journal: JournalEntry[];
  checkHistory: CheckHistory;
  /** Published days that statistical checks flagged. */
  flags: Flag[];
  settings: QualitySettings;
  /** Instant of the last backup or mirror; null: never. */
  lastBackup: string | null;
}

/** A publication that can be restored: its tables are in a manifest file of its own. */
export interface PublicationEntry {
  generation: number;
  publishedAt: string;
  verdict: string;
  events: number;
  /** First and last ds. */
  from: string;
  to: string;
  /** Path of the immutable copy of that generation's manifest, and its SHA-256. */
  file: string;
  sha256: string;
}

/** Publications that can be restored beside the one in force. */
export const keptPublications = 5;

/** Rejected lines kept for a delivery. */
export const keptRejectedLines = 1000;

/** What one publication changes. */
export interface ManifestChanges {
  createdAt: string;
  /** Whole tables; those not named stay as they are. */
  tables: Record<string, PublishedTableEntry>;
  deliveries: Delivery[];
  /** Ids of deliveries that are live no more. */
  superseded: string[];
  checks: Finding[];
  versions: Record<string, string>;
  lastRun?: RunReport;
  mappings?: Record<string, Mapping>;
}

/** The manifest that follows `parent` (undefined: the first); `parent` itself is not changed. */
export function publishManifest(parent: Manifest | undefined, changes: ManifestChanges): Manifest {
  const before = parent?.generation ?? 0;
  const generation = before + 1;
  return {
    format: manifestFormat,
    generation,
    parent: before,
    createdAt: changes.createdAt,
    tables: { ...parent?.tables, ...changes.tables },
    deliveries: liveDeliveries(parent, changes, generation),
    checks: changes.checks,
    versions: changes.versions,
    lastRun: changes.lastRun === undefined ? null : { ...changes.lastRun, generation },
    mappings: { ...parent?.mappings, ...changes.mappings },
    publications: parent?.publications ?? [],
    held: parent?.held ?? [],
    journal: parent?.journal ?? [],
    checkHistory: parent?.checkHistory ?? {},
    flags: parent?.flags ?? [],
    settings: parent?.settings ?? defaultQualitySettings,
    lastBackup: parent?.lastBackup ?? null,
  };
}

function liveDeliveries(
  parent: Manifest | undefined,
  changes: ManifestChanges,
  publishedIn: number,
): Delivery[] {
  const gone = new Set([...changes.superseded, ...changes.deliveries.map(({ id }) => id)]);
  const kept = (parent?.deliveries ?? []).filter(({ id }) => !gone.has(id));
  const added = changes.deliveries.map((delivery) => ({
    ...delivery,
    ...cutLines(delivery),
    publishedIn,
  }));
  return [...kept, ...added];
}

function cutLines({ rejectedLines }: Delivery): Pick<Delivery, 'rejectedLines'> {
  return rejectedLines === undefined
    ? {}
    : { rejectedLines: rejectedLines.slice(0, keptRejectedLines) };
}

/** Where a data file lies in the store: `warehouse/core/fct_x/ds=2026-09-01/0123456789abcdef.parquet`; no ds folder for ''. */
export function partitionPath(table: string, ds: string, sha256: string): string {
  const match = /^([a-z0-9_]+)\.([a-z0-9_]+)$/.exec(table);
  if (match === null) throw new RangeError(`not a table of the warehouse: ${table}`);
  if (ds !== '' && !/^\d{4}-\d{2}-\d{2}$/.test(ds)) throw new RangeError(`not a ds: ${ds}`);
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new RangeError(`not a sha256: ${sha256}`);
  const folder = ds === '' ? '' : `ds=${ds}/`;
  return `warehouse/${match[1]}/${match[2]}/${folder}${sha256.slice(0, 16)}.parquet`;
}

/*
 * A slot is one of two files that are written in turn, so that a write cut short by a crash spoils only the older
 * manifest. Little endian: 'HGWM', version, length of the JSON, CRC-32 of all other bytes after the magic; then
 * the manifest as UTF-8 JSON.
 */
const magic = 0x4d574748;
const headerBytes = 16;
const crcAt = 12;

export function encodeSlot(manifest: Manifest): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify(manifest));
  const bytes = new Uint8Array(headerBytes + json.length);
  const header = new DataView(bytes.buffer);
  header.setUint32(0, magic, true);
  header.setUint32(4, manifest.format, true);
  header.setUint32(8, json.length, true);
  bytes.set(json, headerBytes);
  header.setUint32(crcAt, checksum(bytes), true);
  return bytes;
}

/**
 * Reads a slot; undefined when it is missing, cut short or changed. Bytes after the manifest are not looked at.
 * A whole slot of another format throws `warehouse-damaged`: to write over it would lose what a newer version keeps.
 */
export function decodeSlot(bytes: Uint8Array | undefined): Manifest | undefined {
  if (bytes === undefined || bytes.length < headerBytes) return undefined;
  const header = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (header.getUint32(0, true) !== magic) return undefined;
  const end = headerBytes + header.getUint32(8, true);
  if (end > bytes.length) return undefined;
  const slot = bytes.subarray(0, end);
  if (checksum(slot) !== header.getUint32(crcAt, true)) return undefined;
  const format = header.getUint32(4, true);
  if (format !== manifestFormat) {
    throw new WorkbenchError(
      'warehouse-damaged',
      `the warehouse was written by a newer version: format ${format}`,
      { format },
    );
  }
  return JSON.parse(new TextDecoder().decode(slot.subarray(headerBytes))) as Manifest;
}

function checksum(slot: Uint8Array): number {
  return crc32(slot.subarray(headerBytes), crc32(slot.subarray(4, crcAt)));
}

/** The manifest in force: the valid one with the highest generation; undefined when none is valid. */
export function chooseHead(a: Manifest | undefined, b: Manifest | undefined): Manifest | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return b.generation > a.generation ? b : a;
}

/** The slot (0 or 1) that a manifest is written to: the generations take turns, so never over the one before. */
export function slotOf(manifest: Manifest): 0 | 1 {
  return manifest.generation % 2 === 0 ? 0 : 1;
}
