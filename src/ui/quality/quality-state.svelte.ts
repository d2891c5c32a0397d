import type { Finding } from '../../core/quality/finding.ts';
import type { Backtest } from '../../core/quality/statistics/backtest.ts';
import { defaultQualitySettings } from '../../core/quality/settings.ts';
import type { QualitySettings } from '../../core/quality/settings.ts';
import type { HeldRun } from '../../core/run/held-run.ts';
import type { JournalEntry } from '../../core/run/journal.ts';
import type { RunReport } from '../../core/run/run-report.ts';
import type { HeldDecision, Workbench } from '../../workbench.ts';
import type { Alert } from './alerts.ts';
import { alertsOf, failingInForce } from './alerts.ts';

const storageKey = 'homegrown.dismissed-alerts';

/** What runs found and people decided: for the alerts of every screen and for the parts of Quality. */
export class QualityState {
  findings = $state.raw<Finding[] | null>(null);
  held = $state.raw<HeldRun[]>([]);
  journal = $state.raw<JournalEntry[]>([]);
  settings = $state.raw<QualitySettings>(defaultQualitySettings);
  error = $state.raw<unknown>(null);
  backtest = $state.raw<Backtest | null>(null);
  /** True once the warehouse has answered. */
  loaded = $state(false);
  #dismissed = $state.raw<readonly string[]>(readDismissed());
  #backtested = '';

  readonly alerts = $derived.by((): Alert[] => alertsOf(this.journal, this.held, this.#dismissed));

  /** What did not pass of the publication in force: it carries a badge. */
  readonly inForce = $derived.by(() => failingInForce(this.journal));

  readonly #workbench: Workbench;
  readonly #onChange: () => Promise<void>;

  constructor(workbench: Workbench, onChange: () => Promise<void>) {
    this.#workbench = workbench;
    this.#onChange = onChange;
  }

  async refresh(): Promise<void> {
    try {
      const [findings, held, journal, settings] = await Promise.all([
        this.#workbench.checks(),
        this.#workbench.held(),
        this.#workbench.journal(),
        this.#workbench.settings(),
      ]);
      Object.assign(this, { findings, held, journal, settings, error: null, loaded: true });
    } catch (error) {
      this.error = error;
    }
  }

  /** Replaces parts of the settings; rejects when that is refused. */
  async change(settings: Partial<QualitySettings>, reason?: string): Promise<void> {
    this.settings = await this.#workbench.changeSettings({
      settings,
      ...(reason ? { reason } : {}),
    });
    await this.#onChange();
  }

  async decide(decision: HeldDecision): Promise<RunReport> {
    const report = await this.#workbench.decide(decision);
    await this.#onChange();
    return report;
  }

  /** Replays the history, once for each generation and settings. */
  async replay(generation: number): Promise<void> {
    const key = `${generation} ${JSON.stringify(this.settings)}`;
    if (this.#backtested === key) return;
    this.#backtested = key;
    try {
      this.backtest = await this.#workbench.backtest();
    } catch (error) {
      this.#backtested = '';
      this.error = error;
    }
  }

  dismiss({ dismissal }: Alert): void {
    if (dismissal === undefined) return;
    this.#dismissed = [...this.#dismissed, dismissal].slice(-20);
    localStorage.setItem(storageKey, JSON.stringify(this.#dismissed));
  }
}

function readDismissed(): readonly string[] {
  const kept = localStorage.getItem(storageKey) ?? '';
  return kept.match(/\d+:\w+/g) ?? [];
}
