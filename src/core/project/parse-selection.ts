import { WorkbenchError } from '../errors.ts';

const methods = ['fqn', 'tag', 'path', 'source', 'config.materialized'] as const;

/** One atom of a selection: what matches, and how far its parents and children come with it. */
export interface SelectionAtom {
  text: string;
  method: (typeof methods)[number];
  /** May hold `*` and `?`. */
  value: string;
  /** Steps up and down; 0: none. */
  up: number;
  down: number;
  /** `@x`: x, its children, and all that these are built from. */
  withChildrensParents: boolean;
}

const form =
  /^(?<at>@)?(?:(?<up>\d*)\+)?(?:(?<method>[a-z_.]+):)?(?<value>[^+@:]+)(?:\+(?<down>\d*))?$/;

/**
 * Reads a selection as dbt spells it: words are a union, commas within a word an intersection. `name`, `+name`, `2+name+1`,
 * `@name`, `tag:shop`, `path:core`, `core.*`, `source:shop.orders+`, `config.materialized:view`. Throws `selection-unknown` for
 * what is none of these.
 */
export function parseSelection(spec: string): SelectionAtom[][] {
  const words = spec.split(/\s+/).filter((word) => word !== '');
  if (words.length === 0) throw new WorkbenchError('selection-unknown', 'an empty selection');
  return words.map((word) => word.split(',').map(parseAtom));
}

function parseAtom(text: string): SelectionAtom {
  const parts = form.exec(text)?.groups;
  if (!parts) throw new WorkbenchError('selection-unknown', `not a selection: ${text}`);
  const { at, up, down, value = '', method = value.includes('/') ? 'path' : 'fqn' } = parts;
  const known = methods.find((name) => name === method);
  if (!known)
    throw new WorkbenchError(
      'selection-unknown',
      `unknown method: ${method}; known are ${methods.join(', ')}`,
    );
  const isAt = at !== undefined;
  if (isAt && (up !== undefined || down !== undefined))
    throw new WorkbenchError('selection-unknown', `@ stands without +: ${text}`);
  return {
    text,
    method: known,
    value,
    up: stepsOf(up),
    down: isAt ? Infinity : stepsOf(down),
    withChildrensParents: isAt,
  };
}

function stepsOf(digits: string | undefined): number {
  if (digits === undefined) return 0;
  return digits === '' ? Infinity : Number(digits);
}
