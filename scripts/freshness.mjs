import { mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const isTest = (name) => /\.(test|bench)\.ts$/.test(name);

/**
 * The newest modification time (ms) below the given files and folders; 0 when none exists.
 * Folders count too, because a deleted file leaves only its folder's time behind. Tests do not
 * count: they are in no build.
 */
export function newestTime(paths) {
  let newest = 0;
  for (const path of paths) {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (!stat) continue;
    newest = Math.max(newest, stat.mtimeMs);
    if (!stat.isDirectory()) continue;
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      if (!isTest(entry.name)) newest = Math.max(newest, newestTime([join(path, entry.name)]));
    }
  }
  return newest;
}

/** Whether an output is missing, or an input is newer than the stamp of the last good build. */
export function isOutdated({ stamp, outputs, inputs }) {
  const stamped = statSync(stamp, { throwIfNoEntry: false });
  if (!stamped) return true;
  if (outputs.some((path) => !statSync(path, { throwIfNoEntry: false }))) return true;
  return newestTime(inputs) > stamped.mtimeMs;
}

/** Stamp a good build with the time it began, so that an edit made meanwhile still counts. */
export function writeStamp(stamp, beganAt, text = '') {
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, text);
  utimesSync(stamp, beganAt / 1000, beganAt / 1000);
}
