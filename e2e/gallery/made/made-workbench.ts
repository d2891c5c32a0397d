import { daysOf, lastRunAt, published, hosts } from './made-days.ts';
import { inspectFiles, shopFiles, weekFiles } from './made-files.ts';
import { madeFindings } from './made-findings.ts';
import { madeBacktest, madeMetric, madeSeries } from './made-history.ts';
import { madeLineage } from './made-lineage.ts';
import { madeEventPanels, madeMetrics } from './made-metrics.ts';
import { madeProject, madeTables } from './made-project.ts';
import { madeQuery } from './made-query.ts';
import { madeRules, madeRulesPreview, madeTried } from './made-rules.ts';
import { madeJournal, madeReport, madeSettings } from './made-runs.ts';
import { madeShop } from './made-shop.ts';
import { shopTables } from '../../../src/core/shop/shop-table.ts';
import type {
  SourceFile,
  StorageInfo,
  WarehouseStatus,
  Workbench,
} from '../../../src/workbench.ts';

const sourceOf = (file: File): SourceFile => ({ name: file.name, folder: '', bytes: file });

/** A warehouse of five weeks and a shop, saved. */
export function madeStatus(change: Partial<WarehouseStatus> = {}): WarehouseStatus {
  return {
    generation: 7,
    ...published,
    events: 163_880,
    hosts,
    publishedAt: lastRunAt,
    lastRun: madeReport(),
    storage: { state: 'saved' },
    held: 0,
    shop: {
      publishedAt: '2026-10-04T18:20:00.000Z',
      lastRun: madeReport('published', madeFindings(), { subjects: ['shop'] }),
      delivered: [...shopTables],
      missing: [],
      orders: 1_340,
      isBehind: false,
    },
    damage: null,
    ...change,
  };
}

/** A browser in which nothing was ever published. */
export const emptyStatus: WarehouseStatus = madeStatus({
  generation: 0,
  from: '',
  to: '',
  events: 0,
  hosts: [],
  publishedAt: null,
  lastRun: null,
  shop: null,
});

export const madeStorage: StorageInfo = {
  usage: 48_400_000,
  quota: 12_000_000_000,
  persisted: true,
  live: { files: 214, bytes: 31_200_000 },
  kept: { files: 391, bytes: 46_900_000 },
  lastBackup: '2026-10-01T12:00:00.000Z',
  publications: [7, 6, 4, 2].map((generation, i) => ({
    generation,
    publishedAt: new Date(Date.parse(lastRunAt) - i * 6.3 * 86_400_000).toISOString(),
    verdict: madeReport().verdict,
    events: 163_880 - i * 31_000,
    from: published.from,
    to: daysOf(published.from, published.to).at(-1 - i * 7)!,
  })),
};

/** A workbench that has published and is at rest; `change`: what it does unlike that. Typed by the contract, whole. */
export function madeWorkbench(change: Partial<Workbench> = {}): Workbench {
  const bench: Workbench = {
    inspect: ({ files, answers }) => inspectFiles(files, answers),
    sample: async ({ subject }) => (subject === 'shop' ? shopFiles() : weekFiles()).map(sourceOf),
    run: async () => madeReport(),
    rebuild: async () => madeReport(),
    saved: async () => madeReport(),
    status: async () => madeStatus(),
    metrics: async (input) => madeMetrics(input),
    eventPanels: async (input) => madeEventPanels(input),
    checks: async () => madeFindings({}, 'warn'),
    rejects: async () => [],
    tables: async () => madeTables,
    query: async ({ sql }) => madeQuery(sql),
    planExport: async () => [],
    exportFile: async ({ path }) => ({ path, bytes: new Uint8Array() }),
    held: async () => [],
    decide: async () => madeReport(),
    undo: async () => madeStatus(),
    refresh: async () => bench.status(),
    verify: async () => bench.status(),
    storage: async () => madeStorage,
    persist: async () => true,
    planBackup: async () => [],
    backupFile: async ({ path }) => ({ path, bytes: new Uint8Array() }),
    noteBackup: async () => {},
    restore: async () => madeStatus(),
    settings: async () => madeSettings,
    changeSettings: async ({ settings }) => ({ ...madeSettings, ...settings }),
    journal: async () => madeJournal(),
    checkSeries: async ({ id, host }) => madeSeries(id, host),
    backtest: async () => madeBacktest(madeFindings({}, 'warn')),
    metric: async (input) => madeMetric(input),
    shop: async (input) => madeShop(input),
    project: async () => madeProject,
    checkProject: async () => [],
    preview: async ({ limit = 100 }) => ({
      ...madeQuery(`select * from core.fct_website_events limit ${limit} offset 0`),
      truncated: true,
    }),
    applyProject: async () => madeReport(),
    undoProject: async () => madeReport(),
    rules: async ({ changes }) => madeRules(changes),
    previewRules: async () => madeRulesPreview,
    tryRules: async () => madeTried,
    lineage: async () => madeLineage,
    ...change,
  };
  return bench;
}
