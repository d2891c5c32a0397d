import { watchedGuardrails } from '../metrics/guardrails.ts';
import type { DataTestKind, Project } from '../project/model.ts';
import type { Check } from '../quality/check.ts';
import type { CheckStatus, Finding } from '../quality/finding.ts';
import { judge } from '../quality/judge.ts';
import { planChecks } from '../quality/plan-checks.ts';
import type { QualitySettings } from '../quality/settings.ts';
import { checkIds, checkTexts } from '../quality/statistics/statistical-checks.ts';
import { subjects } from '../subject.ts';
import type { SpecifiedCheck } from './specification.ts';

interface Ranked extends SpecifiedCheck {
  on: string;
  rank: number;
  /** The column, where the check is a plain not_null and may be told together with others. */
  notNull: string | undefined;
}

// The order in which source 1 lists the checks of a table: nulls, key, form, rows, enumerations; then the rest.
const kindRanks: Partial<Record<DataTestKind, number>> = {
  not_null: 0,
  unique: 1,
  unique_combination: 1,
  matches: 2,
  row_count: 3,
  accepted_values: 5,
  accepted_range: 6,
  relationships: 7,
};
const [rowsRank, hoursRank, enumerationRank, minimumRank, lastRank] = [3, 4, 5, 6, 9];

/**
 * Every check that a run makes, by the relation it stands under, in the words of the plan that runs: data tests, singular
 * tests, those over what a run knows, and the statistical ones. Statuses come from `findings`, by id.
 */
export function checksInWords(
  project: Project,
  settings: QualitySettings,
  findings: readonly Finding[],
): Map<string, SpecifiedCheck[]> {
  const statuses = new Map(findings.map(({ id, status }) => [id, status]));
  const ranked = [...plannedChecks(project, settings), ...statistical(project)]
    .map((check) => ({ ...check, status: statuses.get(check.ids[0]!) ?? null }))
    .sort((a, b) => a.rank - b.rank);
  const byRelation = new Map<string, Ranked[]>();
  for (const check of ranked)
    byRelation.set(check.on, [...(byRelation.get(check.on) ?? []), check]);
  return new Map([...byRelation].map(([on, checks]) => [on, mergeNulls(checks)]));
}

function plannedChecks(project: Project, settings: QualitySettings): Ranked[] {
  const { minimumEvents, limits } = settings;
  const kinds = testKinds(project);
  const facts = {
    subjects: new Set(subjects),
    deliveries: [],
    knownHosts: [],
    minimumEvents,
    limits,
  };
  const { checks } = planChecks(project, facts);
  return checks.map((check) => {
    const test = kinds.get(check.id);
    const plain = test?.kind === 'not_null' && test.where === undefined ? test.column : undefined;
    return { ...inWords(check), rank: rankOf(check, test?.kind), notNull: plain };
  });
}

interface KnownTest {
  kind: DataTestKind;
  where: string | undefined;
  column: string | undefined;
}

function testKinds(project: Project): Map<string, KnownTest> {
  const kinds = new Map<string, KnownTest>();
  for (const model of project.models.values()) {
    for (const { on, name, kind, where, column } of model.tests) {
      const shown = project.models.get(on ?? model.name) ?? model;
      kinds.set(`${shown.schema}.${shown.name}.${name}`, { kind, where, column });
    }
  }
  return kinds;
}

function rankOf({ id }: Check, kind: DataTestKind | undefined): number {
  if (kind !== undefined) return kindRanks[kind] ?? lastRank;
  if (/\.enough_\w+$/.test(id)) return minimumRank;
  return rowsRank;
}

function inWords(check: Check): Omit<Ranked, 'rank' | 'notNull'> {
  const { id, on, title, description, severity } = check;
  return {
    ids: [id],
    on,
    title,
    description,
    severity,
    expected: judge(check).expected,
    status: null,
  };
}

function statistical(project: Project): Ranked[] {
  const ranks: Record<string, number> = {
    [checkIds.volume]: rowsRank,
    [checkIds.hours]: hoursRank,
    [checkIds.otherAction]: enumerationRank,
  };
  return checkTexts(watchedGuardrails(project)).map(([id, text]) => {
    const { on, title, description, expected, severity } = text;
    const words = { ids: [id], on, title, description, expected, severity, status: null };
    return { ...words, rank: ranks[id] ?? lastRank, notNull: undefined };
  });
}

/** Columns that must not be null are told in one sentence, as the sources do, where they share their limits. */
function mergeNulls(checks: Ranked[]): SpecifiedCheck[] {
  const merged: Ranked[] = [];
  for (const check of checks) {
    const first = merged.find(
      (one) =>
        one.notNull !== undefined &&
        check.notNull !== undefined &&
        one.expected === check.expected &&
        one.severity === check.severity,
    );
    if (first === undefined) merged.push(check);
    else merged[merged.indexOf(first)] = together(first, check);
  }
  return merged.map(({ ids, title, description, expected, severity, status }) => ({
    ...{ ids, title, description, expected, severity, status },
  }));
}

function together(one: Ranked, other: Ranked): Ranked {
  const notNull = `${one.notNull}, ${other.notNull}`;
  const description = [one.description, other.description].filter((text) => text !== '').join(' ');
  return {
    ...one,
    ids: [...one.ids, ...other.ids],
    title: `Not NULL checks on (${notNull})`,
    description,
    notNull,
    status: worst(one.status, other.status),
  };
}

const badness: (CheckStatus | null)[] = [null, 'pass', 'n/a', 'learning', 'warn', 'error'];

function worst(one: CheckStatus | null, other: CheckStatus | null): CheckStatus | null {
  return badness.indexOf(one) >= badness.indexOf(other) ? one : other;
}
