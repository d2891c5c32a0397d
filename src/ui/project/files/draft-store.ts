import * as v from 'valibot';
import type { ProjectChanges } from '../../../core/project/project-view.ts';

const key = 'homegrown.drafts';
const drafts = v.record(v.string(), v.nullable(v.string()));

/** What is needed of localStorage. */
export type TextStore = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** Drafts as they were left; none where what is kept cannot be read. */
export function readDrafts(store: TextStore): ProjectChanges {
  return parseDrafts(store.getItem(key));
}

/** Drafts of another tab's event; null: it is about something else. */
export function draftsOfEvent(event: StorageEvent): ProjectChanges | null {
  return event.key === key ? parseDrafts(event.newValue) : null;
}

/** Keeps the drafts on this device. Throws when the browser has no room for them. */
export function writeDrafts(store: TextStore, changes: ProjectChanges): void {
  if (Object.keys(changes).length === 0) store.removeItem(key);
  else store.setItem(key, JSON.stringify(changes));
}

function parseDrafts(text: string | null): ProjectChanges {
  if (text === null) return {};
  const result = v.safeParse(v.pipe(v.string(), v.parseJson(), drafts), text);
  return result.success ? result.output : {};
}
