import type { CheckStatus, Severity } from '../quality/finding.ts';
import type { Subject } from '../subject.ts';

/** The living specification: what the sources' documents hold, generated from models, tests and metrics. */
export interface Specification {
  /** Website first, then the shop; an area without models is left out. */
  areas: SpecifiedArea[];
  rules: SpecifiedRules[];
  /** ISO instant of the run whose statuses stand beside the checks; null: none. */
  asOf: string | null;
}

/** One subject area, in the order of the source documents. */
export interface SpecifiedArea {
  subject: Subject;
  title: string;
  intro: string;
  goals: Goal[];
  metrics: SpecifiedMetric[];
  flow: Flow;
  schemas: Schema[];
}

/** A question, the metrics that answer it, and the questions that follow from it. */
export interface Goal {
  question: string;
  metrics: string[];
  under: Goal[];
}

export interface SpecifiedMetric {
  name: string;
  label: string;
  definition: string;
  isGuardrail: boolean;
  model: string;
  dimensions: string[];
}

/** What feeds what, by layer (schema), left to right. */
export interface Flow {
  layers: { name: string; nodes: FlowNode[] }[];
  /** Ids of nodes. */
  edges: { from: string; to: string }[];
}

export interface FlowNode {
  /** `core.fct_website_events`. */
  id: string;
  name: string;
  kind: 'source' | 'model';
  published: boolean;
}

/** A model that is published, or that checks stand under. */
export interface Schema {
  /** `core.fct_website_events`. */
  name: string;
  description: string;
  key: string[];
  columns: { name: string; type: string; comment: string }[];
  checks: SpecifiedCheck[];
  owner: string | null;
  /** ds of the last review. */
  reviewed: string | null;
}

/** A check in words. `ids` are the findings it stands for: several where one sentence says them all. */
export interface SpecifiedCheck {
  ids: string[];
  title: string;
  description: string;
  /** The limit, as findings say it: "at most 1 % of rows". */
  expected: string;
  severity: Severity;
  /** The worst of the last run; null: none on record. */
  status: CheckStatus | null;
}

/** Rules that classify requests, in the order they are tried. */
export interface SpecifiedRules {
  title: string;
  description: string;
  rows: { rule: string; result: string }[];
}
