/** Files of the warehouse by what they are for. */
export type Area = 'data' | 'copy' | 'slot';

/**
 * What goes wrong. `throw-*`: the store fails before or after it did its work. `short`: half of the bytes are written and the store
 * fails. `torn`: the same over the old bytes, as a write in place that was cut off. `truncated`, `wrong-byte` and `nothing`: the store
 * says that all went well. `late`: it says so before it begins. `quota`: half is written, then no room. `unreadable`: what was written
 * cannot be read back. `stop-*`: the worker stands still there, to be killed.
 */
export type FaultKind =
  | 'throw-before'
  | 'throw-after'
  | 'short'
  | 'torn'
  | 'truncated'
  | 'wrong-byte'
  | 'nothing'
  | 'late'
  | 'quota'
  | 'unreadable'
  | 'stop-before'
  | 'stop-half'
  | 'stop-after';

/** One place and way of failing; `nth` counts the operations on that area from 0. */
export interface Fault {
  area: Area;
  op: 'write' | 'remove' | 'list';
  kind: FaultKind;
  nth: number;
}

/** A named fault point: a row of the table. */
export type FaultPoint = Omit<Fault, 'nth'> & { name: string };

function pointsOf(area: Area, op: Fault['op'], kinds: FaultKind[]): FaultPoint[] {
  return kinds.map((kind) => ({ name: `${area} ${op}: ${kind}`, area, op, kind }));
}

/** The points at which the store fails or lies and the worker lives on. */
export const faultPoints: FaultPoint[] = [
  ...pointsOf('data', 'write', [
    'throw-before',
    'throw-after',
    'short',
    'truncated',
    'wrong-byte',
    'nothing',
    'late',
    'quota',
    'unreadable',
  ]),
  ...pointsOf('copy', 'write', [
    'throw-before',
    'throw-after',
    'short',
    'truncated',
    'wrong-byte',
    'unreadable',
  ]),
  ...pointsOf('slot', 'write', [
    'throw-before',
    'throw-after',
    'short',
    'torn',
    'truncated',
    'wrong-byte',
    'nothing',
    'late',
    'quota',
    'unreadable',
  ]),
  ...pointsOf('data', 'remove', ['throw-before', 'throw-after']),
  ...pointsOf('copy', 'remove', ['throw-before', 'throw-after']),
  ...pointsOf('data', 'list', ['throw-before']),
];

/** The points at which the worker stands still until it is killed. */
export const stopPoints: FaultPoint[] = [
  ...pointsOf('data', 'write', ['stop-before', 'stop-half', 'stop-after']),
  ...pointsOf('copy', 'write', ['stop-before', 'stop-half', 'stop-after']),
  ...pointsOf('slot', 'write', ['stop-before', 'stop-half', 'stop-after']),
  ...pointsOf('data', 'remove', ['stop-before', 'stop-after']),
  ...pointsOf('copy', 'remove', ['stop-before', 'stop-after']),
];
