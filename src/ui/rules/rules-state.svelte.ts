import { Problems } from '../../core/project/problems.ts';
import type { ProjectChanges, ProjectProblem } from '../../core/project/project-view.ts';
import { isRulesFile, loadRules, rulesFile } from '../../core/rules/load-rules.ts';
import type { RuleKind, Rules } from '../../core/rules/rules.ts';
import { ruleKinds } from '../../core/rules/rules.ts';
import { rewriteRules } from '../../core/rules/rewrite-rules.ts';
import { writeRules } from '../../core/rules/write-rules.ts';
import type { RulesPreview, TriedRecord, TriedResult } from '../../core/rules/rules-preview.ts';
import { AskedSoon } from '../asked-soon.svelte.ts';
import type { ProjectState } from '../project/project-state.svelte.ts';
import { projectStateOf } from '../project/project-state.svelte.ts';
import type { WorkbenchState } from '../workbench-state.svelte.ts';
import { nameOf } from './editing/rule-fields.ts';
import type { AnyRule } from './editing/rule-fields.ts';
import { emptyForm, formOf, readForm } from './editing/rule-form.ts';
import type { ReadForm, RuleForm } from './editing/rule-form.ts';
import { insertRule } from './editing/rule-list.ts';

/** The rules of one kind, with the drafts. */
export interface KindRules {
  rules: AnyRule[];
  shipped: AnyRule[];
  /** Why the file cannot be read; there are no rules to show then. */
  problem: ProjectProblem | null;
  text: string;
}

/** A rule being edited; `name` null: a new one. It stands, or is to stand, at `at`. */
export interface Editing {
  kind: RuleKind;
  at: number;
  name: string | null;
  form: RuleForm;
}

/** The rules as the drafts have them, the one that is edited, and what they would do. Its drafts are those of the Models screen. */
export class RulesState {
  readonly project: ProjectState;
  editing = $state<Editing | null>(null);
  record = $state<Record<keyof TriedRecord, string>>(emptyRecord());
  readonly preview: AskedSoon<{ changes: ProjectChanges; generation: number }, RulesPreview>;
  readonly tried: AskedSoon<{ record: TriedRecord; changes: ProjectChanges }, TriedResult>;

  readonly kinds = $derived.by(
    () =>
      Object.fromEntries(ruleKinds.map((kind) => [kind, this.#read(kind)])) as Record<
        RuleKind,
        KindRules
      >,
  );
  /** What the form of the edited rule comes to. */
  readonly read = $derived.by((): ReadForm | null => {
    if (!this.editing) return null;
    const { kind, name, form } = this.editing;
    const others = this.kinds[kind].rules.map(nameOf).filter((one) => one !== name);
    return readForm(kind, form, others);
  });
  /** Drafts of rules, with the edited rule as far as it can stand. */
  readonly changes = $derived.by((): ProjectChanges => {
    const drafts = Object.entries(this.project.changes).filter(([path]) => isRulesFile(path));
    const changes = Object.fromEntries(drafts);
    if (!this.editing || !this.read?.rule) return changes;
    const { kind } = this.editing;
    const text = this.#textOf(kind, this.#withEdited(this.editing, this.read.rule));
    return text === this.#applied(kind) ? changes : { ...changes, [rulesFile(kind)]: text };
  });

  constructor(app: WorkbenchState) {
    this.project = projectStateOf(app);
    this.preview = new AskedSoon(({ changes }, signal) =>
      app.workbench.previewRules({ changes }, { signal }),
    );
    this.tried = new AskedSoon((question, signal) => app.workbench.tryRules(question, { signal }));
  }

  /** Begins a rule that is to stand at `at`. */
  add(kind: RuleKind, at: number, form = emptyForm(kind)): void {
    if (this.#leave()) this.editing = { kind, at, name: null, form };
  }

  edit(kind: RuleKind, rule: AnyRule, at: number): void {
    if (this.#leave()) this.editing = { kind, at, name: nameOf(rule), form: formOf(kind, rule) };
  }

  /** Another form may only open when the one before can be kept or says nothing: what is typed is not lost. */
  #leave(): boolean {
    const { editing } = this;
    if (!editing || this.keep() !== null) return true;
    return JSON.stringify(editing.form) === JSON.stringify(emptyForm(editing.kind));
  }

  /** Takes the edited rule into the drafts; its name, or null where it cannot stand. */
  keep(): string | null {
    const { editing, read } = this;
    if (!editing || !read?.rule) return null;
    this.set(editing.kind, this.#withEdited(editing, read.rule));
    this.editing = null;
    return nameOf(read.rule);
  }

  /** Makes these the rules of a kind, as a draft. */
  set(kind: RuleKind, rules: readonly AnyRule[]): void {
    this.project.write(rulesFile(kind), this.#textOf(kind, rules));
  }

  /** Makes the rules of a kind those that ship. */
  restore(kind: RuleKind): void {
    this.editing = null;
    const shipped = this.project.files.get(rulesFile(kind))?.shipped;
    if (typeof shipped === 'string') this.project.write(rulesFile(kind), shipped);
  }

  /** Leaves the file of a kind as it is applied. */
  discard(kind: RuleKind): void {
    const applied = this.#applied(kind);
    if (applied !== undefined) this.project.write(rulesFile(kind), applied);
  }

  #read(kind: RuleKind): KindRules {
    const path = rulesFile(kind);
    const text = this.project.text(path) ?? '';
    const { rules, problem } = readFile(kind, text);
    const shipped = readFile(kind, this.project.files.get(path)?.shipped ?? '').rules;
    return { rules, shipped, problem, text };
  }

  #applied(kind: RuleKind): string | undefined {
    return this.project.files.get(rulesFile(kind))?.text;
  }

  /** A file that says the same already is left as it is written: with its comments, and with no draft for nothing. */
  #textOf(kind: RuleKind, rules: readonly AnyRule[]): string {
    const file = this.project.files.get(rulesFile(kind));
    const wanted = writeKind(kind, rules);
    const same = [file?.text, file?.shipped].find(
      (text) => typeof text === 'string' && writeKind(kind, readFile(kind, text).rules) === wanted,
    );
    return same ?? rewriteRules(kind, rules as Rules[typeof kind], this.kinds[kind].text);
  }

  #withEdited({ kind, at, name }: Editing, rule: AnyRule): AnyRule[] {
    const { rules } = this.kinds[kind];
    const known = rules.findIndex((one) => nameOf(one) === name);
    if (known < 0) return insertRule(rules, at, rule);
    return rules.map((one, index) => (index === known ? rule : one));
  }
}

/** A record that says nothing. */
export function emptyRecord(): Record<keyof TriedRecord, string> {
  return {
    url: '',
    host: '',
    referrer: '',
    eventName: '',
    method: '',
    status: '',
    ip: '',
    userAgent: '',
  };
}

function readFile(
  kind: RuleKind,
  text: string,
): { rules: AnyRule[]; problem: ProjectProblem | null } {
  if (text.trim() === '') return { rules: [], problem: null };
  const problems = new Problems();
  const rules = loadRules(new Map([[rulesFile(kind), text]]), problems)[kind];
  return { rules, problem: problems.all[0] ?? null };
}

const writeKind = (kind: RuleKind, rules: readonly AnyRule[]): string =>
  writeRules(kind, rules as Rules[typeof kind]);

const states = new WeakMap<WorkbenchState, RulesState>();

/** The one state of the page's rules. */
export function rulesStateOf(app: WorkbenchState): RulesState {
  const known = states.get(app);
  if (known) return known;
  // In a root of its own: what is derived while a component starts would go stale with the component.
  $effect.root(() => void states.set(app, new RulesState(app)));
  return states.get(app)!;
}
