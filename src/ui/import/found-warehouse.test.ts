import { zipSync } from 'fflate';
import { expect, it } from 'vitest';
import { emptyManifest } from '../../core/warehouse/complete-manifest.ts';
import type { Manifest } from '../../core/warehouse/manifest.ts';
import { encodeSlot } from '../../core/warehouse/slot.ts';
import type { SourceFile } from '../../workbench.ts';
import { findWarehouse } from './found-warehouse.ts';

const text = (content: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(content);
const dropped = (name: string, bytes: Uint8Array, folder = ''): SourceFile => ({
  name,
  folder,
  bytes: new Blob([bytes as Uint8Array<ArrayBuffer>]),
});

function slot(generation: number, rows: number): Uint8Array {
  const part = { file: 'x', bytes: 1, sha256: 'x', contentHash: 'x', rows };
  const manifest: Manifest = {
    ...emptyManifest('2026-10-01T08:00:00.000Z'),
    generation,
    publishedAt: '2026-10-01T07:00:00.000Z',
    tables: {
      'core.fct_website_events': {
        columns: [],
        partitions: { '2026-09-02': part, '2026-09-01': part },
      },
    },
  };
  return encodeSlot(manifest);
}
const facts = { publishedAt: '2026-10-01T07:00:00.000Z', from: '2026-09-01', to: '2026-09-02' };

it('knows the folder of a warehouse, wherever it lies in the drop', async () => {
  const files = [
    dropped('0123456789abcdef.parquet', text('PAR1'), 'mine/warehouse/core/dim_visitors'),
    dropped('manifest.0', slot(4, 20), 'mine'),
    dropped('manifest.1', slot(3, 10), 'mine'),
  ];
  expect(await findWarehouse(files)).toEqual({
    files,
    name: 'mine',
    facts: { ...facts, events: 40 },
  });
});

it.each([0, 9] as const)('knows a backup zip, level %i', async (level) => {
  const zip = zipSync(
    { 'warehouse/a.parquet': text('PAR1'), 'manifest.0': slot(4, 20) },
    { level },
  );
  const files = [dropped('homegrown-2026-10-01.zip', zip)];
  expect(await findWarehouse(files)).toMatchObject({
    name: 'homegrown-2026-10-01.zip',
    facts: { events: 40 },
  });
});

it('offers a warehouse whose manifest is damaged, without facts', async () => {
  const spoiled = slot(4, 20).map((byte, at) => (at === 40 ? byte ^ 1 : byte));
  expect(await findWarehouse([dropped('manifest.0', spoiled)])).toMatchObject({ facts: null });
});

it.each([
  ['an export', [dropped('events.csv', text('time,ip\n'))]],
  ['a zip of exports', [dropped('logs.zip', zipSync({ 'manifest.0.csv': text('a') }))]],
  ['what only looks like a zip', [dropped('odd.zip', text('PK and no more'))]],
  ['nothing', []],
])('takes %s for no warehouse', async (_, files) => {
  expect(await findWarehouse(files)).toBeNull();
});
