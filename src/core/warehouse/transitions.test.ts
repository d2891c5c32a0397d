import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HeldRun } from '../run/held-run.ts';
import { keptEntries, keptObservations } from '../run/journal.ts';
import { changeSettings, noteBackup } from './change-settings.ts';
import { completeManifest } from './complete-manifest.ts';
import type { Manifest } from './manifest.ts';
import { addEntry, addObservations, nextManifest } from './next-manifest.ts';
import type { JournalDraft } from './next-manifest.ts';
import { publishManifest } from './publish-manifest.ts';
import { restoreManifest } from './restore-manifest.ts';
import { slotOf } from './slot.ts';

const at = (i: number): string => new Date(Date.UTC(2026, 9, 5) + i * 1000).toISOString();
const draft: JournalDraft = {
  ...{ kind: 'held', verdict: 'Held.', deliveries: [], findings: [], from: '', to: '' },
};

const published = (parent: Manifest | undefined, i: number): Manifest =>
  publishManifest(parent, {
    ...{ createdAt: at(i), tables: {}, deliveries: [], superseded: [], checks: [], versions: {} },
  });

describe('what is kept', () => {
  it('of the journal is the newest entries, with when and with which generation they came', () => {
    let manifest = published(undefined, 0);
    for (let i = 1; i <= keptEntries + 5; i++)
      manifest = addEntry(nextManifest(manifest, at(i)), { ...draft, verdict: `${i}` });
    expect(manifest.journal).toHaveLength(keptEntries);
    const { generation } = manifest;
    expect(manifest.journal[0]).toMatchObject({ at: at(keptEntries + 5), generation });
    expect(manifest.journal.at(-1)!.verdict).toBe('6');
  });

  it('of what a check saw is the newest, oldest first; another check loses nothing by it', () => {
    let manifest = addObservations(published(undefined, 0), [
      { id: 'rare', status: 'learning', observed: null },
    ]);
    for (let i = 1; i <= keptObservations + 5; i++)
      manifest = addObservations(nextManifest(manifest, at(i)), [
        { id: 'often', status: 'pass', observed: i },
      ]);
    const { often, rare } = manifest.checkHistory;
    expect(often).toHaveLength(keptObservations);
    expect(often!.at(-1)).toEqual([at(keptObservations + 5), 'pass', keptObservations + 5]);
    expect(rare).toEqual([[at(0), 'learning', null]]);
  });
});

it('settings and backups change nothing that is published', () => {
  const before = published(undefined, 0);
  const changed = noteBackup(
    changeSettings(before, { createdAt: at(1), settings: { minimumEvents: 7 } }),
    at(2),
  );
  const { generation, publishedIn, publishedAt, settings, lastBackup } = changed;
  expect([generation, publishedIn, publishedAt]).toEqual([3, 1, at(0)]);
  expect([settings.minimumEvents, settings.annotations, lastBackup]).toEqual([7, [], at(2)]);
  expect(before).toEqual(published(undefined, 0));
});

it('a restored warehouse wins over the backup and over what it replaces, in the slot not in force', () => {
  const generations = fc.integer({ min: 1, max: 50 });
  fc.assert(
    fc.property(generations, generations, (here, there) => {
      const head = { ...published(undefined, 0), generation: here };
      const backup = { ...published(undefined, 0), generation: there };
      const restored = restoreManifest(head, backup, { createdAt: at(1), copy: undefined });
      expect(restored.generation).toBeGreaterThan(Math.max(here, there));
      expect(restored.generation).toBeLessThanOrEqual(Math.max(here, there) + 2);
      expect(slotOf(restored)).not.toBe(slotOf(head));
      expect(restored.parent).toBe(here);
    }),
  );
});

it('a restored warehouse keeps what is held here, unless the backup holds or has it', () => {
  const run = (id: string, ...files: string[]) =>
    ({ id, deliveries: files.map((file) => ({ id: file })) }) as unknown as HeldRun;
  const head = { ...published(undefined, 0), held: [run('a', 'x'), run('b', 'y'), run('c', 'z')] };
  const deliveries = [{ id: 'y', days: [] }] as unknown as Manifest['deliveries'];
  const backup = { ...published(undefined, 0), held: [run('a', 'x')], deliveries };
  const restored = restoreManifest(head, backup, { createdAt: at(1), copy: undefined });
  expect(restored.held.map(({ id }) => id)).toEqual(['c', 'a']);
});

describe('a manifest of format 1', () => {
  const old = {
    ...{ format: 1, generation: 4, parent: 3, createdAt: at(0), deliveries: [], checks: [] },
    ...{ versions: {}, lastRun: null, mappings: {} },
    tables: { 'core.t': { columns: [], partitions: {} } },
  };

  it('gets what it lacks, and becomes the present format with the next generation', () => {
    const read = completeManifest(old);
    expect(read).toMatchObject({ format: 1, generation: 4, publishedIn: 4, publishedAt: at(0) });
    expect(read).toMatchObject({ held: [], journal: [], publications: [], flags: [] });
    const next = changeSettings(read, { createdAt: at(1), settings: {} });
    expect(next).toMatchObject({ format: 2, generation: 5, publishedIn: 4, tables: old.tables });
  });

  it.each([null, 7, [], { ...old, tables: { t: {} } }, { ...old, generation: 'x' }])(
    'that is none is refused: %j',
    (read) => {
      expect(() => completeManifest(read)).toThrow(/newer version/);
    },
  );
});
