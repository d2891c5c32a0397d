import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runReport } from '../run/testing/made-run.ts';
import type { Delivery } from './delivery.ts';
import { keptRejectedLines } from './manifest.ts';
import type { Manifest } from './manifest.ts';
import { partitionPath } from './partition-path.ts';
import { publishManifest } from './publish-manifest.ts';
import type { ManifestChanges } from './publish-manifest.ts';
import { chooseHead, decodeSlot, encodeSlot, slotOf } from './slot.ts';
import type { PublishedTableEntry } from './partition.ts';

const hash = '0123456789abcdef'.repeat(4);

function table(rows: number): PublishedTableEntry {
  const file = partitionPath('core.t', '2026-10-01', hash);
  const partition = { file, bytes: 10, rows, sha256: hash, contentHash: `${rows}` };
  return { columns: [{ name: 'ds', type: 'VARCHAR' }], partitions: { '2026-10-01': partition } };
}

function delivery(id: string, rejects = 0): Delivery {
  const lines = Array.from({ length: rejects }, (_, i): [number, string] => [i + 2, 'no time']);
  return {
    id,
    sha256: hash,
    name: `${id}.csv`,
    bytes: 1,
    format: 'CSV',
    days: [['www.example.com', '2026-10-01', 1]],
    seen: rejects + 1,
    accepted: 1,
    rejected: rejects,
    repeats: 0,
    rejectReasons: {},
    rejectedLines: lines,
    identity: 'plain',
  };
}

function publication(changes: Partial<ManifestChanges> = {}): ManifestChanges {
  return {
    createdAt: '2026-10-05T00:00:00.000Z',
    tables: {},
    deliveries: [],
    superseded: [],
    checks: [],
    versions: {},
    lastRun: runReport({ generation: 0 }),
    mappings: {},
    ...changes,
  };
}

const manifests = fc
  .record({
    generation: fc.integer({ min: 1, max: 1e9 }),
    texts: fc.dictionary(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' })),
  })
  .map(({ generation, texts }): Manifest => ({
    ...publishManifest(undefined, publication({ tables: { 'core.t': table(1) } })),
    generation,
    versions: texts,
  }));

describe('a slot', () => {
  it('round-trips, also when older bytes follow it', () => {
    fc.assert(
      fc.property(manifests, fc.uint8Array({ maxLength: 20 }), (manifest, rest) => {
        const slot = encodeSlot(manifest);
        expect(JSON.stringify(decodeSlot(slot))).toBe(JSON.stringify(manifest));
        const longer = new Uint8Array([...slot, ...rest]);
        expect(decodeSlot(longer)?.generation).toBe(manifest.generation);
      }),
    );
  });

  it('is refused when any bit is turned', () => {
    const slot = encodeSlot(publishManifest(undefined, publication()));
    for (let at = 0; at < slot.length; at++) {
      const changed = slot.slice();
      changed[at]! ^= 1 << (at % 8);
      expect(decodeSlot(changed), `byte ${at}`).toBeUndefined();
    }
  });

  it('is refused when it is cut anywhere, empty or missing', () => {
    const slot = encodeSlot(publishManifest(undefined, publication()));
    for (let length = 0; length < slot.length; length++)
      expect(decodeSlot(slot.subarray(0, length))).toBeUndefined();
    expect(decodeSlot(undefined)).toBeUndefined();
    expect(decodeSlot(new Uint8Array(4096))).toBeUndefined();
  });

  it('of a newer format is read as far as it is known, and refused when that is too little', () => {
    const newer = { ...publishManifest(undefined, publication()), format: 3 };
    expect(decodeSlot(encodeSlot(newer))).toEqual(newer);
    const other = { format: 3, generation: 1, partitions: [] } as unknown as Manifest;
    expect(() => decodeSlot(encodeSlot(other))).toThrow(/newer version: format 3/);
  });
});

it('writes the slots in turn and never the one in force', () => {
  const slots: [Manifest | undefined, Manifest | undefined] = [undefined, undefined];
  const written: number[] = [];
  for (let run = 1; run <= 4; run++) {
    const head = chooseHead(...slots);
    expect(head?.generation ?? 0).toBe(run - 1);
    const next = publishManifest(head, publication());
    if (head !== undefined) expect(slots[slotOf(next)]).not.toBe(head);
    slots[slotOf(next)] = next;
    written.push(slotOf(next));
  }
  expect(written).toEqual([1, 0, 1, 0]);
  expect(chooseHead(undefined, slots[1])?.generation).toBe(3);
});

describe('publish', () => {
  it('keeps what is not named, replaces what is, and leaves the parent as it was', () => {
    const first = publishManifest(
      undefined,
      publication({
        tables: { 'core.t': table(1), 'core.u': table(2) },
        deliveries: [delivery('one'), delivery('two')],
      }),
    );
    const before = structuredClone(first);
    const second = publishManifest(
      first,
      publication({
        tables: { 'core.t': table(9) },
        deliveries: [delivery('three')],
        superseded: ['one'],
      }),
    );
    expect(first).toEqual(before);
    expect(second).toMatchObject({ generation: 2, parent: 1, lastRun: { generation: 2 } });
    expect([second.tables['core.t'], second.tables['core.u']]).toEqual([table(9), table(2)]);
    expect(second.deliveries.map(({ id, publishedIn }) => [id, publishedIn])).toEqual([
      ['two', 1],
      ['three', 2],
    ]);
  });

  it('keeps a bounded list of rejected lines and counts them all', () => {
    const [kept] = publishManifest(
      undefined,
      publication({ deliveries: [delivery('one', 1500)] }),
    ).deliveries;
    expect(kept!.rejectedLines).toHaveLength(keptRejectedLines);
    expect(kept!.rejected).toBe(1500);
  });
});

describe('partitionPath', () => {
  it('is a Hive folder and a name made of the content', () => {
    expect(partitionPath('core.fct_website_events', '2026-09-01', hash)).toBe(
      'warehouse/core/fct_website_events/ds=2026-09-01/0123456789abcdef.parquet',
    );
    expect(partitionPath('core.dim_visitors', '', hash)).toBe(
      'warehouse/core/dim_visitors/0123456789abcdef.parquet',
    );
  });

  it.each([
    ['core', '', hash],
    ['../x.y', '', hash],
    ['core.t', '..', hash],
    ['core.t', '', 'abc'],
  ])('refuses %s %s %s', (...args) => {
    expect(() => partitionPath(...args)).toThrow(RangeError);
  });
});
