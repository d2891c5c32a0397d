import type { ActionRule } from './action-rules.ts';
import { classifyPersonalValue } from './personal-data.ts';
import { tidyText } from './query-params.ts';

/** What of a record tells its action. `eventName` is normalised. */
export interface ActionRequest {
  eventName: string | null;
  method: string | null;
  path: string;
  status: string | null;
  host: string | null;
}

/** What the source of the record can tell at all. */
export interface ActionSource {
  hasMethods: boolean;
  hasEventNames: boolean;
  onlyUrls: boolean;
}

export interface ClassifiedAction {
  /** One of `actionTypes`, or the event's own name where no rule knows it. */
  action: string;
  rule: string;
}

export type ClassifyAction = (request: ActionRequest, source: ActionSource) => ClassifiedAction;

/**
 * An event's name as rules know it: lower case, words joined by `_`, camel case taken apart, `$`
 * and other leading marks dropped (`$pageview`, `Order Completed`, `signedUp`). Null when nothing is
 * left or when it looks personal.
 */
export function normalizeEventName(raw: string | null): string | null {
  const text = tidyText(raw ?? '');
  if (text === '' || text === '-' || classifyPersonalValue(text) !== null) return null;
  const name = text
    .replace(/(\p{Ll}|\d)(?=\p{Lu})/gu, '$1_')
    .replace(/(\p{Lu})(?=\p{Lu}\p{Ll})/gu, '$1_')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_+|_+$/g, '');
  return name === '' ? null : name;
}

/** The status as a number, or undefined for what is none (`-`, empty). */
function toStatus(status: string | null): number | undefined {
  const text = status?.trim() ?? '';
  return /^[1-9]\d\d$/.test(text) ? Number(text) : undefined;
}

interface Facts extends ActionRequest, ActionSource {
  statusNumber: number | undefined;
}

type Test = (facts: Facts) => boolean;

/** A rule's conditions apart from those on path and host. */
function compileKind({ when }: ActionRule): Test {
  const tests: Test[] = [];
  const { minStatus = 0, maxStatus = 999 } = when;
  if (when.eventName) {
    const names = new Set(when.eventName);
    tests.push((f) => f.eventName !== null && names.has(f.eventName));
  }
  if (when.hasEventName !== undefined)
    tests.push((f) => (f.eventName !== null) === when.hasEventName);
  if (when.method) tests.push((f) => f.method !== null && when.method!.includes(f.method));
  if (when.minStatus !== undefined)
    tests.push((f) => f.statusNumber !== undefined && f.statusNumber >= minStatus);
  if (when.maxStatus !== undefined)
    tests.push((f) => f.statusNumber === undefined || f.statusNumber <= maxStatus);
  if (when.notStatus)
    tests.push((f) => f.statusNumber === undefined || !when.notStatus!.includes(f.statusNumber));
  if (when.source === 'methods') tests.push((f) => f.hasMethods);
  if (when.source === 'no methods') tests.push((f) => !f.hasMethods);
  if (when.source === 'urls only') tests.push((f) => f.onlyUrls);
  return (facts) => tests.every((test) => test(facts));
}

interface CompiledRule {
  rule: ActionRule;
  holdsForKind: Test;
  path: RegExp | undefined;
  host: RegExp | undefined;
}

function compileRule(rule: ActionRule): CompiledRule {
  const { path, host } = rule.when;
  return {
    rule,
    holdsForKind: compileKind(rule),
    path: path === undefined ? undefined : new RegExp(path, 'i'),
    host: host === undefined ? undefined : new RegExp(host, 'i'),
  };
}

/** Makes the function that names a record's action by ordered rules; `other` where none holds. */
export function compileActionRules(rules: readonly ActionRule[]): ClassifyAction {
  const compiled = rules.map(compileRule);
  // Few combinations of these occur, so each picks its candidates once and only paths are left to test.
  const candidates = new Map<string, CompiledRule[]>();
  return (request, source) => {
    const method = request.method?.trim().toUpperCase() ?? null;
    const key = [
      request.eventName,
      method,
      request.status,
      source.hasMethods,
      source.onlyUrls,
    ].join('\n');
    let possible = candidates.get(key);
    if (!possible) {
      const facts = { ...request, ...source, method, statusNumber: toStatus(request.status) };
      possible = compiled.filter(({ holdsForKind }) => holdsForKind(facts));
      candidates.set(key, possible);
    }
    const found = possible.find(
      ({ path, host }) =>
        (!path || path.test(request.path)) &&
        (!host || (request.host !== null && host.test(request.host))),
    )?.rule;
    if (!found) return { action: 'other', rule: 'no rule' };
    return { action: found.action ?? request.eventName ?? 'other', rule: found.name };
  };
}

/** Names one record's action. For many records compile the rules once. */
export function classifyAction(
  request: ActionRequest,
  source: ActionSource,
  rules: readonly ActionRule[],
): ClassifiedAction {
  return compileActionRules(rules)(
    { ...request, eventName: normalizeEventName(request.eventName) },
    source,
  );
}
