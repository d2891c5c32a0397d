import { format } from '../format.ts';

/** A day, or the moment of a run. */
export function pointLabel(at: string): string {
  return at.length === 10 ? format.fullDay(at) : format.moment(at);
}

/** The same in few letters, for an axis. */
export function pointTick(at: string): string {
  return format.day(at.slice(0, 10));
}
