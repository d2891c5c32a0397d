import { SvelteSet } from 'svelte/reactivity';
import type { Encoding } from '../../core/ingest/encoding.ts';
import type { Mapping, MappingAnswers } from '../../core/ingest/mapping.ts';
import type { RunReport } from '../../core/run/run-report.ts';
import type { Subject } from '../../core/subject.ts';
import type { InspectedFile, Progress, SourceFile, Workbench } from '../../workbench.ts';
import { explainError, isCancelled } from '../explain-error.ts';
import type { FoundWarehouse } from './found-warehouse.ts';
import { findWarehouse } from './found-warehouse.ts';
import { strings } from '../strings.ts';
import { overlapOf } from './overlap-of.ts';
import type { MappedFile } from './group-by-shape.ts';
import { groupByShape } from './group-by-shape.ts';
import type { Topic } from './open-questions.ts';
import { openQuestions } from './open-questions.ts';

export type Phase = 'idle' | 'inspecting' | 'ready' | 'running' | 'done';

/** Files with the same columns: they share one mapping, which the person may correct. */
export class SourceShape {
  readonly id: string;
  readonly files: MappedFile[];
  readonly first: MappedFile;
  mapping: Mapping = $state() as Mapping;
  readonly answered = new SvelteSet<Topic>();
  readonly open = $derived.by(() => openQuestions(this.first.guess, this.mapping, this.answered));

  constructor(id: string, files: MappedFile[]) {
    this.id = id;
    this.files = files;
    this.first = files[0]!;
    this.mapping = structuredClone(this.first.guess.mapping);
  }

  /** Takes over a mapping that the person had settled for the same columns. */
  answer(mapping: Mapping): void {
    this.mapping = mapping;
    for (const { option } of this.first.guess.questions) this.answered.add(option);
  }

  get remembered(): boolean {
    return this.files.every((file) => file.remembered === true);
  }
}

/** What is told of an import to the rest of the app. */
export interface ImportTold {
  onReport: (report: RunReport) => Promise<void>;
  /** A backup or the folder of a warehouse was dropped: it is to be restored, not imported. */
  onWarehouse: (found: FoundWarehouse) => void;
  announce: (text: string) => void;
}

/** One import, from the drop to the verdict. */
export class ImportState {
  phase = $state<Phase>('idle');
  /** What is being done while `inspecting`, in words. */
  doing = $state('');
  files = $state.raw<InspectedFile[]>([]);
  shapes = $state.raw<SourceShape[]>([]);
  progress = $state.raw<Progress | null>(null);
  startedAt = $state(0);
  report = $state.raw<RunReport | null>(null);
  error = $state.raw<unknown>(null);
  notice = $state('');

  readonly usable = $derived(this.files.filter((file) => !file.refusal).length);
  readonly refused = $derived(this.files.filter((file) => file.refusal));
  readonly openCount = $derived(this.shapes.reduce((count, shape) => count + shape.open.length, 0));
  /** Exports of a shop: they need no mapping. */
  readonly shop = $derived(this.files.filter((file) => file.shop));
  /** Keep what of a shop's people tells who they are. */
  keepContacts = $state(false);
  readonly known = $derived(
    this.shapes.length + this.shop.length > 0 && this.shapes.every((shape) => shape.remembered),
  );

  /** Set while a person is to say what becomes of days that are published already. */
  readonly overlap = $derived(overlapOf(this.error));

  readonly #workbench: Workbench;
  readonly #told: ImportTold;
  #dropped: SourceFile[] = [];
  #call: AbortController | null = null;

  constructor(workbench: Workbench, told: ImportTold) {
    this.#workbench = workbench;
    this.#told = told;
  }

  /** Looks into dropped files. `files` may still be on their way (folders are read step by step). */
  async take(
    files: Promise<SourceFile[]> | SourceFile[],
    doing: string = strings.drop.reading,
  ): Promise<void> {
    if (this.phase === 'running') return;
    await this.#attempt('inspecting', 'idle', async (signal) => {
      this.doing = doing;
      this.#dropped = await files;
      if (this.#dropped.length === 0) {
        this.phase = 'idle';
        this.notice = strings.drop.nothing;
        return;
      }
      const found = await findWarehouse(this.#dropped);
      if (signal.aborted) return;
      if (found) {
        this.phase = 'idle';
        this.#told.onWarehouse(found);
      } else await this.#inspect(signal, {});
    });
  }

  /** What was dropped last; to be compared, not changed. */
  get dropped(): readonly SourceFile[] {
    return this.#dropped;
  }

  /** Imports files by itself when all that can be loaded is known; false: a person must look, and nothing is left of it here. */
  async runKnown(files: SourceFile[]): Promise<boolean> {
    await this.take(files);
    if (!this.known || this.openCount > 0) {
      this.reset();
      return false;
    }
    await this.run('add');
    return this.phase === 'done';
  }

  /** Imports the last drop once more, on what is published now. */
  async again(): Promise<void> {
    const answered = this.shapes.map(({ id, mapping }) => ({
      id,
      mapping: $state.snapshot(mapping),
    }));
    await this.take(this.#dropped);
    for (const shape of this.shapes) {
      const settled = answered.find(({ id }) => id === shape.id);
      if (settled) shape.answer(settled.mapping as Mapping);
    }
    await this.run();
  }

  async takeSample(subject: Subject = 'website'): Promise<void> {
    if (this.phase === 'running') return;
    await this.take(this.#workbench.sample({ subject }), strings.drop.making);
  }

  /** Reads the same files again under another encoding: every sample changes with it. */
  async setEncoding(encoding: Encoding): Promise<void> {
    await this.#attempt('inspecting', 'ready', async (signal) => {
      await this.#inspect(signal, { encoding });
      for (const shape of this.shapes) shape.answered.add('encoding');
    });
  }

  /** Imports; a file that shares days with a published one is asked about first, unless that is settled. */
  async run(onOverlap: 'ask' | 'add' | 'replace' = 'ask'): Promise<void> {
    if (this.phase !== 'ready' || this.usable === 0 || this.openCount > 0) return;
    await this.#attempt('running', 'ready', async (signal) => {
      this.startedAt = performance.now();
      this.progress = { step: 'engine', share: 0 };
      const mapped = this.shapes.flatMap((shape) =>
        shape.files.map(({ id }) => ({ id, mapping: $state.snapshot(shape.mapping) as Mapping })),
      );
      const files = [...mapped, ...this.shop.map(({ id }) => ({ id }))];
      const onProgress = (progress: Progress): void => this.#onProgress(progress);
      const input = {
        files,
        keepContacts: this.keepContacts,
        onOverlap: onOverlap === 'ask' ? ('fail' as const) : onOverlap,
      };
      const report = await this.#workbench.run(input, { signal, onProgress });
      // Before the verdict shows: until then the state of the warehouse is that of before the run.
      await this.#told.onReport(report);
      this.report = report;
      this.phase = 'done';
      this.#told.announce([report.verdict, report.also?.verdict].filter(Boolean).join(' '));
    });
  }

  cancel(): void {
    this.#call?.abort();
  }

  reset(): void {
    this.cancel();
    this.phase = 'idle';
    this.files = [];
    this.shapes = [];
    this.keepContacts = false;
    this.report = null;
    this.error = null;
    this.notice = '';
    this.#dropped = [];
  }

  async #inspect(signal: AbortSignal, answers: MappingAnswers): Promise<void> {
    this.doing = strings.drop.looking(this.#dropped.length);
    const files = await this.#workbench.inspect({ files: this.#dropped, answers }, { signal });
    if (signal.aborted) return;
    this.files = files;
    this.shapes = groupByShape(files).map(([id, group]) => new SourceShape(id, group));
    this.phase = 'ready';
    this.#told.announce(strings.import.usable(this.usable, this.refused.length));
  }

  #onProgress(progress: Progress): void {
    if (progress.step !== this.progress?.step) this.#told.announce(strings.steps[progress.step]);
    this.progress = progress;
  }

  async #attempt(
    phase: Phase,
    fallback: Phase,
    work: (signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    this.#call?.abort();
    const call = new AbortController();
    this.#call = call;
    this.phase = phase;
    this.error = null;
    this.notice = '';
    this.report = null;
    try {
      await work(call.signal);
    } catch (error) {
      // A newer call has taken over: what this one says is no longer of interest.
      if (this.#call !== call) return;
      this.phase = fallback;
      if (isCancelled(error)) this.notice = phase === 'running' ? strings.import.cancelled : '';
      else this.error = error;
      this.#told.announce(isCancelled(error) ? this.notice : explainError(error).title);
    } finally {
      if (this.#call === call) this.progress = null;
    }
  }
}
