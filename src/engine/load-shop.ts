import { WorkbenchError, throwIfCancelled } from '../core/errors.ts';
import { sameName } from '../core/run/mends.ts';
import type { HeldRun } from '../core/run/held-run.ts';
import { planNewestWins, planShopKept } from '../core/shop/plan-shop-load.ts';
import { recogniseShop } from '../core/shop/recognise-shop.ts';
import type { RecognisedShop } from '../core/shop/recognise-shop.ts';
import { replacedName, sourceName } from '../core/shop/shop-sources.ts';
import { shopTables } from '../core/shop/shop-table.ts';
import type { ShopTable } from '../core/shop/shop-table.ts';
import { findHeldAgain } from './held-again.ts';
import type { DroppedFile } from './inspect-drop.ts';
import { forgetFile, heldAlready, nothingLoaded, refusal, unchanged } from './load-drop.ts';
import type { LoadedDrop } from './load-drop.ts';
import { loadShopFile } from './load-shop-file.ts';
import { openSource } from './open-source.ts';
import type { RunContext } from './run-context.ts';
import type { Load } from './run-drop.ts';
import type { ShopDelivery } from './warehouse.ts';

/** The load of dropped exports of a shop; a bad one is refused and the rest goes on. */
export function loadOfShop(files: DroppedFile[]): Load {
  return async (context, steps, signal) => {
    const again = await findHeldAgain(
      context.host,
      context.warehouse.held('shop'),
      files.map((file) => ({ file })),
    );
    const result = nothingLoaded();
    const total = files.reduce((sum, { source }) => sum + source.bytes.size, 0) || 1;
    let done = 0;
    for (const file of files) {
      throwIfCancelled(signal);
      const { name, bytes } = file.source;
      const known = again.get(bytes);
      const onShare = (share: number, rows: number): void =>
        steps.at('read', (done + share * bytes.size) / total, { file: name, rows });
      if (known !== undefined) result.reports.push(heldAlready(file, known));
      else await loadOrRefuse(context, file, result, { signal, onShare });
      done += bytes.size;
    }
    await settle(context, result, signal);
    return result;
  };
}

/** The load of a held run of a shop: its staged exports beside what is live by now. */
export function loadOfHeldShop(held: HeldRun): Load {
  return async (context, steps, signal) => {
    const { db, warehouse } = context;
    steps.at('read', 0.2);
    const ids = held.deliveries.map(({ id }) => id);
    for (const table of shopTables.filter((one) => held.staged[one] !== undefined)) {
      await warehouse.loadHeld(db, 'load.staged', held, table);
      await db.run(planShopKept(table, 'load.staged', ids), { signal });
      await db.run('drop table load.staged');
    }
    const result: LoadedDrop = {
      ...nothingLoaded(),
      reports: held.report.deliveries.filter(({ id }) => ids.includes(id)),
      rejects: held.deliveries.map(({ name, rejected, rejectedLines = [] }) => ({
        file: name,
        rejects: rejectedLines.map(([line, reason]) => ({ line, reason, text: '' })),
        total: rejected,
      })),
      superseded: warehouse
        .shopDeliveries()
        .filter((live) => held.deliveries.some((one) => isSameExport(one, live)))
        .map(({ id }) => id)
        .filter((id) => !ids.includes(id)),
    };
    await settle(context, result, signal);
    return result;
  };
}

/** Brings the live exports of the shop into the current database, where nothing new comes. */
export async function loadLiveShop(
  context: RunContext,
  signal: AbortSignal | undefined,
): Promise<void> {
  await loadKept(context, context.warehouse.shopDeliveries(), signal);
}

type Export = { name: string; shopTable?: ShopTable };

function isSameExport(a: Export, b: Export): boolean {
  return a.shopTable === b.shopTable && sameName(a.name, b.name);
}

type LoadOptions = {
  signal: AbortSignal | undefined;
  onShare: (share: number, rows: number) => void;
};

async function loadOrRefuse(
  context: RunContext,
  file: DroppedFile,
  result: LoadedDrop,
  options: LoadOptions,
): Promise<void> {
  try {
    await loadExport(context, file, result, options);
  } catch (error) {
    if (!(error instanceof WorkbenchError) || error.code === 'cancelled') throw error;
    await forgetFile(context.db);
    result.reports.push(refusal(file, error));
  }
}

async function loadExport(
  { db, host, warehouse, keepContacts = false }: RunContext,
  file: DroppedFile,
  result: LoadedDrop,
  options: LoadOptions,
): Promise<void> {
  const { name, bytes } = file.source;
  const recognition = file.recognition!;
  const shop = shopOf(file);
  const opened = await openSource(file.source, recognition, host, options);
  try {
    const sha256 = await opened.sha256();
    const live = warehouse.shopDeliveries();
    const fresh = result.reports.filter(({ status }) => status === 'loaded');
    if ([...live, ...fresh].some((delivery) => delivery.sha256 === sha256)) {
      const about = { id: sha256.slice(0, 16), name, sha256, bytes: bytes.size };
      const message = 'these bytes are already in the warehouse';
      result.reports.push({
        ...unchanged(about, recognition.label, message),
        shopTable: shop.table,
      });
      return;
    }
    const input = { db, name, opened, recognition, shop, keepContacts, ...options };
    const { report, rejects } = await loadShopFile(input);
    result.reports.push({ ...report, sha256, bytes: bytes.size, status: 'loaded' });
    result.rejects.push({ file: name, rejects, total: report.rejected });
    result.superseded.push(
      ...live.flatMap((other) => (isSameExport(other, report) ? [other.id] : [])),
    );
  } finally {
    await opened.dispose();
  }
}

function shopOf({ recognition, source }: DroppedFile): RecognisedShop {
  const shop = recogniseShop(recognition?.columns ?? []);
  if (shop === undefined)
    throw new WorkbenchError('mapping-incomplete', `not an export of a shop: ${source.name}`);
  return shop;
}

/** Adds the exports that stay live, then settles what several deliveries of one export say of the same row. */
async function settle(
  context: RunContext,
  { reports, superseded }: LoadedDrop,
  signal: AbortSignal | undefined,
): Promise<void> {
  const fresh = reports.filter(({ status }) => status === 'loaded');
  if (fresh.length === 0) return;
  const ids = new Set([...superseded, ...fresh.map(({ id }) => id)]);
  const kept = context.warehouse.shopDeliveries().filter(({ id }) => !ids.has(id));
  await loadKept(context, kept, signal);
  for (const table of shopTables) {
    const order = [...kept, ...fresh].filter(({ shopTable }) => shopTable === table);
    for (const sql of planNewestWins(
      table,
      order.map(({ id }) => id),
    ))
      await context.db.run(sql, { signal });
  }
}

/** From the memory of the published run where it is there, else from the warehouse. */
async function loadKept(
  { db, warehouse, published }: RunContext,
  kept: ShopDelivery[],
  signal: AbortSignal | undefined,
): Promise<void> {
  for (const table of shopTables) {
    const ids = kept.filter(({ shopTable }) => shopTable === table).map(({ id }) => id);
    if (ids.length === 0) continue;
    for (const name of [sourceName(table), replacedName(table)]) {
      const isMounted = published.shop === undefined;
      const from = isMounted ? `load.kept_${name.replace('.', '_')}` : `${published.shop}.${name}`;
      if (isMounted) await warehouse.mount(db, name, from);
      await db.run(planShopKept(table, from, ids), { signal });
    }
  }
}
