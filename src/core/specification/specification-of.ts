import type { Metric } from '../metrics/metric.ts';
import type { Model, Project } from '../project/model.ts';
import type { Finding } from '../quality/finding.ts';
import { defaultQualitySettings } from '../quality/settings.ts';
import type { QualitySettings } from '../quality/settings.ts';
import { subjects } from '../subject.ts';
import type { Subject } from '../subject.ts';
import { checksInWords } from './checks-in-words.ts';
import { flowOf } from './flow-of.ts';
import { goalsOf } from './goals-of.ts';
import { rulesOf } from './rules-of.ts';
import { areaTexts, metricRank, schemaRank, tableRank } from './source-order.ts';
import type {
  Schema,
  Specification,
  SpecifiedArea,
  SpecifiedCheck,
  SpecifiedMetric,
} from './specification.ts';

/** What is on record beside the project: findings and time of the last run, and what people set. */
export interface SpecificationFacts {
  checks?: readonly Finding[];
  settings?: QualitySettings;
  /** ISO instant. */
  lastRun?: string;
}

/** The specification of a project: each part from the models, tests and metrics that run, in the order of the source documents. */
export function specificationOf(project: Project, facts: SpecificationFacts = {}): Specification {
  const { checks = [], settings = defaultQualitySettings, lastRun } = facts;
  const inWords = checksInWords(project, settings, checks);
  const areas = subjects.map((subject) => areaOf(project, subject, inWords));
  return {
    areas: areas.filter(({ schemas, metrics }) => schemas.length + metrics.length > 0),
    rules: rulesOf(project.rules),
    asOf: lastRun ?? null,
  };
}

function areaOf(
  project: Project,
  subject: Subject,
  checks: ReadonlyMap<string, SpecifiedCheck[]>,
): SpecifiedArea {
  const metrics = [...project.metrics.values()]
    .filter((metric) => metric.subject === subject)
    .sort((a, b) => metricRank(a.name) - metricRank(b.name));
  const checksOf = ({ schema, name }: Model): SpecifiedCheck[] =>
    checks.get(`${schema}.${name}`) ?? [];
  const models = [...project.models.values()]
    .filter((model) => model.subject === subject)
    .filter((model) => model.published || checksOf(model).length > 0)
    .sort((a, b) => schemaRank(a.schema, a.name) - schemaRank(b.schema, b.name));
  return {
    subject,
    ...areaTexts[subject],
    goals: goalsOf(metrics),
    metrics: inTableOrder(metrics).map(metricOf),
    flow: flowOf(project, subject),
    schemas: models.map((model) => schemaOf(model, checksOf(model))),
  };
}

function inTableOrder(metrics: readonly Metric[]): Metric[] {
  const rank = ({ name, guardrail }: Metric): number => tableRank(name, guardrail);
  return [...metrics].sort((a, b) => rank(a) - rank(b));
}

function metricOf({
  name,
  label,
  definition,
  guardrail,
  model,
  dimensions,
}: Metric): SpecifiedMetric {
  return { name, label, definition, isGuardrail: guardrail, model, dimensions };
}

function schemaOf(model: Model, checks: SpecifiedCheck[]): Schema {
  return {
    name: `${model.schema}.${model.name}`,
    description: model.description,
    key: model.key,
    columns: model.columns.map(({ name, type, description }) => ({
      name,
      type: sourceType(type),
      comment: description,
    })),
    checks,
    owner: model.meta.owner ?? null,
    reviewed: model.meta.reviewed ?? null,
  };
}

/** A type as the sources spell it: STRING, MAP(STRING, STRING). */
function sourceType(type: string): string {
  return type.replace(/\b(VARCHAR|TEXT)\b/gi, 'STRING');
}
