import { describeSettings } from '../core/quality/describe-settings.ts';
import { defaultQualitySettings } from '../core/quality/settings.ts';
import type { QualitySettings } from '../core/quality/settings.ts';
import { backtest } from '../core/quality/statistics/backtest.ts';
import type { HistorySource } from '../core/quality/statistics/history-input.ts';
import { watchedGuardrails } from '../core/metrics/guardrails.ts';
import { replayCheck, isReplayed } from '../core/quality/statistics/replay-check.ts';
import { journalOfDecision } from '../core/run/journal-draft.ts';
import { changeSettings } from '../core/warehouse/change-settings.ts';
import type { CallOptions, CheckSeries, Workbench } from '../workbench.ts';
import { loadHistory } from './audit-history.ts';
import { historyTables } from '../core/quality/plan-history.ts';
import type { Session } from './session.ts';

type QualityCalls = Pick<
  Workbench,
  'settings' | 'changeSettings' | 'journal' | 'checkSeries' | 'backtest'
>;

/** The calls about checks over time and what people decided about them. */
export function qualityCalls(session: Session): QualityCalls {
  const { warehouse } = session;
  const settingsNow = (): QualitySettings => warehouse.head?.settings ?? defaultQualitySettings;
  return {
    settings: async () => settingsNow(),
    async changeSettings({ settings, reason, by }) {
      const createdAt = warehouse.now();
      await warehouse.commit((head) => {
        const before = head?.settings ?? defaultQualitySettings;
        const verdict = describeSettings(before, { ...before, ...settings });
        const about = {
          kind: 'settings',
          verdict,
          ...(reason && { reason }),
          ...(by && { by }),
        } as const;
        return changeSettings(head, { createdAt, settings, journal: journalOfDecision(about) });
      });
      return settingsNow();
    },
    journal: async () => warehouse.head?.journal ?? [],
    checkSeries: (input, options) => seriesOf(session, input, options),
    async backtest(_, options) {
      return backtest(await publishedHistory(session, options));
    },
  };
}

/** A check over the runs; a statistical one over the days, as it would judge each of them now. */
async function seriesOf(
  session: Session,
  { id, host }: { id: string; host?: string },
  options: CallOptions = {},
): Promise<CheckSeries> {
  const { head, isPublished } = session.warehouse;
  const about = { id, ...(host !== undefined && { host }) };
  if (isReplayed(id, watchedGuardrails(session.project)) && isPublished) {
    const source = await publishedHistory(session, options);
    return { ...about, points: await replayCheck(source, head?.flags ?? [], id, host ?? '') };
  }
  const seen = head?.checkHistory[id] ?? [];
  return { ...about, points: seen.map(([at, status, observed]) => ({ at, status, observed })) };
}

async function publishedHistory(
  { project, published, warehouse }: Session,
  options: CallOptions = {},
): Promise<HistorySource> {
  const facts = {
    settings: warehouse.head?.settings ?? defaultQualitySettings,
    guardrails: watchedGuardrails(project),
    deliveries: warehouse.deliveries(),
  };
  if (!published.facts.areas.has('website')) return emptyHistory(facts.settings);
  const db = await published.read(historyTables.map((name) => ({ name })));
  const hasVariants =
    published.catalogs.website !== undefined ||
    'growth.daily_variants' in (warehouse.head?.tables ?? {});
  return loadHistory(db, facts, { signal: options.signal, hasVariants, hasRawRows: false });
}

function emptyHistory(settings: QualitySettings): HistorySource {
  return {
    rows: [],
    hours: [],
    watched: [],
    guardrails: [],
    variants: [],
    lastEventAt: '',
    partialDays: [],
    settings,
  };
}
