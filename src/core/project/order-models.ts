import { topologicalOrder } from '../../lib/topological-order.ts';
import { placeOf } from './extract-refs.ts';
import type { LoadedModel } from './load-model.ts';
import type { Model } from './model.ts';
import type { Problems } from './problems.ts';

/**
 * The sound models by name, each after what it reads and with its subject. Left out, with their problems told: those that refer
 * to a model that is not there or switched off, and those in a circle; without a word: those that read one that is left out.
 */
export function orderModels(
  loaded: readonly LoadedModel[],
  declared: ReadonlySet<string>,
  problems: Problems,
): Map<string, LoadedModel> {
  const enabled = new Map(
    loaded.filter((one) => one.isEnabled).map((one) => [one.model.name, one]),
  );
  const off = new Set(loaded.filter((one) => !one.isEnabled).map((one) => one.model.name));
  for (const one of enabled.values()) checkReferences(one, declared, off, problems);
  const sound = new Map<string, LoadedModel>();
  for (const name of acyclicOrder(enabled, problems)) {
    const one = enabled.get(name)!;
    if (!one.model.refs.every((ref) => sound.has(ref))) continue;
    sound.set(name, { ...one, model: withSubject(one.model, sound) });
  }
  return sound;
}

function checkReferences(
  { model, references }: LoadedModel,
  declared: ReadonlySet<string>,
  off: ReadonlySet<string>,
  problems: Problems,
): void {
  for (const reference of references) {
    if (reference.kind === 'source') continue;
    const message = objectionToRef(reference.name, declared, off);
    if (message !== undefined)
      problems.add(model.file, message, placeOf(model.sql, reference.start));
  }
}

/** Why a model cannot be referred to; undefined when it is there (if perhaps with faults of its own). */
export function objectionToRef(
  name: string,
  declared: ReadonlySet<string>,
  off: ReadonlySet<string>,
): string | undefined {
  if (off.has(name)) return `the model is switched off: ${name}`;
  return declared.has(name) ? undefined : `unknown model: ${name}`;
}

/** Names in DAG order; those of circles are told and taken out. */
function acyclicOrder(models: ReadonlyMap<string, LoadedModel>, problems: Problems): string[] {
  const left = new Map([...models].map(([name, { model }]) => [name, model.refs]));
  for (;;) {
    const result = topologicalOrder(left);
    if ('order' in result) return result.order;
    const [first = '', next = ''] = result.circle;
    const { model, references } = models.get(first)!;
    const closing = references.find((r) => r.kind === 'ref' && r.name === next);
    const place = placeOf(model.sql, closing?.start ?? 0);
    problems.add(model.file, `models refer in a circle: ${result.circle.join(' -> ')}`, place);
    for (const name of result.circle) left.delete(name);
  }
}

/** A model that reads anything of a shop's, directly or not, belongs to the shop. */
function withSubject(model: Model, before: ReadonlyMap<string, LoadedModel>): Model {
  const isOfShop =
    model.sources.some((source) => source.startsWith('shop.')) ||
    model.refs.some((ref) => before.get(ref)?.model.subject === 'shop');
  return { ...model, subject: isOfShop ? 'shop' : 'website' };
}
