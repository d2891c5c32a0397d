import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { WorkbenchError } from '../core/errors.ts';
import { changeSettings } from '../core/warehouse/change-settings.ts';
import { filesOf } from '../core/warehouse/files-of.ts';
import { holdRun } from '../core/warehouse/hold-run.ts';
import type { HeldRun } from '../core/run/held-run.ts';
import type { Manifest } from '../core/warehouse/manifest.ts';
import { decodeSlot } from '../core/warehouse/slot.ts';
import { crashingStore, remains } from './testing/crashing-store.ts';
import type { Crash, CrashingStore, Disk } from './testing/crashing-store.ts';
import { SharedLocks } from './testing/shared-locks.ts';
import {
  bareHost,
  publicationNamed,
  publishDays,
  stageHeldDay,
} from './testing/warehouse-writer.ts';
import { Warehouse } from './warehouse.ts';

type Action =
  | { kind: 'publish'; days: Record<string, string> }
  | { kind: 'hold'; ds: string }
  | { kind: 'settings' }
  | { kind: 'undo'; nth: number }
  | { kind: 'read' }
  | { kind: 'collect' };

interface Step {
  writer: number;
  action: Action;
  crash: Crash | undefined;
}

const ds = fc.constantFrom('2026-09-01', '2026-09-02', '2026-09-03');
const content = fc.constantFrom('a', 'b', 'c');
const publish = fc
  .dictionary(ds, content, { minKeys: 1 })
  .map((days): Action => ({ kind: 'publish', days }));
const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 5, arbitrary: publish },
  { weight: 1, arbitrary: ds.map((day): Action => ({ kind: 'hold', ds: day })) },
  { weight: 1, arbitrary: fc.constant<Action>({ kind: 'settings' }) },
  { weight: 2, arbitrary: fc.nat(4).map((nth): Action => ({ kind: 'undo', nth })) },
  { weight: 1, arbitrary: fc.constantFrom<Action>({ kind: 'read' }, { kind: 'collect' }) },
);
const crash = fc.record({
  at: fc.integer({ min: 1, max: 60 }),
  leaves: fc.constantFrom(...remains),
});
const step = fc.record({
  writer: fc.nat(2),
  action,
  crash: fc.option(crash, { freq: 2, nil: undefined }),
});
/** Steps of one group go on at the same time. */
const groups = fc.array(fc.array(step, { minLength: 1, maxLength: 3 }), {
  minLength: 1,
  maxLength: 10,
});

/** Three tabs on one disk. */
class Tabs {
  readonly disk: Disk = new Map();
  readonly #locks = new SharedLocks();
  readonly #turn: () => Promise<void>;
  readonly #tabs: { store: CrashingStore; warehouse: Promise<Warehouse>; owner: string }[] = [];
  #opened = 0;
  #made = 0;

  constructor(turn: () => Promise<void>) {
    this.#turn = turn;
  }

  /** Does a step; resolves to the marks that were acknowledged: they must never be lost. */
  async does({ writer, action: what, crash: planned }: Step): Promise<string[]> {
    const tab = this.#tab(writer);
    const warehouse = await tab.warehouse;
    tab.store.plan(planned);
    const mark = `mark-${++this.#made}`;
    try {
      await this.#act(warehouse, what, mark);
      return what.kind === 'publish' || what.kind === 'hold' ? [mark] : [];
    } catch (error) {
      if (tab.store.isDead) {
        this.#locks.dies(tab.owner);
        delete this.#tabs[writer];
        return [];
      }
      // Told in words, or a defect.
      if (!(error instanceof WorkbenchError)) throw error;
      expect(['warehouse-busy', 'warehouse-moved', 'usage']).toContain(error.code);
      return [];
    } finally {
      tab.store.plan(undefined);
    }
  }

  #tab(writer: number) {
    const owner = `${writer}-${++this.#opened}`;
    const store = crashingStore(this.disk, this.#turn);
    return (this.#tabs[writer] ??= {
      store,
      owner,
      warehouse: Warehouse.open(bareHost(store, this.#locks.of(owner))),
    });
  }

  async #act(warehouse: Warehouse, what: Action, mark: string): Promise<void> {
    if (what.kind === 'publish')
      await publishDays(warehouse, mark, { 'core.t': what.days, 'growth.u': what.days });
    if (what.kind === 'hold') await this.#hold(warehouse, what.ds, mark);
    if (what.kind === 'settings')
      await warehouse.commit((head) =>
        changeSettings(head, { createdAt: warehouse.now(), settings: { minimumEvents: 7 } }),
      );
    if (what.kind === 'undo') {
      const { generation } = warehouse.publications()[what.nth] ?? { generation: 0 };
      if (generation > 0) await warehouse.undo(generation);
    }
    if (what.kind === 'read') {
      await warehouse.refresh();
      await warehouse.verify();
      expect(warehouse.damage).toBeNull();
    }
    if (what.kind === 'collect') await warehouse.collect();
  }

  async #hold(warehouse: Warehouse, day: string, mark: string): Promise<void> {
    const { report, journal } = publicationNamed(mark, { [day]: mark });
    await warehouse.asPublisher(async () => {
      const part = await stageHeldDay(warehouse, day, mark);
      const held: HeldRun = {
        ...{ id: mark, heldAt: '', parent: 0, report, deliveries: [], superseded: [], diff: [] },
        ...{ onOverlap: 'add', staged: { [day]: part } },
      };
      await warehouse.commit((head) =>
        holdRun(head, { createdAt: warehouse.now(), held, journal }),
      );
    });
  }
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Every file of the manifest and of what it can put back is on the disk, byte for byte. */
function expectWhole(disk: Disk, manifest: Manifest): void {
  for (const { file, sha256: hash } of filesOf(manifest)) {
    const bytes = disk.get(file);
    expect(bytes && sha256(bytes), file).toBe(hash);
  }
}

async function expectSound(disk: Disk, acknowledged: string[]): Promise<Manifest | undefined> {
  const store = crashingStore(disk, async () => {});
  const { head, damage } = await Warehouse.open(bareHost(store));
  expect(damage).toBeNull();
  const marks = new Set(head?.journal.map(({ verdict }) => verdict));
  expect(acknowledged.filter((mark) => !marks.has(mark))).toEqual([]);
  if (head === undefined) return undefined;
  expectWhole(disk, head);
  for (const entry of head.publications) {
    const earlier = decodeSlot(disk.get(entry.file))!;
    expect(earlier.publishedIn).toBe(entry.generation);
    expectWhole(disk, { ...earlier, held: [] });
  }
  return head;
}

it('loses nothing that was acknowledged, whoever publishes when and dies where', async () => {
  let published = 0;
  let died = 0;
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), groups, async (scheduler, plan) => {
      const tabs = new Tabs(() => scheduler.schedule(Promise.resolve()));
      const acknowledged: string[] = [];
      let generation = 0;
      for (const group of plan) {
        const marks = await scheduler.waitFor(Promise.all(group.map((one) => tabs.does(one))));
        acknowledged.push(...marks.flat());
        const head = await expectSound(tabs.disk, acknowledged);
        expect(head?.generation ?? 0).toBeGreaterThanOrEqual(generation);
        generation = head?.generation ?? 0;
      }
      published += acknowledged.length;
      died += plan.flat().filter((one) => one.crash).length;
    }),
    { numRuns: Number(process.env['TORTURE_RUNS'] ?? 60) },
  );
  expect(published).toBeGreaterThan(40);
  expect(died).toBeGreaterThan(10);
}, 60_000);
