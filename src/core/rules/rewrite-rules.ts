import { parseDocument, visit } from 'yaml';
import type { Document, Node } from 'yaml';
import { Problems } from '../project/problems.ts';
import { loadRules, rulesFile } from './load-rules.ts';
import { commentsOf, ruleChunks } from './rule-chunks.ts';
import type { RuleChunk, RuleChunks } from './rule-chunks.ts';
import type { RuleKind, Rules } from './rules.ts';
import { ruleForm, ruleText, writeRules } from './write-rules.ts';

type Rule = Rules[RuleKind][number];

/** One rule of the new list, and which of the old ones it was; -1: none. */
interface Placed {
  rule: Rule;
  was: number;
}

/**
 * `rules/<kind>.yml` with other rules: lines of rules that stay as they are stay as they are, and comments stay with the rule they
 * stand on, or where they stand. Where the file is written in a way that cannot be kept (a list in one line, rules that share an
 * anchor), it is written anew, with all its comments at the top.
 */
export function rewriteRules<K extends RuleKind>(kind: K, rules: Rules[K], before: string): string {
  const old = readRules(kind, before);
  const parts = old && ruleChunks(before);
  if (parts && parts.chunks.length === old.length && rules.length > 0) {
    const text = mergedText(kind, { rules, old, parts });
    // Else each rule stands for itself, and what is put together says what its parts say.
    if (!parts.hasAnchors) return text;
    const read = readRules(kind, text);
    if (read && textsOf(kind, read) === textsOf(kind, rules)) return text;
  }
  return writeRules(kind, rules, commentsOf(before));
}

interface Merge {
  rules: readonly Rule[];
  old: readonly Rule[];
  parts: RuleChunks;
}

function mergedText(kind: RuleKind, { rules, old, parts }: Merge): string {
  const placed = place(rules, old);
  const gaps = placeGaps(placed, parts.chunks);
  const lines = placed.flatMap(({ rule, was }, at) => {
    const chunk = parts.chunks[was];
    const own = chunk
      ? [...chunk.comments, ...linesOf(kind, rule, old[was]!, chunk, parts)]
      : fresh(kind, rule, parts);
    return [...(gaps.get(at) ?? []), ...own];
  });
  const text = [...parts.head, ...lines, ...(gaps.get(placed.length) ?? []), ...parts.tail];
  return text.join('\n');
}

/** Finds for each rule the one it was: by its name, and a renamed one as the only one that is left. */
function place(rules: readonly Rule[], old: readonly Rule[]): Placed[] {
  const known = new Map(old.map((rule, index) => [nameOf(rule), index]));
  const placed = rules.map((rule) => ({ rule, was: known.get(nameOf(rule)) ?? -1 }));
  const found = new Set(placed.map(({ was }) => was));
  const gone = old.flatMap((_, index) => (found.has(index) ? [] : [index]));
  const added = placed.filter(({ was }) => was < 0);
  if (gone.length === 1 && added.length === 1) added[0]!.was = gone[0]!;
  return placed;
}

/** Lines between rules stay before the rule that they stood before, or the next of those that were not moved. */
function placeGaps(placed: readonly Placed[], chunks: readonly RuleChunk[]): Map<number, string[]> {
  const still = stillIn(placed.map(({ was }) => was));
  const gaps = new Map<number, string[]>();
  let next = 0;
  chunks.forEach(({ gap }, old) => {
    while (next < still.length && placed[still[next]!]!.was < old) next += 1;
    if (gap.length === 0) return;
    const at = still[next] ?? placed.length;
    gaps.set(at, [...(gaps.get(at) ?? []), ...gap]);
  });
  return gaps;
}

/** Places of a longest rising run of the values that are not below 0: what kept its order. */
function stillIn(values: readonly number[]): number[] {
  const ends: number[] = [];
  const before: number[] = [];
  values.forEach((value, at) => {
    if (value < 0) return;
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (values[ends[middle]!]! < value) low = middle + 1;
      else high = middle;
    }
    before[at] = ends[low - 1] ?? -1;
    ends[low] = at;
  });
  const found: number[] = [];
  for (let at = ends.at(-1) ?? -1; at >= 0; at = before[at]!) found.push(at);
  return found.reverse();
}

function linesOf(
  kind: RuleKind,
  rule: Rule,
  old: Rule,
  { lines }: RuleChunk,
  parts: RuleChunks,
): string[] {
  // Rules that nobody touched are those that were read.
  if (rule === old || ruleText(kind, rule) === ruleText(kind, old)) return lines;
  const before = lines.map((line) => line.slice(parts.indent).trimEnd()).join('\n');
  const remarks = commentsOf(before);
  if (remarks.length === 0) return fresh(kind, rule, parts);
  const text = changed(ruleForm(kind, rule), before);
  return text === undefined
    ? [...indented(remarks.join('\n'), parts), ...fresh(kind, rule, parts)]
    : indented(text, parts);
}

function fresh(kind: RuleKind, rule: Rule, parts: RuleChunks): string[] {
  return indented(ruleText(kind, rule).replaceAll(/^ {2}/gm, ''), parts);
}

function indented(text: string, { indent, end }: RuleChunks): string[] {
  return text.split('\n').map((line) => (line === '' ? '' : ' '.repeat(indent) + line) + end);
}

/** The text of a rule with comments of its own, changed where it says something else; undefined where it leans on another rule. */
function changed(form: string | object, before: string): string | undefined {
  const document = parseDocument(before);
  let isAlone = document.errors.length === 0;
  visit(document, { Alias: () => void (isAlone = false) });
  if (!isAlone) return undefined;
  if (typeof form === 'string') setValue(document, [0], form);
  else setPairs(document, [0], form);
  const options = { lineWidth: 100, singleQuote: true, flowCollectionPadding: true } as const;
  return document.toString(options).trimEnd();
}

function setPairs(document: Document, path: (string | number)[], form: object): void {
  const there = (document.getIn(path) as { toJSON(): Record<string, unknown> }).toJSON();
  for (const key of Object.keys(there))
    if ((form as Record<string, unknown>)[key] === undefined) document.deleteIn([...path, key]);
  for (const [key, value] of Object.entries(form)) {
    if (value === undefined || JSON.stringify(there[key]) === JSON.stringify(value)) continue;
    const isMap = typeof value === 'object' && !Array.isArray(value);
    if (isMap && Object.values(value as object).every((one) => one === undefined))
      document.deleteIn([...path, key]);
    else if (isMap && there[key]) setPairs(document, [...path, key], value as object);
    else setValue(document, [...path, key], value);
  }
}

function setValue(document: Document, path: (string | number)[], value: unknown): void {
  const there = document.getIn(path, true) as Node | undefined;
  const node = document.createNode(value) as Node;
  node.commentBefore = there?.commentBefore ?? null;
  node.comment = there?.comment ?? null;
  document.setIn(path, node);
}

function readRules(kind: RuleKind, text: string): readonly Rule[] | undefined {
  const problems = new Problems();
  const rules = loadRules(new Map([[rulesFile(kind), text]]), problems)[kind];
  return problems.all.length === 0 ? rules : undefined;
}

const textsOf = (kind: RuleKind, rules: readonly Rule[]): string =>
  rules.map((rule) => ruleText(kind, rule)).join('\n');
const nameOf = (rule: Rule): string => (typeof rule === 'string' ? rule : rule.name);
