const day = 86_400_000;
/** Days with data and without a backup after which the screen says so. */
const overdueAfter = 7;

/**
 * Whether a backup is overdue: there is data, and neither the last backup nor, where there was none, the oldest
 * publication known is younger than a week. Instants are ISO; `now` in milliseconds.
 */
export function isBackupOverdue(
  lastBackup: string | null,
  publishedAt: string[],
  now: number,
): boolean {
  if (publishedAt.length === 0) return false;
  const since = lastBackup ?? publishedAt.toSorted()[0]!;
  return now - Date.parse(since) > overdueAfter * day;
}
