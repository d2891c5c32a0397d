import type { Annotation, CheckLimits, QualitySettings } from './settings.ts';

/** What a change of settings says in the journal, a sentence for each thing that is other than before. */
export function describeSettings(before: QualitySettings, after: QualitySettings): string {
  const parts = [
    ...changes(before.annotations, after.annotations, annotationWords),
    ...changes(
      before.retiredHosts,
      after.retiredHosts,
      (one) => `${one.host} retired from ${one.from}`,
    ),
    ...changes(
      before.newNormals,
      after.newNormals,
      (one) => `new normal of ${one.check}${of(one.host)} from ${one.from}`,
    ),
    ...changes(before.limits, after.limits, limitWords),
    ...reviewWords(before, after),
  ];
  if (before.minimumEvents !== after.minimumEvents)
    parts.push(`fewest events a day: ${after.minimumEvents} (was ${before.minimumEvents})`);
  if (before.requestLink !== after.requestLink) parts.push('the link of "Request a change"');
  return parts.length === 0
    ? 'Settings saved; nothing is other than before.'
    : `Settings: ${parts.join('; ')}.`;
}

function changes<T>(
  before: readonly T[],
  after: readonly T[],
  words: (one: T) => string,
): string[] {
  const [old, now] = [before.map(textOf), after.map(textOf)];
  const added = after.filter((one) => !old.includes(textOf(one))).map(words);
  const removed = before.filter((one) => !now.includes(textOf(one)));
  const gone = removed.map((one) => `no longer: ${words(one)}`);
  return [...added, ...gone];
}

const textOf = (value: unknown): string => JSON.stringify(value);

function annotationWords({ from, to, host = '', kind, text }: Annotation): string {
  const days = from === to ? from : `${from} to ${to}`;
  return `${days}${of(host)} is annotated as ${kind}${text === '' ? '' : `: ${text}`}`;
}

function limitWords({ check, host = '', values = {}, warnIf, errorIf }: CheckLimits): string {
  const numbers = Object.entries(values).map(([name, value]) => `${name} ${value}`);
  const texts = [
    ...(warnIf ? [`warns if ${warnIf}`] : []),
    ...(errorIf ? [`fails if ${errorIf}`] : []),
  ];
  return `limits of ${check}${of(host)}: ${[...numbers, ...texts].join(', ')}`;
}

function reviewWords(before: QualitySettings, after: QualitySettings): string[] {
  return Object.entries(after.reviews)
    .filter(([check, review]) => textOf(before.reviews[check]) !== textOf(review))
    .map(([check, { owner, reviewed }]) => {
      const who = owner === undefined ? '' : `, owner ${owner}`;
      return `${check}${who}${reviewed === undefined ? '' : `, reviewed ${reviewed}`}`;
    });
}

function of(host: string): string {
  return host === '' ? '' : ` of ${host}`;
}
