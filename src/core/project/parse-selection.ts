import { WorkbenchError } from '../errors.ts';

const methods = [
  'fqn',
  'tag',
  'path',
  'file',
  'source',
  'package',
  'resource_type',
  'test_type',
  'test_name',
];

/** One atom of a selection: what matches, and how far its parents and children come with it. */
export interface SelectionAtom {
  text: string;
  /** One of dbt's methods, or `config.` and a key. */
  method: string;
  /** May hold `*`, `?` and `[ab]`. */
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
 * `@name`, `tag:shop`, `path:core`, `core.*`, `source:shop.orders+`, `config.materialized:view`, `test_type:unit`. Throws
 * `selection-unknown` for what is none of these.
 */
export function parseSelection(spec: string): SelectionAtom[][] {
  const words = spec.split(/\s+/).filter((word) => word !== '');
  if (words.length === 0) throw new WorkbenchError('selection-unknown', 'an empty selection');
  return words.map((word) => word.split(',').map(parseAtom));
}

function parseAtom(text: string): SelectionAtom {
  const parts = form.exec(text)?.groups;
  if (!parts) throw new WorkbenchError('selection-unknown', `not a selection: ${text}`);
  const { at, up, down, value = '', method = usualMethod(value) } = parts;
  if (!methods.includes(method) && !/^config\.[a-z_.]+$/.test(method))
    throw new WorkbenchError(
      'selection-unknown',
      `unknown method: ${method}; known are ${methods.join(', ')}, config.KEY`,
    );
  const isAt = at !== undefined;
  if (isAt && (up !== undefined || down !== undefined))
    throw new WorkbenchError('selection-unknown', `@ stands without +: ${text}`);
  return {
    text,
    method,
    value,
    up: stepsOf(up),
    down: isAt ? Infinity : stepsOf(down),
    withChildrensParents: isAt,
  };
}

/** What dbt takes a value for that stands alone. */
function usualMethod(value: string): string {
  if (value.includes('/')) return 'path';
  return /\.(sql|yml)$/.test(value) ? 'file' : 'fqn';
}

function stepsOf(digits: string | undefined): number {
  if (digits === undefined) return 0;
  return digits === '' ? Infinity : Number(digits);
}
